/**
 * Makes ads by the whole product and tiles frames of them into sheets to look at; the documentation's pictures are
 * such sheets. What the data folder holds already is not made again.
 *
 *   npm run gallery -- NAME… [--out FOLDER] [--all-moments] [--png]
 *
 * NAME is a sheet, `montage` (frames of every template, aspect and theme), one sheet of those such as `9x16-light`, or
 * `montage-clips` (clips with intro, outro and short or long backgrounds, over time); the pictures of these are PNG.
 * `--all-moments` shows every ad as a row of its own: the first and last frame, lips closed and open, and frames between.
 */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Canvas } from '@napi-rs/canvas';
import { fileOf } from '../../src/pipeline/steps/step-result.ts';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { openProduct, type Product } from '../product/product.ts';
import { drawSheet, type SheetCell } from './draw-sheet.ts';
import { type Ground, groundFile } from './gallery-grounds.ts';
import { type Sheet, type Shot, sheets } from './gallery-sheets.ts';
import { writeMontageClips } from './montage-clips.ts';
import { montageSheets, writeMontageSheets } from './montage-sheets.ts';
import { type Moment, pickFrames } from './picked-frames.ts';

const sheetWidth = 1600;
const shotsAtOnce = 2;
const grounds = new Map<Ground, Promise<string>>();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: 'out/gallery' },
    'all-moments': { type: 'boolean', default: false },
    png: { type: 'boolean', default: false },
  },
});
const known = [
  ...[...Object.keys(sheets), 'montage', 'montage-clips'],
  ...montageSheets.map(({ name }) => name),
];
const unknown = positionals.find((name) => !known.includes(name));
if (unknown !== undefined || positionals.length === 0) {
  throw new Error(`Sheets are ${known.join(', ')}${unknown ? `, not ${unknown}` : ''}.`);
}

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort());
const folder = resolve(values.out);
const product = await openProduct(readEnvironment().DATA_DIR ?? 'data', shotsAtOnce);
try {
  await mkdir(join(folder, 'clips'), { recursive: true });
  for (const name of positionals) {
    const sheet = sheets[name];
    if (sheet) await writeSheet(name, sheet);
  }
  const stills = montageSheets.filter(({ name }) =>
    [name, 'montage'].some((one) => positionals.includes(one)),
  );
  if (stills.length > 0) await writeMontageSheets(product, stills, join(folder, 'montage'), stopping.signal);
  if (positionals.includes('montage-clips')) {
    await writeMontageClips(product, join(folder, 'montage-clips'), stopping.signal);
  }
} finally {
  await product.close();
}

async function writeSheet(name: string, sheet: Sheet): Promise<void> {
  const shots = sheet.rows.flat();
  const cells = new Map<Shot, readonly SheetCell[]>();
  const waiting = [...shots.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, shot] = next;
      cells.set(shot, await cellsOf(product, shot, `${name}-${String(index + 1).padStart(2, '0')}`));
    }
  };
  await Promise.all(Array.from({ length: shotsAtOnce }, work));
  const rows = values['all-moments'] ? shots.map((shot) => [shot]) : sheet.rows;
  const drawn = drawSheet(
    rows.map((row) => row.flatMap((shot) => cells.get(shot) ?? [])),
    sheetWidth,
  );
  await writePicture(drawn, join(folder, name), sheet.quality);
}

async function cellsOf(made: Product, shot: Shot, clipName: string): Promise<readonly SheetCell[]> {
  const backgroundPath = shot.ground && (await groundOf(made, shot.ground));
  const ad = await made.make({ ...shot.wish, ...(backgroundPath && { backgroundPath }) }, stopping.signal);
  const { key } = fileOf(ad.results.of('montage'), 'video');
  await copyFile((await made.parts.files.open(key)).path, join(folder, 'clips', `${clipName}.mp4`));
  const everyMoment: Moment[] = ['first', 0.5, 'closed', 1.2, 'open', 2, 2.7, 'last'];
  const frames = await pickFrames(
    made,
    ad,
    {
      moments: values['all-moments'] ? everyMoment : shot.moments,
      ...(shot.part && !values['all-moments'] && { part: shot.part }),
      height: shot.part && !values['all-moments'] ? 240 : 640,
    },
    stopping.signal,
  );
  console.log(
    `${clipName}: ${shot.caption} at ${frames.map(({ seconds }) => seconds.toFixed(2)).join(', ')} s`,
  );
  return frames.map(({ image }) => ({ caption: shot.caption, image }));
}

function groundOf({ parts }: Product, ground: Ground): Promise<string> {
  const found = grounds.get(ground) ?? groundFile(parts, ground, join(folder, 'grounds'), stopping.signal);
  grounds.set(ground, found);
  return found;
}

async function writePicture(drawn: Canvas, path: string, quality: number): Promise<void> {
  const jpeg = drawn.toBuffer('image/jpeg', quality);
  await writeFile(`${path}.jpg`, jpeg);
  if (values.png) await writeFile(`${path}.png`, drawn.toBuffer('image/png'));
  console.log(`${path}.jpg: ${(jpeg.length / 1000).toFixed(0)} kB`);
}
