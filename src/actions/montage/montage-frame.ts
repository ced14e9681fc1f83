import type { Template } from '../../domain/ad/ad.ts';
import type { AdOrder } from '../../domain/ad/ad-order.ts';
import { outroStartSeconds, planJoin } from '../../domain/montage/join-plan.ts';
import { ordersWith, type RenderSettings } from '../../domain/montage/render-settings.ts';
import { sceneMoments, tellingScene } from '../../domain/montage/telling-moment.ts';
import { planTimeline } from '../../domain/montage/timeline.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { type DraftedMontage, draftMontage } from '../../pipeline/drafted-montage.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import type { ActionParts } from '../parts.ts';
import { keptDrawing } from '../pictures/kept-drawing.ts';
import { drawnFolder } from './drawn-folders.ts';
import { keptFrameOverlay } from './kept-frame-overlay.ts';
import type { MontageSource } from './montage-source.ts';
import { lookOf } from './read-montage.ts';

/** Which frame of a clip: the most telling one of a scene, by its number, or one of what stands around the ad. */
export type FrameMoment = number | 'intro' | 'outro';

/** Raised when a frame would be drawn otherwise by the same montage. */
const drawingVersion = 2;

/** The settings at hand for one template: the first chosen one where it is left out. Throws `not-found`. */
export function orderWith({ production, settings }: MontageSource, template: Template | undefined): AdOrder {
  const wanted = template && production.order.composition ? { ...settings, templates: [template] } : settings;
  const [order] = ordersWith(production.order, wanted);
  if (order) return order;
  throw new AppError('not-found', 'No template is chosen for this video.');
}

/** A frame of what an order gives, as a JPEG of a preview's size: drawn once, kept with the video's other stills. */
export async function montageFrame(
  parts: ActionParts,
  source: MontageSource,
  order: AdOrder,
  moment: FrameMoment,
): Promise<InputFile> {
  const folder = stillsFolder(source.production);
  const layout = order.composition?.template ?? order.format;
  const version = `${drawingVersion}.${parts.local.montage.adapter.version}`;
  const name = `${moment}-${lookOf(seenIn(source.settings, moment))}-${layout}-${version}.jpg`;
  const { file } = await keptDrawing(parts, `${folder}/${name}`, 'image/jpeg', async (context) => {
    return await drawFrame(parts, source, shownOrder(order, moment), moment, context);
  });
  return file;
}

function stillsFolder({ owner, id }: MontageSource['production']): string {
  return drawnFolder('stills', owner, id);
}

/** What stands around the ad changes nothing of its own frames: they are not drawn anew for it. */
function seenIn(settings: RenderSettings, moment: FrameMoment): RenderSettings {
  const { intro, outro } = settings;
  return {
    ...settings,
    templates: [],
    intro: moment === 'intro' ? intro : null,
    outro: moment === 'outro' ? outro : null,
  };
}

/** Nothing of the clips around the frame must be read. */
function shownOrder(order: AdOrder, moment: FrameMoment): AdOrder {
  const { intro, outro, ...body } = order;
  if (moment === 'intro' && intro) return { ...body, intro };
  return moment === 'outro' && outro ? { ...body, outro } : body;
}

async function drawFrame(
  parts: ActionParts,
  { production, results }: MontageSource,
  order: AdOrder,
  moment: FrameMoment,
  context: WorkContext,
): Promise<string> {
  const draft = draftMontage(parts, production, results, order);
  const track = await subtitlesOf(draft);
  const request = await draft.request('preview', undefined, track);
  const { moments, telling } = scenesOf(request);
  const wanted = await draft.overlayRequest();
  const folder = stillsFolder(production);
  // Of the one scene that shows it, so that the other frames of a card don't have it looked for once more.
  const overlay =
    wanted &&
    ((await draft.findOverlay()) ??
      (await keptFrameOverlay(parts, folder, wanted, moments[telling] ?? 0, context)));
  const { picturePath } = await parts.local.montage.still(
    { ...request, ...(overlay && { overlay }) },
    typeof moment === 'number' ? (moments[moment] ?? 0) : clipMoment(request, moment),
    context,
  );
  return picturePath;
}

function scenesOf({ format, template, speech, frame, subtitles }: MontageRequest) {
  const { durationSeconds } = speech;
  const { framesPerSecond } = frame;
  const timeline = planTimeline({ format, template, durationSeconds, framesPerSecond });
  return { moments: sceneMoments(timeline, subtitles?.cues ?? []), telling: tellingScene(timeline) };
}

/** The middle of an intro or an outro, in seconds of the whole clip. */
function clipMoment({ speech, frame, intro, outro }: MontageRequest, part: 'intro' | 'outro'): number {
  const join = planJoin({
    bodySeconds: speech.durationSeconds,
    introSeconds: intro?.probe.durationSeconds,
    outroSeconds: outro?.probe.durationSeconds,
    framesPerSecond: frame.framesPerSecond,
  });
  if (part === 'intro') return join.bodyStartSeconds / 2;
  if (!join.outro) return 0;
  return outroStartSeconds(join) + (join.outro.seconds + join.outro.fadeSeconds) / 2;
}

/** A still without subtitles that can't be read is better than none. */
async function subtitlesOf(draft: DraftedMontage) {
  try {
    return (await draft.subtitles()).track;
  } catch (error) {
    if (isAppError(error, 'not-found') || isAppError(error, 'invalid-subtitles')) return undefined;
    throw error;
  }
}
