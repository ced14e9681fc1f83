import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MediaStudio, openMediaStudio } from '../../../test/support/media-studio.ts';
import type { AdOrder } from '../../domain/ad/ad-order.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { readResults } from '../../pipeline/results.ts';
import { workOffSteps } from '../../pipeline/register.ts';
import { hasConsent } from '../../store/consents.ts';
import { keepOwnPresenter, type OwnPresenter } from '../../store/own-presenters.ts';
import { findProduction } from '../../store/productions.ts';
import { ownPresenter } from '../../store/schema/person.ts';
import { production, storedResult } from '../../store/schema/production.ts';
import { consentTextVersion } from '../consent-text.ts';
import { deletePresenter } from './delete-presenter.ts';
import { expirePresenterDrafts } from './expire-presenter-drafts.ts';
import { findPresenter } from './find-presenter.ts';
import { giveConsent } from './give-consent.ts';
import { listOwnPresenters, listPresenters } from './list-presenters.ts';
import { checkPictureKey, ownSheetsFolder, pictureFolder, presenterIdOf } from './picture-keys.ts';

let studio: MediaStudio;
let people = 0;

beforeAll(async () => {
  studio = await openMediaStudio();
});
afterAll(async () => await studio.close());

const db = () => studio.parts.database.db;
const somebody = () => {
  people += 1;
  return { owner: `telegram:${people}`, isOperator: false };
};

/** A draft with its files, as a checked photo leaves it. */
async function draft(owner: string, picture: string, changes: Partial<OwnPresenter> = {}): Promise<string> {
  const pictureSha256 = sha256(picture);
  const id = presenterIdOf(owner, pictureSha256);
  const keys = {
    pictureKey: pictureKeyOf(owner, pictureSha256),
    checkPictureKey: checkPictureKey(owner, pictureSha256),
  };
  const path = join(studio.pipeline.folder, 'picture.jpg');
  await writeFile(path, picture);
  for (const key of Object.values(keys)) await studio.parts.files.store(key, { path, mime: 'image/jpeg' });
  const origin = { origin: 'photo', gender: 'female', madeFrom: undefined, prompts: [] } as const;
  await keepOwnPresenter(db(), { id, owner, ...origin, ...keys, pictureSha256, ...changes });
  return id;
}

const pictureKeyOf = (owner: string, hash: string) => `${pictureFolder(owner, hash)}/picture.jpg`;
const own = (id: string) => ({ kind: 'own', id }) as const;
const filesOf = (owner: string, picture: string) => [
  pictureKeyOf(owner, sha256(picture)),
  checkPictureKey(owner, sha256(picture)),
];
const present = async (keys: readonly string[]) =>
  await Promise.all(keys.map((key) => studio.parts.files.exists(key)));

describe('the gallery', () => {
  it('shows a person’s own of the gender first, newest first, then the cast, five a page', async () => {
    const person = somebody();
    const ids = [];
    for (const picture of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const id = await draft(person.owner, picture);
      await giveConsent(studio.parts, person, id);
      ids.unshift(id);
    }
    await giveConsent(studio.parts, person, await draft(person.owner, 'man', { gender: 'male' }));
    const women = studio.parts.cast.presenters
      .filter(({ gender }) => gender === 'female')
      .map(({ id }) => id);
    const expected = [...ids, ...women];
    const seen = [];
    for (let page = 0; ; page += 1) {
      const { items, hasNext, ...rest } = await listPresenters(studio.parts, person.owner, 'female', page);
      expect(rest.page).toBe(page);
      expect(items.length).toBe(hasNext ? 5 : expected.length % 5 || 5);
      seen.push(...items.map(({ id }) => id));
      if (!hasNext) break;
    }
    expect(seen).toEqual(expected);
    const { items, hasNext } = await listOwnPresenters(studio.parts, person.owner, 1);
    expect(items.map(({ id }) => id)).toEqual(ids.slice(4));
    expect(hasNext).toBe(false);
  });

  it.each([-1, 1.5, Number.NaN, 1e12])('stands a page number of %s', async (page) => {
    const { items } = await listPresenters(studio.parts, somebody().owner, 'male', page);
    expect(items.length).toBe(page === 1e12 ? 0 : 5);
  });

  it('shows a picture only once its owner consented, to them alone, and keeps the consent', async () => {
    const person = somebody();
    const id = await draft(person.owner, 'x');
    const own0 = async () => (await listOwnPresenters(studio.parts, person.owner, 0)).items;
    expect(await own0()).toEqual([]);
    await expect(giveConsent(studio.parts, somebody(), id)).rejects.toMatchObject({ reason: 'not-found' });
    await giveConsent(studio.parts, person, id);
    const [first] = await own0();
    await giveConsent(studio.parts, person, id);
    expect(await own0()).toEqual([first]);
    expect(first).toMatchObject({ id, hasConsent: true, gender: 'female' });
    const asked = { owner: person.owner, pictureSha256: sha256('x'), textVersion: consentTextVersion };
    expect(await hasConsent(db(), asked)).toBe(true);
    expect(await findPresenter(studio.parts, somebody().owner, own(id))).toBeUndefined();
  });

  it('finds nobody by what is no id', async () => {
    for (const id of ['', "'; drop table", 'nobody', randomUUID()]) {
      expect(await findPresenter(studio.parts, 'telegram:1', own(id))).toBeUndefined();
      expect(await findPresenter(studio.parts, 'telegram:1', { kind: 'cast', id })).toBeUndefined();
    }
    expect(await findPresenter(studio.parts, 'telegram:1', { kind: 'cast', id: 'mira' })).toMatchObject({
      gender: 'female',
    });
  });
});

