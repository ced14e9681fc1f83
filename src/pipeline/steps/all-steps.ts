import type { StepKind } from '../../domain/production/step.ts';
import { headStep } from './head-step.ts';
import { montageStep } from './montage-step.ts';
import { overlayStep } from './overlay-step.ts';
import { portraitStep } from './portrait-step.ts';
import { speechStep } from './speech-step.ts';
import type { StepDefinition } from './step-definition.ts';
import { verificationStep } from './verification-step.ts';

const definitions: { readonly [Kind in StepKind]: StepDefinition<Kind> } = {
  portrait: portraitStep,
  speech: speechStep,
  head: headStep,
  overlay: overlayStep,
  montage: montageStep,
  verification: verificationStep,
};

/** The runner treats all steps alike: what it stores of one is only read back as that kind. */
export function stepDefinition(kind: StepKind): StepDefinition<StepKind> {
  return definitions[kind] as unknown as StepDefinition<StepKind>;
}
