import { type Page, pageSize } from '../../domain/page.ts';
import type { PresenterCard } from '../../domain/presenter/presenter-card.ts';
import type { Gender } from '../../domain/presenter/presenter.ts';
import { countGallery, type GalleryQuery, listGallery } from '../../store/own-presenters.ts';
import type { ActionParts } from '../parts.ts';
import { cardOfCast, cardsOfOwn } from './presenter-cards.ts';

/** A page's number may come from outside; nobody has this many presenters. */
const lastPage = 10_000;

type Parts = Pick<ActionParts, 'database' | 'cast'>;

/** The gallery: a person's own presenters of a gender, newest first, then the cast's. */
export async function listPresenters(
  parts: Parts,
  personId: string,
  gender: Gender,
  page: number,
): Promise<Page<PresenterCard>> {
  const cast = parts.cast.presenters.filter((presenter) => presenter.gender === gender).map(cardOfCast);
  return await pageOf(parts, { owner: personId, gender }, page, cast);
}

/** A person's own presenters, newest first. Drafts without consent are not among them. */
export async function listOwnPresenters(
  parts: Parts,
  personId: string,
  page: number,
): Promise<Page<PresenterCard>> {
  return await pageOf(parts, { owner: personId }, page, []);
}

async function pageOf(
  parts: Parts,
  query: GalleryQuery,
  asked: number,
  further: readonly PresenterCard[],
): Promise<Page<PresenterCard>> {
  const { db } = parts.database;
  const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 0), lastPage) : 0;
  const offset = page * pageSize;
  const end = offset + pageSize;
  const ownCount = await countGallery(db, query);
  const own = offset < ownCount ? await listGallery(db, { ...query, offset, limit: pageSize }) : [];
  const rest = further.slice(Math.max(0, offset - ownCount), Math.max(0, end - ownCount));
  return {
    items: [...(await cardsOfOwn(parts, query.owner, own)), ...rest],
    page,
    hasNext: end < ownCount + further.length,
  };
}
