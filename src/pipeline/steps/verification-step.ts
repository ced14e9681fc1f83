import { measureSync } from '../../domain/quality/sync.ts';
import { completed, noCost, type StepDefinition } from './step-definition.ts';
import { fileOf } from './step-result.ts';

/** Reading a frame costs some 60 ms of CPU; so many seconds hold enough syllables for a firm correlation. */
const secondsRead = 4;

/** Reads the mouth back from the decoded head, as a camera would, and compares it with what was intended. */
export const verificationStep: StepDefinition<'verification'> = {
  kind: 'verification',
  adapter: (parts) => parts.faces.adapter,
  material: (_parts, input) => ({ head: input.earlier('head').key, secondsRead }),
  start: async (parts, input, context) => {
    const head = input.earlier('head');
    const { mouthCurve, faceBox, durationSeconds } = head.value;
    if (!mouthCurve) return completed({ value: {}, files: {}, cost: noCost, warnings: [] });
    const { framesPerSecond, gaps } = mouthCurve;
    const samples = await parts.faces.readMouth(
      {
        video: await parts.files.open(fileOf(head, 'video').key),
        framesPerSecond,
        fromSeconds: 0,
        toSeconds: Math.min(secondsRead, durationSeconds),
        ...(faceBox && { faceBox }),
      },
      context,
    );
    const read = { framesPerSecond, gaps: samples.map(({ gap }) => gap) };
    const sync = measureSync(read, { framesPerSecond, gaps: gaps.slice(0, samples.length) });
    return completed({
      value: sync
        ? { sync: { offsetMs: sync.offsetMs, correlation: sync.correlation, framesRead: samples.length } }
        : {},
      files: {},
      cost: noCost,
      warnings: [],
    });
  },
};
