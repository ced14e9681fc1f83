import { isUuid } from '../kernel/uuid.ts';
import type { ReportSubject } from '../domain/report-subject.ts';
import { and, eq, isNull } from 'drizzle-orm';
import { ownPresenter } from './schema/person.ts';
import { production } from './schema/production.ts';
import type { Sql } from './sql.ts';

/** Whose it is; undefined for one of the cast, and for what is gone. */
export async function findSubjectOwner(sql: Sql, subject: ReportSubject): Promise<string | undefined> {
  if (!isUuid(subject.id)) return undefined;
  const [row] =
    subject.kind === 'production'
      ? await sql.select({ owner: production.owner }).from(production).where(eq(production.id, subject.id))
      : await sql
          .select({ owner: ownPresenter.owner })
          .from(ownPresenter)
          .where(eq(ownPresenter.id, subject.id));
  return row?.owner;
}

export async function findPresenterPicture(sql: Sql, id: string): Promise<string | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await sql
    .select({ pictureKey: ownPresenter.pictureKey })
    .from(ownPresenter)
    .where(and(eq(ownPresenter.id, id), isNull(ownPresenter.deletedAt)));
  return row?.pictureKey;
}
