import type { VideoPlan } from '../../domain/montage/video-plan.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import type { MontageLayers } from '../../ports/montage-layers.ts';

/** What an edit shows or plays. */
export type EditInput =
  | 'head'
  | 'background'
  | 'intro'
  | 'outro'
  | 'voice'
  | 'cut'
  | 'ring'
  | 'mark'
  | 'subtitles';

/** What is known of the layers before their files have links. */
export type EditLayers = Omit<MontageLayers, 'missingGlyphs' | 'warnings'>;

export type EditLinks = Readonly<Partial<Record<EditInput, string>>>;

export interface Editing {
  readonly request: MontageRequest;
  readonly layers: EditLayers;
  readonly links: EditLinks;
}

/** How long the head fills the frame, the time in which it gives way included. */
export function headSeconds({ timeline, background, join }: VideoPlan): number {
  if (!background) return join.bodySeconds;
  return timeline.headAloneSeconds === 0 ? 0 : timeline.headAloneSeconds + timeline.fadeSeconds;
}

/** The renderer itself recommends its preparation for what phones turn; it is only asked for where it is needed. */
export function prepared({
  probe,
}: NonNullable<MontageRequest['background']>): { readonly transcode: true } | undefined {
  const isPlain = probe.rotation === 0 && probe.container !== 'webm' && probe.videoCodec === 'avc';
  return isPlain ? undefined : { transcode: true };
}