async function ordered(owner: string, presenter: AdOrder['presenter']): Promise<string> {
  const id = await studio.pipeline.order({ presenter, script: randomUUID() });
  await db().update(production).set({ owner }).where(eq(production.id, id));
  return id;
}

async function delivered(owner: string, presenter: AdOrder['presenter']): Promise<string> {
  const id = await ordered(owner, presenter);
  while ((await findProduction(db(), id))?.state !== 'delivered') await delay(20);
  return id;
}

async function keptBy(productionId: string): Promise<{ key: string; files: string[] }[]> {
  const found = await findProduction(db(), productionId);
  if (!found) throw new Error('no production');
  const results = await readResults(studio.parts.database, found);
  return results.steps.map(({ kind }) => {
    const { key, files } = results.of(kind);
    return { key, files: Object.values(files).map((file) => file.key) };
  });
}

describe('deleting a presenter', () => {
  it('withdraws the consent and removes the pictures, those edited from them, and the videos that show them', async () => {
    const person = somebody();
    const { owner } = person;
    const parent = await draft(owner, 'parent');
    const child = await draft(owner, 'child', { origin: 'edit', madeFrom: parent, prompts: ['warmer'] });
    const grandchild = await draft(owner, 'grandchild', { origin: 'edit', madeFrom: child });
    const other = await draft(owner, 'other');
    for (const id of [parent, child, other]) await giveConsent(studio.parts, person, id);
    const drawing = `${ownSheetsFolder(owner)}/sheet-1.jpg`;
    const path = join(studio.pipeline.folder, 'picture.jpg');
    await studio.parts.files.store(drawing, { path, mime: 'image/jpeg' });
    await deletePresenter(studio.parts, person, parent);
    await deletePresenter(studio.parts, person, parent);
    for (const id of [parent, child, grandchild]) {
      expect(await findPresenter(studio.parts, owner, own(id))).toBeUndefined();
    }
    const gone = [drawing, ...['parent', 'child', 'grandchild'].flatMap((name) => filesOf(owner, name))];
    expect(await present(gone)).toEqual(gone.map(() => false));
    expect(await present(filesOf(owner, 'other'))).toEqual([true, true]);
    const asked = { owner, textVersion: consentTextVersion };
    expect(await hasConsent(db(), { ...asked, pictureSha256: sha256('child') })).toBe(false);
    expect(await hasConsent(db(), { ...asked, pictureSha256: sha256('other') })).toBe(true);
  });

  it('takes the videos that show it, made and in work, and leaves those of the cast', async () => {
    const person = somebody();
    const { owner } = person;
    const id = await draft(owner, 'star');
    await giveConsent(studio.parts, person, id);
    // The scripted pipeline looks at no faces: it is told what the portrait step would find.
    await workOffSteps(scriptedFaces(), { concurrency: 1, shutdown: new AbortController().signal });
    const picture = { key: pictureKeyOf(owner, sha256('star')), sha256: sha256('star') };
    const shown = await delivered(owner, { kind: 'own', picture });
    const ofCast = await delivered(owner, { kind: 'cast', id: 'mark' });
    const held = Promise.withResolvers<void>();
    studio.pipeline.behave(async (call, _count, { signal }) => {
      if (call !== 'speech') return;
      held.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      signal.throwIfAborted();
    });
    const running = await ordered(owner, { kind: 'own', picture });
    await held.promise;
    const kept = await keptBy(shown);
    const keptOfCast = await keptBy(ofCast);
    await deletePresenter(studio.parts, person, id);
    expect(await present(kept.flatMap(({ files }) => files))).not.toContain(true);
    expect(await present(keptOfCast.flatMap(({ files }) => files))).not.toContain(false);
    const rows = await db().select().from(production).where(eq(production.owner, owner));
    const stateOf = (productionId: string) => rows.find((row) => row.id === productionId);
    expect(stateOf(shown)?.deletedAt).toBeInstanceOf(Date);
    expect(stateOf(running)).toMatchObject({ state: 'cancelled', deletedAt: expect.any(Date) });
    expect(stateOf(ofCast)?.deletedAt).toBeNull();
    const results = new Set(
      (await db().select({ key: storedResult.key }).from(storedResult)).map(({ key }) => key),
    );
    expect(kept.filter(({ key }) => results.has(key))).toEqual([]);
    expect(keptOfCast.filter(({ key }) => !results.has(key))).toEqual([]);
  });
});

