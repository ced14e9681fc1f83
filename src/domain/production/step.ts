import type { AdOrder } from '../ad/ad-order.ts';

/** In the order in which they run; each may use the results of those before it. */
export const stepKinds = ['portrait', 'speech', 'head', 'overlay', 'montage', 'verification'] as const;
export type StepKind = (typeof stepKinds)[number];

export type StepState = 'waiting' | 'running' | 'done' | 'failed';
/**
 * `awaiting_confirmation`: it can be heard, and nobody has paid for the video yet; `expired`: nobody did in time.
 * `awaiting_engine`: a service failed for good, and its owner chooses: wait, the built-in engine, or stop.
 */
export const productionStates = [
  'running',
  'awaiting_confirmation',
  'awaiting_engine',
  'delivered',
  'failed',
  'cancelled',
  'expired',
] as const;
export type ProductionState = (typeof productionStates)[number];

/** Share of the whole work, measured on ten-second ads with the local adapters; only for the progress bar. */
const shareOfWork: Readonly<Record<StepKind, number>> = {
  portrait: 2,
  speech: 6,
  head: 40,
  overlay: 2,
  montage: 40,
  verification: 10,
};

export function stepsOf(order: AdOrder): StepKind[] {
  const needed: Readonly<Record<StepKind, boolean>> = {
    portrait: true,
    speech: true,
    head: true,
    overlay: order.composition !== undefined && order.composition.template !== 'basic',
    montage: true,
    verification: order.measureSync,
  };
  return stepKinds.filter((kind) => needed[kind]);
}

/** 0–1 over all steps of a production. */
export function wholeFraction(
  steps: readonly { kind: StepKind; state: StepState; fraction: number }[],
): number {
  let done = 0;
  let all = 0;
  for (const step of steps) {
    const share = shareOfWork[step.kind];
    all += share;
    // One that waits has a fraction where a service is at work on it.
    done += share * (step.state === 'done' ? 1 : step.state === 'failed' ? 0 : step.fraction);
  }
  return all === 0 ? 0 : done / all;
}
