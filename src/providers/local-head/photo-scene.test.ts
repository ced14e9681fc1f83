import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assetsFolder, castPortrait } from '../../../test/support/cast-portrait.ts';
import type { FaceMesh, MeshPoint } from '../../domain/face/face-mesh.ts';
import { mouthShapes } from '../../domain/viseme/mouth-shapes.ts';
import { createFramePainter, type PainterPose } from './frame-painter.ts';
import { restingHead } from './pose.ts';
import { buildScene } from './scene.ts';

const rest: PainterPose = { units: {}, lipsTogether: 0, closure: 0, tongue: 0, head: restingHead };
const aside: PainterPose = {
  ...rest,
  head: { ...restingHead, yaw: 0.03, roll: 0.02 },
  units: mouthShapes.aa.weights,
};
const folder = mkdtempSync(join(tmpdir(), 'photo-scene-'));
const frame = { width: 360, height: 640 };
let half: { portraitPath: string; mattePath: string; face: FaceMesh };
let square: { portraitPath: string; face: FaceMesh };

beforeAll(async () => {
  half = await photoOf(900, 1600, { x: 250, y: 500, scale: 0.4 });
  square = await photoOf(800, 800, { x: -140, y: -350, scale: 1 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A cast presenter before a plate, as an opaque photo with its matte. */
async function photoOf(width: number, height: number, at: { x: number; y: number; scale: number }) {
  const person = castPortrait('rosa');
  const [portrait, plate] = await Promise.all([
    loadImage(person.portraitPath),
    loadImage(person.backgroundPath),
  ]);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(plate, 0, 0, width, Math.max(height, (width * 16) / 9));
  context.drawImage(portrait, at.x, at.y, portrait.width * at.scale, portrait.height * at.scale);
  const matte = createCanvas(width, height);
  const matteContext = matte.getContext('2d');
  matteContext.drawImage(portrait, at.x, at.y, portrait.width * at.scale, portrait.height * at.scale);
  matteContext.globalCompositeOperation = 'source-in';
  matteContext.fillStyle = '#fff';
  matteContext.fillRect(0, 0, width, height);
  matteContext.globalCompositeOperation = 'destination-over';
  matteContext.fillStyle = '#000';
  matteContext.fillRect(0, 0, width, height);
  const portraitPath = join(folder, `${width}x${height}.png`);
  const mattePath = join(folder, `${width}x${height}-matte.png`);
  writeFileSync(portraitPath, canvas.toBuffer('image/png'));
  writeFileSync(mattePath, matte.toBuffer('image/png'));
  const points = person.face.points.map(
    ([x, y, z]): MeshPoint => [x * at.scale + at.x, y * at.scale + at.y, z * at.scale],
  );
  return { portraitPath, mattePath, face: { ...person.face, points, picture: { width, height } } };
}

describe('an opaque photo', () => {
  it('is itself when nothing moves', async () => {
    const scene = await buildScene({ ...half, assetsFolder, frame });
    const painter = createFramePainter(scene);
    painter.paint(rest);
    const different = painter.frame.bytes.filter(
      (value, at) => Math.abs(value - (scene.resting.bytes[at] ?? 0)) > 2,
    );
    expect(different.length).toBeLessThan(20);
  });

  it('with a small face is redrawn round the head only, and its edges meet the rest without a step', async () => {
    const scene = await buildScene({ ...half, assetsFolder, frame });
    const { moving } = scene;
    const area = (moving.right - moving.left) * (moving.bottom - moving.top);
    expect(area).toBeLessThan(frame.width * frame.height * 0.6);
    const painter = createFramePainter(scene);
    painter.paint(aside);
    for (let row = moving.top; row < moving.bottom; row += 1) {
      for (const column of [moving.left, moving.right - 1]) {
        const at = row * frame.width + column;
        expect(Math.abs((painter.frame.luma[at] ?? 0) - (scene.resting.luma[at] ?? 0))).toBeLessThan(6);
      }
    }
  });

  it('has a matte that moves along where one is given, none otherwise', async () => {
    const { mattePath: _, ...bare } = half;
    expect(createFramePainter(await buildScene({ ...bare, assetsFolder, frame })).matte).toBeUndefined();
    const scene = await buildScene({ ...half, assetsFolder, frame });
    const painter = createFramePainter(scene);
    painter.paint(rest);
    const still = painter.matte?.slice();
    painter.paint(aside);
    expect(still && Buffer.from(still).equals(painter.matte ?? new Uint8Array())).toBe(false);
    const [x = 0, y = 0] = scene.rig.face.points[1] ?? [];
    expect(painter.matte?.[(Math.round(y) >> 1) * (frame.width / 2) + (Math.round(x) >> 1)]).toBe(255);
    expect(painter.matte?.[0]).toBe(0);
  });

  it('that is square keeps the whole face in an upright frame', async () => {
    const scene = await buildScene({ ...square, assetsFolder, frame });
    const xs = scene.rig.face.points.map(([x]) => x);
    expect(Math.min(...xs)).toBeGreaterThan(0);
    expect(Math.max(...xs)).toBeLessThan(frame.width);
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(frame.width * 0.75);
  });
});