function scriptedFaces(): MediaStudio['parts'] {
  const face = {
    picture: { width: 10, height: 10 },
    points: Array.from({ length: 478 }, (_, i) => [i, i, 0] as const),
    box: { x: 2, y: 2, width: 200, height: 200 },
    angle: { yaw: 0, pitch: 0.17, roll: 0 },
    confidence: 1,
  };
  const faces: MediaStudio['parts']['faces'] = {
    ...studio.parts.faces,
    upright: async ({ path }) => ({ picturePath: path, hasAlpha: true }),
    inspect: async () => ({ picture: { width: 900, height: 900 }, faces: [face] }),
  };
  return { ...studio.parts, faces };
}

describe('a draft', () => {
  it('expires with its files when nobody consented within a day, and can come again', async () => {
    const person = somebody();
    const { owner } = person;
    const stale = await draft(owner, 'stale');
    const agreed = await draft(owner, 'agreed');
    await giveConsent(studio.parts, person, agreed);
    const soon = new Date(Date.now() + 23 * 3_600_000);
    await expirePresenterDrafts(studio.parts, soon);
    expect(await findPresenter(studio.parts, owner, own(stale))).toBeDefined();
    const later = new Date(Date.now() + 25 * 3_600_000);
    expect(await expirePresenterDrafts(studio.parts, later)).toBeGreaterThan(0);
    expect(await findPresenter(studio.parts, owner, own(stale))).toBeUndefined();
    expect(await present(filesOf(owner, 'stale'))).toEqual([false, false]);
    expect(await present(filesOf(owner, 'agreed'))).toEqual([true, true]);
    expect(await draft(owner, 'stale', { gender: 'male' })).toBe(stale);
    expect(await findPresenter(studio.parts, owner, own(stale))).toMatchObject({
      ...{ gender: 'male', hasConsent: false },
    });
  });

  it('that was deleted comes back without the consent that was withdrawn', async () => {
    const person = somebody();
    const id = await draft(person.owner, 'again');
    await giveConsent(studio.parts, person, id);
    await deletePresenter(studio.parts, person, id);
    await draft(person.owner, 'again');
    expect(await findPresenter(studio.parts, person.owner, own(id))).toMatchObject({ hasConsent: false });
    expect((await listOwnPresenters(studio.parts, person.owner, 0)).items).toEqual([]);
    await giveConsent(studio.parts, person, id);
    expect(await findPresenter(studio.parts, person.owner, own(id))).toMatchObject({ hasConsent: true });
    const rows = await db().select().from(ownPresenter).where(eq(ownPresenter.owner, person.owner));
    expect(rows).toHaveLength(1);
  });
});
