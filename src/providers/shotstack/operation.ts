import { z } from 'zod';
import type { JsonValue } from '../../kernel/json.ts';

export const stages = ['v1', 'stage'] as const;
export type Stage = (typeof stages)[number];

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** All that is needed to take a render over, by whichever process: saved with the step, and without any link. */
const operationSchema = z.object({
  stage: z.enum(stages),
  renderId: z.string(),
  submittedAtMs: z.number(),
  /** How far progress was told. */
  fraction: z.number(),
  /** Ids of files that were uploaded for it. */
  sources: z.array(z.string()),
  estimatedUsd: z.number(),
  clip: z.object({
    frame: z.object({ width: z.number(), height: z.number(), framesPerSecond: z.number() }),
    totalSeconds: z.number(),
    speechStartSeconds: z.number(),
    bodyFromSeconds: z.number(),
    bodySeconds: z.number(),
    sourceType: z.enum(['compositeSynthetic', 'trainedAlgorithmicMedia']),
  }),
  circleInFrame: box.nullable(),
  missingGlyphs: z.array(z.string()),
  warnings: z.array(z.string()),
});

export type Operation = z.infer<typeof operationSchema>;

/** Throws where it is none of this adapter's: another version or another program wrote it. */
export function readOperation(operation: JsonValue): Operation {
  return operationSchema.parse(operation);
}
