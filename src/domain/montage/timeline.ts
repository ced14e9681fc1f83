import type { AdFormat, Template } from '../ad/ad.ts';

/** What lies over the background once it is shown. */
export type OverlaidHead = 'none' | 'circle' | 'cutout';

export interface Timeline {
  /** As long as the speech. */
  readonly durationSeconds: number;
  /** How long the head fills the frame before the background comes; the whole clip for a talking head. */
  readonly headAloneSeconds: number;
  /** The head gives way to the background from `headAloneSeconds` on, for so long. */
  readonly fadeSeconds: number;
  readonly overlaidHead: OverlaidHead;
}

const leadInSeconds = 3;
const leadInShareAtMost = 2 / 3;
/** In a longer one two heads of the same person are seen through each other. */
const longestFadeSeconds = 0.2;

const overlaidHeadOf: Readonly<Record<Template, OverlaidHead>> = {
  basic: 'none',
  overlay: 'cutout',
  circle: 'circle',
  mix_basic_overlay: 'cutout',
  mix_basic_circle: 'circle',
};

const beginsWithHead: Readonly<Record<Template, boolean>> = {
  basic: true,
  overlay: false,
  circle: false,
  mix_basic_overlay: true,
  mix_basic_circle: true,
};

/** Times are whole frames, so that no frame is lost or doubled where the layers change. */
export function planTimeline(request: {
  readonly format: AdFormat;
  readonly template: Template | undefined;
  readonly durationSeconds: number;
  readonly framesPerSecond: number;
}): Timeline {
  const { durationSeconds, framesPerSecond } = request;
  if (request.format === 'talking_head' || !request.template) {
    return { durationSeconds, headAloneSeconds: durationSeconds, fadeSeconds: 0, overlaidHead: 'none' };
  }
  const overlaidHead = overlaidHeadOf[request.template];
  if (!beginsWithHead[request.template]) {
    return { durationSeconds, headAloneSeconds: 0, fadeSeconds: 0, overlaidHead };
  }
  const onFrame = (seconds: number) => Math.round(seconds * framesPerSecond) / framesPerSecond;
  const headAloneSeconds = onFrame(Math.min(leadInSeconds, durationSeconds * leadInShareAtMost));
  const fadeSeconds = onFrame(Math.min(longestFadeSeconds, (durationSeconds - headAloneSeconds) / 2));
  return { durationSeconds, headAloneSeconds, fadeSeconds, overlaidHead };
}

/** The background starts from its own beginning when it is first seen, and runs to the end. */
export function backgroundSeconds(timeline: Timeline): number {
  return timeline.durationSeconds - timeline.headAloneSeconds;
}
