import { z } from 'zod';
import { adFormats, aspects, disclosures, templates } from '../domain/ad/ad.ts';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import { subtitlePositions } from '../domain/subtitles/subtitle-track.ts';

const keptFile = { key: z.string(), sha256: z.string() };

export const keptFileRow = z.object(keptFile);

const subtitleStyle = { theme: z.string(), position: z.enum(subtitlePositions) };

const probe = z.object({
  container: z.enum(['mp4', 'mov', 'webm']),
  durationSeconds: z.number(),
  size: z.object({ width: z.number(), height: z.number() }),
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  videoCodec: z.string(),
  framesPerSecond: z.number(),
  highDynamicRange: z.boolean(),
  hasAudio: z.boolean(),
});

export const orderedBackground = z.object({ ...keptFile, probe });

export const orderedBookendRow = z.object({ ...keptFile, probe, ownSound: z.boolean() });

export const editedCueRow = z.object({ startSeconds: z.number(), endSeconds: z.number(), text: z.string() });

export const circleRow = z.object({ radius: z.number(), centre: z.object({ x: z.number(), y: z.number() }) });

const adOrder = z.object({
  format: z.enum(adFormats),
  script: z.string(),
  language: z.string(),
  voiceId: z.string(),
  take: z.number(),
  presenter: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('cast'), id: z.string() }),
    z.object({ kind: z.literal('own'), picture: z.object(keptFile) }),
  ]),
  composition: z.object({ background: orderedBackground, template: z.enum(templates) }).exactOptional(),
  intro: orderedBookendRow.exactOptional(),
  outro: orderedBookendRow.exactOptional(),
  circle: circleRow.exactOptional(),
  aspect: z.enum(aspects),
  subtitles: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('auto'), ...subtitleStyle }),
    z.object({ kind: z.literal('own'), file: z.object(keptFile), ...subtitleStyle }),
    z.object({ kind: z.literal('edited'), cues: z.array(editedCueRow), ...subtitleStyle }),
  ]),
  disclosure: z.enum(disclosures),
  engines: z
    .object({ speech: z.literal('local').exactOptional(), head: z.literal('local').exactOptional() })
    .exactOptional(),
  measureSync: z.boolean(),
});

/** Rows are data from outside this program's types: another version may have written them. */
export function parseAdOrder(value: unknown): AdOrder {
  return adOrder.parse(value);
}
