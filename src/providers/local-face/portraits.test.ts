import { join } from 'node:path';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  assetsFolder,
  castPeople,
  channelOf,
  overPlate,
  projectRoot,
  scaledTo,
  sideBySide,
  storedFace,
  type TestFolder,
  testFolder,
} from '../../../test/support/cast-pictures.ts';
import { earDistance, mouthGap } from '../../domain/face/face-geometry.ts';
import type { FaceInspection } from '../../domain/face/face-mesh.ts';
import { judgePortrait } from '../../domain/face/judge-portrait.ts';
import { createLocalFaceAnalysis, type LocalFaceAnalysis } from './provider.ts';
import { readFile } from 'node:fs/promises';

/** A half-body photo's proportions: the person small in a 9:16 frame. */
async function farAway(id: string, personWidth: number): Promise<Canvas> {
  const canvas = createCanvas(1080, 1920);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(await loadImage(join(assetsFolder, 'backgrounds/street.webp')), 0, 0);
  const person = await loadImage(join(assetsFolder, `cast/${id}.webp`));
  const height = (personWidth * person.height) / person.width;
  context.drawImage(person, 380, 700, personWidth, height);
  return canvas;
}

describe('faces in pictures', () => {
  let folder: TestFolder;
  let port: LocalFaceAnalysis;

  beforeAll(async () => {
    folder = await testFolder();
    port = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models') });
  });

  afterAll(async () => {
    await port.close();
    await folder.remove();
  });

  const inspect = async (canvas: Canvas): Promise<FaceInspection> =>
    await port.inspect(await folder.file(canvas.toBuffer('image/jpeg', 92)), await folder.work());

  it.each(castPeople.map(({ id }) => id))('sees %s where the stored landmarks are', async (id) => {
    const { faces } = await inspect(await overPlate(id));
    const stored = await storedFace(id);
    expect(faces).toHaveLength(1);
    // Stored points are cut to whole pixels, so half a pixel too small.
    const distances = (faces[0]?.points ?? []).map(([x, y], i) => {
      const [storedX = 0, storedY = 0] = stored.points[i] ?? [];
      return Math.hypot(x - storedX - 0.5, y - storedY - 0.5);
    });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // The stored points come from a coarser look; behind a full beard two looks differ most.
    const [meanLimit, mostLimit] = id === 'samuel' ? [4, 13] : [3, 9];
    expect(mean(distances)).toBeLessThan(meanLimit);
    expect(mean(distances.slice(468))).toBeLessThan(2.5);
    expect(distances.toSorted((a, b) => a - b)[Math.floor(0.95 * distances.length)]).toBeLessThan(mostLimit);
    expect(Math.abs((faces[0]?.angle.yaw ?? 1) - stored.angle.yaw)).toBeLessThan(0.06);
  });

  it('finds and accepts a face of 92 pixels in a 1080×1920 photo, and calls one of 65 too small', async () => {
    const near = await inspect(await farAway('vera', 322));
    expect(near.faces).toHaveLength(1);
    expect(earDistance(near.faces[0]?.points ?? [])).toBeGreaterThan(88);
    expect(judgePortrait(near)).toMatchObject({ ok: true });
    const far = await inspect(await farAway('samuel', 205));
    expect(judgePortrait(far)).toMatchObject({ ok: false, refusal: { kind: 'face-too-small' } });
  });

  it('accepts a main person with a much smaller one behind, and refuses two alike', async () => {
    const main = await overPlate('rosa');
    const small = sideBySide(main, scaledTo(await overPlate('ken'), 400));
    const tolerated = judgePortrait(await inspect(small));
    expect(tolerated).toMatchObject({ ok: true, warnings: [{ kind: 'people-in-background' }] });
    const alike = judgePortrait(await inspect(sideBySide(main, scaledTo(await overPlate('ken'), 800))));
    expect(alike).toMatchObject({ ok: false, refusal: { kind: 'several-faces' } });
  });

  it('finds a face that is tilted', async () => {
    const upright = await overPlate('leo');
    const canvas = createCanvas(1500, 1600);
    const context = canvas.getContext('2d');
    context.translate(750, 800);
    context.rotate((30 * Math.PI) / 180);
    context.drawImage(upright, -540, -675);
    const { faces } = await inspect(canvas);
    expect(faces).toHaveLength(1);
    const stored = await storedFace('leo');
    expect((faces[0]?.angle.roll ?? 0) - stored.angle.roll).toBeCloseTo((30 * Math.PI) / 180, 1);
  });

  it.each(['kitchen', 'cafe', 'street'])('sees nobody in the %s', async (plate) => {
    const image = await readFile(join(assetsFolder, `backgrounds/${plate}.webp`));
    const { faces } = await port.inspect(await folder.file(image), await folder.work());
    expect(faces).toEqual([]);
  });

  it.each([
    ['half-body-small-face', 0],
    ['full-beard', 0],
    ['glasses', 0],
    ['dark-skin', 0],
    ['turned-13-degrees', 13],
    ['open-smile', 0],
  ])('accepts the photo %s', async (name, yawDegrees) => {
    const photo = await folder.file(await readFile(join(projectRoot, `test/portraits/${name}.jpg`)));
    const inspection = await port.inspect(photo, await folder.work());
    const judged = judgePortrait(inspection);
    expect(judged).toMatchObject({ ok: true, warnings: [] });
    const [face] = inspection.faces;
    expect(Math.abs(Math.abs(((face?.angle.yaw ?? 0) * 180) / Math.PI) - yawDegrees)).toBeLessThan(7);
    const gap = mouthGap(face?.points ?? []);
    if (name === 'open-smile') expect(gap).toBeGreaterThan(0.04);
    else expect(gap).toBeLessThan(0.02);
  });

  it.each(['amina', 'vera'])('cuts %s out close to the true outline', async (id) => {
    const picture = await folder.file((await overPlate(id)).toBuffer('image/jpeg', 92));
    const { mattePath } = await port.matte(picture, await storedFace(id), await folder.work());
    const header = await readFile(mattePath);
    expect([header.readUInt32BE(16), header.readUInt32BE(20), header[24], header[25]]).toEqual([
      1080, 1350, 8, 0,
    ]);
    const found = await channelOf(mattePath, 0);
    const truth = await channelOf(join(assetsFolder, `cast/${id}.webp`), 3);
    let [shared, either, error] = [0, 0, 0];
    for (let i = 0; i < truth.length; i++) {
      const [a, b] = [(truth[i] ?? 0) > 127, (found[i] ?? 0) > 127];
      if (a && b) shared++;
      if (a || b) either++;
      error += Math.abs((truth[i] ?? 0) - (found[i] ?? 0)) / 255;
    }
    expect(shared / either).toBeGreaterThan(0.98);
    expect(error / truth.length).toBeLessThan(0.012);
  });

  it('takes the alpha of a cut-out for its matte', async () => {
    const path = join(assetsFolder, 'cast/mira.webp');
    const { mattePath } = await port.matte(
      await folder.file(await readFile(path)),
      await storedFace('mira'),
      await folder.work(),
    );
    expect(await channelOf(mattePath, 0)).toEqual(await channelOf(path, 3));
  });
});
