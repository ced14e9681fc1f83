import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Image, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot, testFolder } from '../../../test/support/cast-pictures.ts';
import { type MediaStudio, openMediaStudio } from '../../../test/support/media-studio.ts';
import { person } from '../../store/schema/person.ts';
import { deletePresenter } from '../presenters/delete-presenter.ts';
import { keepCheckedPicture } from '../presenters/keep-picture.ts';
import { presenterPicture } from './presenter-picture.ts';
import { presenterSheet } from './presenter-sheet.ts';
import { sheetCards, sheetSize } from './sheet-layout.ts';

let studio: MediaStudio;
const owner = 'telegram:1';
let presenterId: string;

beforeAll(async () => {
  studio = await openMediaStudio();
  const common = { firstName: 'A', telegramId: 1 };
  await studio.parts.database.db.insert(person).values([
    { ...common, id: owner, languageCode: 'ru' },
    { ...common, id: 'telegram:2', telegramId: 2, languageCode: 'de' },
  ]);
  const folder = await testFolder();
  const photo = await folder.file(await readFile(join(projectRoot, 'test/portraits/open-smile.jpg')));
  const origin = { origin: 'photo', gender: 'female', madeFrom: undefined, prompts: [] } as const;
  ({ presenterId } = await keepCheckedPicture(studio.parts, owner, photo, origin, await folder.work()));
  await folder.remove();
});
afterAll(async () => await studio.close());

const cast = (id: string) => ({ kind: 'cast', id }) as const;
const own = () => ({ kind: 'own', id: presenterId }) as const;
const five = ['sofia', 'dana', 'amina', 'mira', 'vera'].map(cast);

async function pictureAt({ path }: { readonly path: string }): Promise<Image> {
  return await loadImage(path);
}

describe('a sheet of presenters', () => {
  it('is one JPEG that Telegram takes, drawn once, and told apart by language', async () => {
    const sheet = await presenterSheet(studio.parts, owner, five);
    expect(sheet.file.mime).toBe('image/jpeg');
    expect(sheet.file.bytes).toBeLessThan(1_000_000);
    expect(await pictureAt(sheet.file)).toMatchObject(sheetSize(5));
    const again = await presenterSheet(studio.parts, owner, five);
    expect(again).toEqual(sheet);
    const english = await presenterSheet(studio.parts, 'telegram:2', five);
    expect(english.contentKey).not.toBe(sheet.contentKey);
    expect(english.file.sha256).not.toBe(sheet.file.sha256);
    const unknown = await presenterSheet(studio.parts, 'telegram:3', five);
    expect(unknown.contentKey).toBe(sheet.contentKey);
  });

  it('shows faces of the person’s own, which nobody else can see, and which go with them', async () => {
    const sheet = await presenterSheet(studio.parts, owner, [own(), cast('dana')]);
    expect(sheet.contentKey).toMatch(/^drawings\/[0-9a-f]{16}\/sheet-/);
    const portrait = await presenterPicture(studio.parts, owner, own());
    expect(await pictureAt(portrait.file)).toMatchObject({ width: 1080, height: 1350 });
    await expect(presenterSheet(studio.parts, 'telegram:2', [own()])).rejects.toMatchObject({
      reason: 'not-found',
    });
    await expect(presenterPicture(studio.parts, 'telegram:2', own())).rejects.toMatchObject({
      reason: 'not-found',
    });
    await deletePresenter(studio.parts, { owner, isOperator: false }, presenterId);
    expect(await studio.parts.files.exists(sheet.contentKey)).toBe(false);
    expect(await studio.parts.files.exists(portrait.contentKey)).toBe(false);
  });

  it.each([1, 2, 3, 4, 5])('has room for %d cards that neither touch nor stick out', (count) => {
    const { width, height } = sheetSize(count);
    const cards = sheetCards(count);
    expect(cards).toHaveLength(count);
    cards.forEach((card, index) => {
      expect(
        Math.min(card.x, card.y, width - card.x - card.width, height - card.y - card.height),
      ).toBeGreaterThan(0);
      for (const other of cards.slice(index + 1)) {
        const isBeside = other.x >= card.x + card.width || other.x + other.width <= card.x;
        expect(isBeside || other.y >= card.y + card.height).toBe(true);
      }
    });
  });
});

it('a presenter of the cast stands before their room, opaque and whole', async () => {
  const { file, contentKey } = await presenterPicture(studio.parts, owner, cast('leo'));
  expect(await pictureAt(file)).toMatchObject({ width: 1080, height: 1350 });
  expect(file.bytes).toBeLessThan(500_000);
  expect((await presenterPicture(studio.parts, 'telegram:2', cast('leo'))).contentKey).toBe(contentKey);
});
