import { join } from 'node:path';
import type { LayerFile, MontageLayers, RendererLimits } from '../../ports/montage-layers.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import { planClipSound } from './clip-sound.ts';
import { fitVideos } from './fitted-videos.ts';
import { drawCutLayer, drawSubtitleLayer } from './layer-videos.ts';
import { prepareVideo, type Workplace } from './prepare.ts';

/** Draws what a renderer elsewhere can't, and tells it the rest. */
export async function prepareLayers(place: Workplace, limits: RendererLimits): Promise<MontageLayers> {
  throwIfCancelled(place.context.signal, 'The montage');
  const prepared = await prepareVideo(place);
  const { plan, files, missingGlyphs } = prepared;
  const sound = await planClipSound(place, prepared);
  const cut = plan.cut && (await drawCutLayer(place, prepared, plan.cut));
  const subtitles = await drawSubtitleLayer(place, prepared);
  const picture = (name: string): LayerFile => ({
    path: join(place.context.workFolder, name),
    mime: 'image/png',
  });
  return {
    plan,
    ...(cut && { cut }),
    ...(files.ring && { ring: picture(files.ring) }),
    ...(files.mark && { mark: picture(files.mark) }),
    ...(subtitles && { subtitles }),
    fitted: await fitVideos(place, prepared, limits),
    sound: sound.plan,
    missingGlyphs,
    warnings: sound.warnings,
  };
}
