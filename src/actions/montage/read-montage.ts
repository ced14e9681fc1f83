import type { EditedCue } from '../../domain/ad/ad-order.ts';
import type { MontageStatus } from '../../domain/montage/montage-status.ts';
import { ordersWith, type RenderSettings } from '../../domain/montage/render-settings.ts';
import { autoCircle } from '../../domain/overlay/auto-circle.ts';
import { typedCue } from '../../domain/subtitles/cue-text.ts';
import { isAppError } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { draftMontage } from '../../pipeline/drafted-montage.ts';
import { readResults } from '../../pipeline/results.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import type { ActionParts, Person } from '../parts.ts';
import { findMontageSource, type MontageSource } from './montage-source.ts';

const lookLength = 12;

/**
 * What a finished video can be rendered anew with: that one, or the person's newest. Undefined where there is none, or
 * what it was made of is no longer kept.
 */
export async function readMontage(
  parts: ActionParts,
  person: Person,
  productionId?: string,
): Promise<MontageStatus | undefined> {
  const source = await findMontageSource(parts, person, productionId);
  if (!source) return undefined;
  const { production, results, rendered, settings } = source;
  const { format } = production.order;
  const speechSeconds = results.of('speech').value.track.durationSeconds;
  return {
    productionId: production.id,
    format,
    aspect: settings.aspect,
    durationSeconds: (await durationOf(parts, source)) ?? speechSeconds,
    speechSeconds,
    rendered,
    settings,
    look: lookOf(settings),
    cues: await cuesOf(parts, source),
    ...(await circleOf(parts, source)),
  };
}

/** Equal for equal settings. */
export function lookOf(settings: RenderSettings): string {
  return sha256(canonicalJson(JSON.parse(JSON.stringify(settings)))).slice(0, lookLength);
}

/** Where the circle stands by itself: at the face that the head was made with, or where a look at its video found one. */
async function circleOf(
  parts: ActionParts,
  { production, results, rendered }: MontageSource,
): Promise<Pick<MontageStatus, 'autoCircle'>> {
  const { faceBox, size } = results.of('head').value;
  if (faceBox) return { autoCircle: autoCircle(faceBox, size) };
  const settings: RenderSettings = { ...rendered, templates: ['circle'], circle: 'auto' };
  const [order] = production.order.composition ? ordersWith(production.order, settings) : [];
  const found = order && (await draftMontage(parts, production, results, order).findOverlay());
  if (found?.kind !== 'circle') return {};
  return { autoCircle: found.track?.[0] ?? found.circle };
}

/** Of the clip that was made last. */
async function durationOf(
  { database }: ActionParts,
  { production, results, renders }: MontageSource,
): Promise<number | undefined> {
  const newest = renders.findLast(({ state }) => state === 'delivered');
  const made = newest && newest.id !== production.id ? await readResults(database, newest) : results;
  return made.has('montage') ? made.of('montage').value.durationSeconds : undefined;
}

async function cuesOf(parts: ActionParts, source: MontageSource): Promise<readonly EditedCue[]> {
  const { production, results, settings } = source;
  if (settings.subtitles.kind === 'edited') return settings.subtitles.cues;
  const [order] = ordersWith(production.order, settings);
  if (!order) return [];
  try {
    const { track } = await draftMontage(parts, production, results, order).subtitles();
    return (track?.cues ?? []).map(typedCue);
  } catch (error) {
    // A file that is gone, or that another version took: the settings can be changed all the same.
    if (isAppError(error, 'not-found') || isAppError(error, 'invalid-subtitles')) return [];
    throw error;
  }
}
