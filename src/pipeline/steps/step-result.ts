import { z } from 'zod';
import { overlayDoubts } from '../../domain/overlay/overlay-doubt.ts';
import type { StepKind } from '../../domain/production/step.ts';

const storedFile = z.object({
  key: z.string(),
  sha256: z.string(),
  mime: z.string(),
  bytes: z.number(),
});
export type StoredFile = z.infer<typeof storedFile>;

const size = z.object({ width: z.number(), height: z.number() });
const box = size.extend({ x: z.number(), y: z.number() });
const span = z.object({ startSeconds: z.number(), endSeconds: z.number() });

const faceMesh = z.object({
  picture: size,
  points: z.array(z.tuple([z.number(), z.number(), z.number()]).readonly()).readonly(),
  box,
  angle: z.object({ yaw: z.number(), pitch: z.number(), roll: z.number() }),
  confidence: z.number(),
});

const speechTrack = z.object({
  text: z.string(),
  language: z.string(),
  voiceId: z.string(),
  durationSeconds: z.number(),
  words: z.array(span.extend({ text: z.string(), from: z.number(), to: z.number() })).readonly(),
  phonemes: z
    .array(span.extend({ ipa: z.string(), stressed: z.boolean(), word: z.number() }))
    .readonly()
    .exactOptional(),
  timing: z.enum(['exact', 'characters', 'aligned', 'estimated']),
});

const circle = z.object({ radius: z.number(), centre: z.object({ x: z.number(), y: z.number() }) });
const doubt = z.enum(overlayDoubts).exactOptional();
const circleTrack = z.array(circle.extend({ atSeconds: z.number() })).readonly();

/** What each step leaves behind, beside its files. Rows are parsed on the way out: another version may have written them. */
const values = {
  portrait: z.object({ face: faceMesh }),
  speech: z.object({ track: speechTrack }),
  head: z.object({
    size,
    durationSeconds: z.number(),
    faceBox: box.exactOptional(),
    mouthCurve: z
      .object({ framesPerSecond: z.number(), gaps: z.array(z.number()).readonly() })
      .exactOptional(),
  }),
  overlay: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('circle'), circle, track: circleTrack.exactOptional(), doubt }),
    z.object({ kind: z.literal('matte'), doubt }),
    z.object({ kind: z.literal('alpha-video'), doubt }),
  ]),
  montage: z.object({
    size,
    durationSeconds: z.number(),
    speechStartSeconds: z.number().default(0),
    bytes: z.number(),
    loudness: z.object({ integrated: z.number(), truePeak: z.number() }),
    missingGlyphs: z.array(z.string()).readonly(),
    circleInFrame: box.exactOptional(),
  }),
  verification: z.object({
    sync: z.object({ offsetMs: z.number(), correlation: z.number(), framesRead: z.number() }).exactOptional(),
  }),
} satisfies Record<StepKind, z.ZodType>;

export type StepValue<Kind extends StepKind> = z.infer<(typeof values)[Kind]>;

/** A step's result as it is stored. */
export interface StepResult<Kind extends StepKind> {
  readonly value: StepValue<Kind>;
  readonly files: Readonly<Record<string, StoredFile>>;
  readonly warnings: readonly string[];
  readonly estimatedCostUsd: number;
  readonly actualCostUsd?: number;
}

const envelope = z.object({
  value: z.unknown(),
  files: z.record(z.string(), storedFile),
  warnings: z.array(z.string()),
  estimatedCostUsd: z.number(),
  actualCostUsd: z.number().exactOptional(),
});

/** Undefined for what this version can't read. */
export function readStepResult<Kind extends StepKind>(
  kind: Kind,
  stored: unknown,
): StepResult<Kind> | undefined {
  const outer = envelope.safeParse(stored);
  const value = values[kind].safeParse(outer.data?.value);
  if (!outer.success || !value.success) return undefined;
  return { ...outer.data, value: value.data as StepValue<Kind> };
}

export function fileOf(result: StepResult<StepKind>, name: string): StoredFile {
  const file = result.files[name];
  if (!file) throw new Error(`the stored result has no file named ${name}`);
  return file;
}
