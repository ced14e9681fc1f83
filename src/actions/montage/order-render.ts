import type { Template } from '../../domain/ad/ad.ts';
import type { AdOrder } from '../../domain/ad/ad-order.ts';
import { ordersWith, type RenderSettings } from '../../domain/montage/render-settings.ts';
import { neededBytes } from '../../domain/production/needed-bytes.ts';
import { AppError } from '../../kernel/errors.ts';
import { draftMontage } from '../../pipeline/drafted-montage.ts';
import { enqueueProduction, insertWithSteps } from '../../pipeline/jobs.ts';
import { requireFreeSpace } from '../../platform/files/disk-full.ts';
import { expireResult } from '../../store/overlay-results.ts';
import { type Channel, findOwnProduction, type NewProduction } from '../../store/productions.ts';
import { saveRenderDraft } from '../../store/render-drafts.ts';
import {
  countRequestsInWork,
  findRequestOwner,
  lockRequestsOf,
  lockVideo,
} from '../../store/render-requests.ts';
import type { Sql } from '../../store/sql.ts';
import { derivedId } from '../derived-id.ts';
import type { ActionParts, Person } from '../parts.ts';
import { requireAdmitted } from '../people/require-admitted.ts';
import { checkRenderSettings } from './check-render-settings.ts';
import { carriedSteps } from './order-montage.ts';
import { markedEnough, type MontageSource, requireMontageSource } from './montage-source.ts';
import { familyOf } from './video-family.ts';

export interface WantedRender {
  /** Given by the decision that orders it: the same one again orders nothing. */
  readonly requestId: string;
  /** The finished video. */
  readonly productionId: string;
  /** The source's by default. */
  readonly channel?: Channel;
  /** Instead of those of the settings, which stay as they are. */
  readonly templates?: readonly Template[];
}

/** More at once would only wait for each other. */
const mostRequestsInWork = 3;

/**
 * A render for each template of the settings at hand, made in turn and for nothing: no engine is asked for a speech or a
 * head again. Throws `not-found`, `conflict`, `limit-reached` (`limit`), `too-many-requests`, `forbidden`, `disk-full`,
 * and what is wrong with the settings.
 */
export async function orderRender(parts: ActionParts, person: Person, wanted: WantedRender): Promise<void> {
  if (await isOrdered(parts.database.db, person, wanted.requestId)) return;
  const source = await requireMontageSource(parts, person, wanted.productionId);
  await place(parts, person, source, { ...wanted, settings: source.settings, renewsOverlays: false });
}

/**
 * The video as it was last rendered, its overlays made anew past the cache. Throws besides `conflict` (`problem`
 * no-overlay) where none of its templates has one.
 */
export async function renewOverlay(parts: ActionParts, person: Person, wanted: WantedRender): Promise<void> {
  if (await isOrdered(parts.database.db, person, wanted.requestId)) return;
  const source = await requireMontageSource(parts, person, wanted.productionId);
  const templates = source.rendered.templates.filter(hasOverlay);
  if (templates.length === 0) {
    throw new AppError('conflict', 'This video shows no cut-out and no circle that could be made anew.', {
      details: { problem: 'no-overlay' },
    });
  }
  const settings = { ...markedEnough(parts, person, source.rendered), templates };
  await place(parts, person, source, { ...wanted, settings, renewsOverlays: true });
}

function hasOverlay(template: Template): boolean {
  return template !== 'basic';
}

async function isOrdered(sql: Sql, person: Person, requestId: string): Promise<boolean> {
  const owner = await findRequestOwner(sql, requestId);
  if (owner === undefined || owner === person.owner) return owner !== undefined;
  throw new AppError('not-found', 'There is no such request of yours.');
}

interface RequestToPlace extends WantedRender {
  readonly settings: RenderSettings;
  readonly renewsOverlays: boolean;
}

async function place(
  parts: ActionParts,
  person: Person,
  source: MontageSource,
  request: RequestToPlace,
): Promise<void> {
  const { production, results } = source;
  const settings = await checkRenderSettings(parts, person, request.settings, {
    format: production.order.format,
    speech: results.of('speech').value.track,
  });
  const { templates = settings.templates } = request;
  const orders = ordersWith({ ...production.order, measureSync: false }, { ...settings, templates });
  await requireFreeSpace(parts.scratchFolder, neededBytes);
  const stale = request.renewsOverlays ? await overlayKeys(parts, source, orders) : [];
  const isPlaced = await parts.database.db.transaction(async (transaction) => {
    await requireAdmitted(transaction, person.owner);
    await requireRoom(transaction, person.owner);
    await requireKept(transaction, person, source);
    if (!(await insertClips(parts, transaction, source, orders, request))) return false;
    for (const key of stale) await expireResult(transaction, key);
    if (!request.renewsOverlays) {
      // Whoever goes on from the video that these are renders of finds what was asked for last.
      const productionId = familyOf(production);
      await saveRenderDraft(transaction, { productionId, owner: person.owner, settings });
    }
    return true;
  });
  if (isPlaced) parts.stopAt('order:placed');
  else await isOrdered(parts.database.db, person, request.requestId);
}

async function overlayKeys(
  parts: ActionParts,
  { production, results }: MontageSource,
  orders: readonly AdOrder[],
): Promise<string[]> {
  const keys = orders.map(
    async (order) => await draftMontage(parts, production, results, order).overlayKeys(),
  );
  return [...new Set((await Promise.all(keys)).flat())];
}

/** Whoever deletes it comes before, and then there is nothing to render, or after, and leaves what the renders need. */
async function requireKept(transaction: Sql, person: Person, { production }: MontageSource): Promise<void> {
  await lockVideo(transaction, production.id);
  if (await findOwnProduction(transaction, person.owner, production.id)) return;
  throw new AppError('not-found', `The production ${production.id} was deleted meanwhile.`);
}

async function requireRoom(transaction: Sql, owner: string): Promise<void> {
  await lockRequestsOf(transaction, owner);
  if ((await countRequestsInWork(transaction, owner)) >= mostRequestsInWork) {
    throw new AppError(
      'too-many-requests',
      `${mostRequestsInWork} requests for renders are in work; one must end before the next.`,
    );
  }
}

/** All of them, and a job for the first; false, and none of it, where the same request was placed meanwhile. */
async function insertClips(
  parts: ActionParts,
  transaction: Sql,
  { production, results }: MontageSource,
  orders: readonly AdOrder[],
  { requestId, channel = production.channel }: WantedRender,
): Promise<boolean> {
  const carried = carriedSteps(results);
  for (const [requestPosition, order] of orders.entries()) {
    const id = derivedId('render', requestId, order.composition?.template ?? order.format);
    const clip: NewProduction = {
      id,
      owner: production.owner,
      // Asked for by itself, whatever else looks the same.
      fingerprint: id,
      order,
      channel,
      sourceId: familyOf(production),
      requestId,
      requestPosition,
      ...(production.spokenAt && { spokenAt: production.spokenAt }),
    };
    if (!(await insertWithSteps(transaction, clip, carried))) return false;
    if (requestPosition === 0) await enqueueProduction(parts.queue, transaction, clip, carried);
  }
  return true;
}
