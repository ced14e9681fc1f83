import { and, count, desc, eq, inArray, isNotNull, isNull, lt, or, sql as raw } from 'drizzle-orm';
import type { OwnPresenterOrigin } from '../domain/presenter/presenter-card.ts';
import type { Gender } from '../domain/presenter/presenter.ts';
import { ownPresenter } from './schema/person.ts';
import type { Sql } from './sql.ts';

/** A presenter of a person's own that was not deleted: in the gallery, or a draft that waits for consent. */
export interface OwnPresenter {
  readonly id: string;
  readonly owner: string;
  readonly origin: OwnPresenterOrigin;
  /** A cast id or another own presenter's id. */
  readonly madeFrom: string | undefined;
  readonly prompts: readonly string[];
  readonly gender: Gender | undefined;
  readonly pictureKey: string;
  readonly pictureSha256: string;
  readonly checkPictureKey: string | undefined;
  readonly createdAt: Date;
  readonly consentedAt: Date | undefined;
}

type Row = typeof ownPresenter.$inferSelect;

function fromRow(row: Row): OwnPresenter {
  return {
    id: row.id,
    owner: row.owner,
    origin: row.origin as OwnPresenterOrigin,
    madeFrom: row.madeFrom ?? undefined,
    prompts: row.prompts,
    gender: (row.gender as Gender | null) ?? undefined,
    pictureKey: row.pictureKey,
    pictureSha256: row.pictureSha256,
    checkPictureKey: row.checkPictureKey ?? undefined,
    createdAt: row.createdAt,
    consentedAt: row.consentedAt ?? undefined,
  };
}

/**
 * Keeps a presenter under an id that stands for owner and picture: the same picture again finds its row, with its
 * consent and its past; one that was deleted begins anew as a draft.
 */
export async function keepOwnPresenter(
  sql: Sql,
  kept: Omit<OwnPresenter, 'createdAt' | 'consentedAt'>,
): Promise<void> {
  const values = { ...kept, prompts: [...kept.prompts] };
  const wasDeleted = raw`${ownPresenter.deletedAt} is not null`;
  const anewOr = (fresh: unknown, present: unknown) =>
    raw`case when ${wasDeleted} then ${fresh} else ${present} end`;
  await sql
    .insert(ownPresenter)
    .values(values)
    .onConflictDoUpdate({
      target: ownPresenter.id,
      set: {
        // A photo's gender is said with it, so the last word counts.
        gender: raw`excluded.gender`,
        pictureKey: raw`excluded.picture_key`,
        checkPictureKey: raw`excluded.check_picture_key`,
        origin: anewOr(raw`excluded.origin`, ownPresenter.origin),
        madeFrom: anewOr(raw`excluded.made_from`, ownPresenter.madeFrom),
        prompts: anewOr(raw`excluded.prompts`, ownPresenter.prompts),
        consentedAt: anewOr(raw`null`, ownPresenter.consentedAt),
        createdAt: anewOr(raw`now()`, ownPresenter.createdAt),
        deletedAt: null,
      },
    });
}

export async function findOwnPresenter(
  sql: Sql,
  owner: string,
  id: string,
): Promise<OwnPresenter | undefined> {
  const [row] = await sql.select().from(ownPresenter).where(whole(owner, id));
  return row && fromRow(row);
}

/** For a transaction that changes it: nobody else does so meanwhile. */
export async function lockOwnPresenter(
  sql: Sql,
  owner: string,
  id: string,
): Promise<OwnPresenter | undefined> {
  const [row] = await sql.select().from(ownPresenter).where(whole(owner, id)).for('update');
  return row && fromRow(row);
}

function whole(owner: string, id: string) {
  return and(eq(ownPresenter.id, id), eq(ownPresenter.owner, owner), isNull(ownPresenter.deletedAt));
}

export interface GalleryQuery {
  readonly owner: string;
  /** Everybody when absent; who has no gender suits both. */
  readonly gender?: Gender;
}

function inGallery({ owner, gender }: GalleryQuery) {
  return and(
    eq(ownPresenter.owner, owner),
    isNotNull(ownPresenter.consentedAt),
    isNull(ownPresenter.deletedAt),
    gender && or(eq(ownPresenter.gender, gender), isNull(ownPresenter.gender)),
  );
}

/** Newest first. */
export async function listGallery(
  sql: Sql,
  query: GalleryQuery & { readonly offset: number; readonly limit: number },
): Promise<OwnPresenter[]> {
  const rows = await sql
    .select()
    .from(ownPresenter)
    .where(inGallery(query))
    .orderBy(desc(ownPresenter.createdAt), desc(ownPresenter.id))
    .limit(query.limit)
    .offset(query.offset);
  return rows.map(fromRow);
}

export async function countGallery(sql: Sql, query: GalleryQuery): Promise<number> {
  const [row] = await sql.select({ count: count() }).from(ownPresenter).where(inGallery(query));
  return row?.count ?? 0;
}

export async function markConsented(sql: Sql, id: string): Promise<void> {
  await sql
    .update(ownPresenter)
    .set({ consentedAt: raw`coalesce(${ownPresenter.consentedAt}, now())` })
    .where(eq(ownPresenter.id, id));
}

/** All that a person has in gallery and drafts; each arm has its index. */
export async function listAllOfOwner(sql: Sql, owner: string): Promise<OwnPresenter[]> {
  const isOwn = eq(ownPresenter.owner, owner);
  const isThere = isNull(ownPresenter.deletedAt);
  const rows = await sql
    .select()
    .from(ownPresenter)
    .where(
      or(
        and(isOwn, isNotNull(ownPresenter.consentedAt), isThere),
        and(isOwn, isNull(ownPresenter.consentedAt), isThere),
      ),
    );
  return rows.map(fromRow);
}

/** Leaves the bare fact that there was one: no path to a picture, no words of the person's. */
export async function markDeleted(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql
    .update(ownPresenter)
    .set({ deletedAt: new Date(), prompts: [] })
    .where(and(inArray(ownPresenter.id, [...ids]), isNull(ownPresenter.deletedAt)));
}

/** Which of these were not deleted. */
export async function livingPresenters(sql: Sql, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await sql
    .select({ id: ownPresenter.id })
    .from(ownPresenter)
    .where(and(inArray(ownPresenter.id, [...ids]), isNull(ownPresenter.deletedAt)));
  return new Set(rows.map(({ id }) => id));
}

/** Drafts that nobody consented to since `before`, oldest first; what somebody consents to at this moment is left out. */
export async function lockStaleDrafts(sql: Sql, before: Date, limit: number): Promise<OwnPresenter[]> {
  const rows = await sql
    .select()
    .from(ownPresenter)
    .where(
      and(
        lt(ownPresenter.createdAt, before),
        isNull(ownPresenter.consentedAt),
        isNull(ownPresenter.deletedAt),
      ),
    )
    .orderBy(ownPresenter.createdAt)
    .limit(limit)
    .for('update', { skipLocked: true });
  return rows.map(fromRow);
}
