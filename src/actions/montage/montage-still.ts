import type { Template } from '../../domain/ad/ad.ts';
import type { AdOrder } from '../../domain/ad/ad-order.ts';
import { ordersWith } from '../../domain/montage/render-settings.ts';
import { tellingMoment } from '../../domain/montage/telling-moment.ts';
import { planTimeline } from '../../domain/montage/timeline.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { type DraftedMontage, draftMontage } from '../../pipeline/drafted-montage.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { ActionParts, Person } from '../parts.ts';
import { keptDrawing, type ShownFile } from '../pictures/kept-drawing.ts';
import { drawnFolder } from './drawn-folders.ts';
import { type MontageSource, requireMontageSource } from './montage-source.ts';
import { oneFrameOverlay } from './one-frame-overlay.ts';
import { lookOf } from './read-montage.ts';

export interface WantedStill {
  readonly productionId: string;
  /** The first of those that are chosen by default. */
  readonly template?: Template;
}

/** Raised when a still would be drawn otherwise. */
const drawingVersion = 2;
/** Of one video, until the day's cleanup: older ones go first. */
const keptStills = 40;

/**
 * The most telling frame of what the settings at hand give with that template, as a JPEG. Whoever asks by an earlier look
 * is shown the newest. Throws `not-found`.
 */
export async function montageStill(
  parts: ActionParts,
  person: Person,
  { productionId, template }: WantedStill,
): Promise<ShownFile> {
  const source = await requireMontageSource(parts, person, productionId);
  const order = orderWith(source, template);
  const folder = drawnFolder('stills', source.production.owner, source.production.id);
  const layout = order.composition?.template ?? order.format;
  const name = `${lookOf(source.settings)}-${layout}-${drawingVersion}.jpg`;
  await makeRoom(parts, folder, name);
  return await keptDrawing(parts, `${folder}/${name}`, 'image/jpeg', async (context) => {
    return await drawStill(parts, source, order, context);
  });
}

function orderWith({ production, settings }: MontageSource, template: Template | undefined): AdOrder {
  const wanted = template && production.order.composition ? { ...settings, templates: [template] } : settings;
  const [order] = ordersWith(production.order, wanted);
  if (order) return order;
  throw new AppError('not-found', 'No template is chosen for this video.');
}

async function drawStill(
  parts: ActionParts,
  { production, results }: MontageSource,
  order: AdOrder,
  context: WorkContext,
): Promise<string> {
  // What is shown is the speech part, so that nothing of the clips around it must be read.
  const { intro: _intro, outro: _outro, ...body } = order;
  const draft = draftMontage(parts, production, results, body);
  const track = await subtitlesOf(draft);
  const request = await draft.request('preview', undefined, track);
  const timeline = planTimeline({
    format: order.format,
    template: order.composition?.template,
    durationSeconds: request.speech.durationSeconds,
    framesPerSecond: request.frame.framesPerSecond,
  });
  const atSeconds = tellingMoment(timeline, track?.cues ?? []);
  const wanted = await draft.overlayRequest();
  const overlay =
    wanted && ((await draft.findOverlay()) ?? (await oneFrameOverlay(parts, wanted, atSeconds, context)));
  const { picturePath } = await parts.local.montage.still(
    { ...request, ...(overlay && { overlay }) },
    atSeconds,
    context,
  );
  return picturePath;
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

async function makeRoom({ files }: ActionParts, folder: string, name: string): Promise<void> {
  const kept: { key: string; storedAt: Date }[] = [];
  for await (const { key, storedAt } of files.list(folder)) {
    if (key.endsWith(`/${name}`)) return;
    kept.push({ key, storedAt });
  }
  kept.sort((left, right) => left.storedAt.getTime() - right.storedAt.getTime());
  for (const { key } of kept.slice(0, Math.max(0, kept.length - keptStills + 1))) await files.remove(key);
}
