import type { AdOrder } from '../domain/ad/ad-order.ts';
import type { StepKind } from '../domain/production/step.ts';
import type { AdapterIdentity } from '../ports/work.ts';
import type { PipelineParts } from './parts.ts';

/** The parts with the engines that this order asks for. */
export function chosenParts(parts: PipelineParts, { engines }: Pick<AdOrder, 'engines'>): PipelineParts {
  return {
    ...parts,
    ...(engines?.speech === 'local' && { speech: parts.local.speech }),
    ...(engines?.head === 'local' && { head: parts.local.head }),
  };
}

/** What overlay and montage fall back to: no person would know the difference between two machines' work. */
export function fallbackParts(parts: PipelineParts): PipelineParts {
  const { overlay, montage } = parts.local;
  return { ...parts, overlay, montage };
}

/** Who does such a step; undefined for what is always done here. */
export function engineOf(parts: PipelineParts, kind: StepKind): AdapterIdentity | undefined {
  switch (kind) {
    case 'speech':
      return parts.speech.adapter;
    case 'head':
      return parts.head.adapter;
    case 'overlay':
      return parts.overlay.adapter;
    case 'montage':
      return parts.montage.adapter;
    case 'portrait':
    case 'verification':
      return undefined;
  }
}
