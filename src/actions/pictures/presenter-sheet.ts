import { join } from 'node:path';
import type { Box } from '../../domain/geometry.ts';
import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import { AppError } from '../../kernel/errors.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { drawPicture } from '../../platform/pictures/draw-picture.ts';
import type { PictureLayer } from '../../platform/pictures/picture-plan.ts';
import { findLanguage } from '../../store/person-language.ts';
import type { ActionParts } from '../parts.ts';
import type { PresenterRef } from '../presenters/find-presenter.ts';
import { ownSheetsFolder } from '../presenters/picture-keys.ts';
import { drawingVersion } from './face-window.ts';
import { keptDrawing, type ShownFile } from './kept-drawing.ts';
import { sheetCards, sheetSize } from './sheet-layout.ts';
import { faceLayers, lookOf, type ShownPresenter, shownPresenter } from './shown-faces.ts';

const family = 'sheet';
const fontFile = 'Manrope_800ExtraBold.ttf';
const maxFaces = 5;
const ownLabel = {
  ru: { photo: 'Ваше фото', edit: 'Ваша правка', prompt: 'Ваш ведущий' },
  en: { photo: 'Your photo', edit: 'Your edit', prompt: 'Your presenter' },
} as const;

/**
 * Up to five presenters in one JPEG, 1280 pixels wide, numbered as given, the cast with their names in the person's
 * language. Throws `not-found` where one of them is gone.
 */
export async function presenterSheet(
  parts: ActionParts,
  personId: string,
  presenters: readonly PresenterRef[],
): Promise<ShownFile> {
  if (presenters.length < 1 || presenters.length > maxFaces) {
    throw new AppError('internal', `A sheet shows 1 to ${maxFaces} presenters, not ${presenters.length}.`);
  }
  const language = await findLanguage(parts.database.db, personId);
  const shown = await Promise.all(presenters.map((ref) => shownPresenter(parts, personId, ref)));
  const looks = await Promise.all(
    shown.map(async (face) => ({ look: await lookOf(face), label: labelOf(face, language) })),
  );
  const name = sha256(canonicalJson({ looks, version: drawingVersion })).slice(0, 32);
  // With a face of the person's own it goes when that goes.
  const isOwn = shown.some(({ kind }) => kind === 'own');
  const key = `${isOwn ? ownSheetsFolder(personId) : 'drawings/cast'}/sheet-${name}.jpg`;
  return await keptDrawing(parts, key, 'image/jpeg', async ({ workFolder, signal }) => {
    const size = sheetSize(shown.length);
    const output = { path: join(workFolder, 'sheet.jpg'), format: 'jpeg' } as const;
    const fonts = [{ path: join(parts.assetsFolder, 'fonts', fontFile), family }];
    const layers = await sheetLayers(parts, shown, language);
    await drawPicture({ ...size, layers, fonts, output }, signal);
    return output.path;
  });
}

function labelOf(shown: ShownPresenter, language: InterfaceLanguage): string {
  return shown.kind === 'cast' ? shown.presenter.name[language] : ownLabel[language][shown.presenter.origin];
}

async function sheetLayers(
  parts: ActionParts,
  shown: readonly ShownPresenter[],
  language: InterfaceLanguage,
): Promise<PictureLayer[]> {
  const layers: PictureLayer[] = [
    { draw: 'fill', colours: ['#fbf3ea', '#f0dfcd'], target: { x: 0, y: 0, ...sheetSize(shown.length) } },
  ];
  const cards = sheetCards(shown.length);
  for (const [index, face] of shown.entries()) {
    const card = cards[index];
    if (!card) continue;
    layers.push(...(await faceLayers(parts, face, card, cornerRadius)));
    layers.push(...nameLayers(card, labelOf(face, language)), ...numberLayers(card, index + 1));
  }
  return layers;
}

const cornerRadius = 36;

/** White on a shade that rises from the card's bottom. */
function nameLayers(card: Box, name: string): PictureLayer[] {
  const clear = 'rgba(20, 12, 8, 0)';
  return [
    { draw: 'fill', colours: [clear, clear, clear, 'rgba(20, 12, 8, 0.78)'], target: card, cornerRadius },
    {
      draw: 'text',
      text: name,
      x: card.x + card.width / 2,
      y: card.y + card.height - 48,
      align: 'middle',
      size: 50,
      maxWidth: card.width - 48,
      family,
      colour: '#ffffff',
      shadow: 'rgba(0, 0, 0, 0.6)',
    },
  ];
}

const badge = 84;

function numberLayers(card: Box, number: number): PictureLayer[] {
  const at = { x: card.x + 12, y: card.y + 12 };
  const ring = 6;
  return [
    {
      draw: 'fill',
      colours: ['#ffffff'],
      target: { x: at.x - ring, y: at.y - ring, width: badge + 2 * ring, height: badge + 2 * ring },
      cornerRadius: badge / 2 + ring,
    },
    {
      draw: 'fill',
      colours: ['#ff7a3d', '#e2451c'],
      target: { ...at, width: badge, height: badge },
      cornerRadius: badge / 2,
    },
    {
      draw: 'text',
      text: String(number),
      x: at.x + badge / 2,
      y: at.y + badge / 2,
      align: 'middle',
      size: 56,
      maxWidth: badge,
      family,
      colour: '#ffffff',
    },
  ];
}
