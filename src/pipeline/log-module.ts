import type { StepKind } from '../domain/production/step.ts';
import type { LogModule } from '../platform/log/log.ts';

/** Whose line a step's is. */
export const moduleOf: Readonly<Record<StepKind, LogModule>> = {
  portrait: 'ugc_creation',
  speech: 'tts',
  head: 'ugc_creation',
  overlay: 'overlay',
  montage: 'montage',
  verification: 'ugc_creation',
};
