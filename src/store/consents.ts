import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { KeptFile } from '../domain/ad/ad-order.ts';
import { ownPresenter } from './schema/person.ts';
import { consent } from './schema/production.ts';
import type { Sql } from './sql.ts';

export interface Consent {
  readonly owner: string;
  readonly pictureSha256: string;
  readonly textVersion: string;
}

/** Keeps the time of the first time, unless it was withdrawn since. */
export async function recordConsent(sql: Sql, given: Consent): Promise<void> {
  await sql
    .insert(consent)
    .values(given)
    .onConflictDoUpdate({
      target: [consent.owner, consent.pictureSha256, consent.textVersion],
      set: { withdrawnAt: null, givenAt: new Date() },
      setWhere: isNotNull(consent.withdrawnAt),
    });
}

/** Whether the picture is one of the owner's presenters: agreed to, and not deleted since. */
export async function isOwnPresenter(sql: Sql, owner: string, picture: KeptFile): Promise<boolean> {
  const rows = await sql
    .select({ id: ownPresenter.id })
    .from(ownPresenter)
    .where(
      and(
        eq(ownPresenter.owner, owner),
        eq(ownPresenter.pictureKey, picture.key),
        eq(ownPresenter.pictureSha256, picture.sha256),
        isNotNull(ownPresenter.consentedAt),
        isNull(ownPresenter.deletedAt),
      ),
    )
    .limit(1);
  return rows.length === 1;
}

export async function hasConsent(sql: Sql, asked: Consent): Promise<boolean> {
  const rows = await sql
    .select({ owner: consent.owner })
    .from(consent)
    .where(
      and(
        eq(consent.owner, asked.owner),
        eq(consent.pictureSha256, asked.pictureSha256),
        eq(consent.textVersion, asked.textVersion),
        isNull(consent.withdrawnAt),
      ),
    );
  return rows.length === 1;
}

/** Whatever text they were given by. */
export async function withdrawConsents(sql: Sql, owner: string, pictures: readonly string[]): Promise<void> {
  await sql
    .update(consent)
    .set({ withdrawnAt: new Date() })
    .where(
      and(
        eq(consent.owner, owner),
        inArray(consent.pictureSha256, [...pictures]),
        isNull(consent.withdrawnAt),
      ),
    );
}

/** Which of these pictures their owner consented to by this text. */
export async function consentedPictures(
  sql: Sql,
  owner: string,
  textVersion: string,
  pictures: readonly string[],
): Promise<ReadonlySet<string>> {
  if (pictures.length === 0) return new Set();
  const rows = await sql
    .select({ sha256: consent.pictureSha256 })
    .from(consent)
    .where(
      and(
        eq(consent.owner, owner),
        inArray(consent.pictureSha256, [...pictures]),
        eq(consent.textVersion, textVersion),
        isNull(consent.withdrawnAt),
      ),
    );
  return new Set(rows.map(({ sha256 }) => sha256));
}
