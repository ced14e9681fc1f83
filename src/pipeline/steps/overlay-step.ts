import type { Template } from '../../domain/ad/ad.ts';
import type { HeadCircle } from '../../domain/overlay/circle.ts';
import type { OverlayRequest, OverlayResult } from '../../ports/overlay.ts';
import type { PipelineParts } from '../parts.ts';
import { headClip } from './head-clip.ts';
import { type Made, findBy, mapWork, type StepDefinition, type StepInput } from './step-definition.ts';

/** `basic` shows the head full-screen only and has no overlay step. */
const shapeOf: Readonly<Record<Exclude<Template, 'basic'>, OverlayRequest['shape']>> = {
  circle: 'circle',
  mix_basic_circle: 'circle',
  overlay: 'cutout',
  mix_basic_overlay: 'cutout',
};

export const overlayStep: StepDefinition<'overlay'> = {
  kind: 'overlay',
  adapter: (parts) => parts.overlay.adapter,
  material: (_parts, input) => {
    const circle = circleOfInput(input);
    return {
      head: input.earlier('head').key,
      shape: shapeOfInput(input),
      ...(circle && { circle: { radius: circle.radius, centre: { ...circle.centre } } }),
    };
  },
  start: async (parts, input, context) =>
    mapWork(await parts.overlay.start(await overlayRequest(parts, input), context), madeOverlay),
  status: async (parts, operation, context) =>
    mapWork(await parts.overlay.status(operation, context), madeOverlay),
  find: ({ overlay }) => findBy(overlay),
  cancel: ({ overlay }) => overlay.cancel?.bind(overlay),
  lifetimeHours: (parts) => parts.overlayCacheHours,
};

export async function overlayRequest(parts: PipelineParts, input: StepInput): Promise<OverlayRequest> {
  return {
    head: await headClip(parts, input),
    shape: shapeOfInput(input),
    circle: circleOfInput(input) ?? 'auto',
  };
}

function shapeOfInput({ order }: StepInput): OverlayRequest['shape'] {
  const template = order.composition?.template;
  if (template === undefined || template === 'basic') throw new Error('this order needs no overlay');
  return shapeOf[template];
}

/** A cut-out has no circle, whatever was set for one. */
function circleOfInput(input: StepInput): HeadCircle | undefined {
  return shapeOfInput(input) === 'circle' ? input.order.circle : undefined;
}

export function madeOverlay({ overlay, doubt, cost, warnings }: OverlayResult): Made<'overlay'> {
  const told = doubt && { doubt };
  if (overlay.kind === 'circle') return { value: { ...overlay, ...told }, files: {}, cost, warnings };
  const file =
    overlay.kind === 'matte'
      ? { path: overlay.mattePath, mime: 'video/mp4' }
      : { path: overlay.videoPath, mime: overlay.mime };
  return { value: { kind: overlay.kind, ...told }, files: { overlay: file }, cost, warnings };
}
