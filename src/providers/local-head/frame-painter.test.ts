import { beforeAll, describe, expect, it } from 'vitest';
import { mouthShapes } from '../../domain/viseme/mouth-shapes.ts';
import { assetsFolder, castPortrait } from '../../../test/support/cast-portrait.ts';
import { createFramePainter, type FramePainter, type PainterPose } from './frame-painter.ts';
import { restingHead } from './pose.ts';
import { buildScene, type Scene } from './scene.ts';

const rest: PainterPose = { units: {}, lipsTogether: 0, closure: 0, tongue: 0, head: restingHead };
const frame = { width: 540, height: 960 };

describe.each(['sofia', 'samuel', 'vera', 'mark'])('%s painted', (presenter) => {
  let scene: Scene;
  let painter: FramePainter;
  /** Face height in inter-ocular distances. */
  let faceHeight: number;

  beforeAll(async () => {
    scene = await buildScene({ ...castPortrait(presenter), assetsFolder, frame });
    painter = createFramePainter(scene);
    faceHeight = scene.rig.face.height / scene.rig.face.interOcular;
  });

  it('is the portrait itself when nothing moves', () => {
    painter.paint(rest);
    const { bytes } = painter.frame;
    let worst = 0;
    let changed = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const difference = Math.abs((bytes[at] as number) - (scene.resting.bytes[at] as number));
      worst = Math.max(worst, difference);
      if (difference > 2) changed += 1;
    }
    expect(changed / bytes.length).toBeLessThan(0.00005);
    expect(worst).toBeLessThan(8);
  });

  it('changes nothing outside the moving part, whatever moves', () => {
    const head = { ...restingHead, yaw: 0.06, pitch: 0.05, roll: -0.025, shiftX: 0.03, size: 1.008 };
    painter.paint({ ...rest, head, units: { ...mouthShapes.aa.weights, blink: 1, 'brows-up': 0.4 } });
    const { moving } = scene;
    for (let row = 0; row < frame.height; row += 1) {
      const isInside = row >= moving.top && row < moving.bottom;
      const from = row * frame.width;
      const spans = isInside
        ? [
            [0, moving.left],
            [moving.right, frame.width],
          ]
        : [[0, frame.width]];
      for (const [left = 0, right = 0] of spans) {
        const painted = Buffer.from(painter.frame.luma.subarray(from + left, from + right));
        expect(painted.equals(scene.resting.luma.subarray(from + left, from + right))).toBe(true);
      }
    }
    expect(moving.bottom).toBeLessThan(frame.height * 0.85);
  });

  it('leaves the shoulders where the moving part ends without a step', () => {
    const head = { ...restingHead, yaw: 0.06, roll: 0.02 };
    painter.paint({ ...rest, head });
    const row = scene.moving.bottom - 1;
    for (let column = 0; column < frame.width; column += 1) {
      const at = row * frame.width + column;
      expect(Math.abs((painter.frame.luma[at] as number) - (scene.resting.luma[at] as number))).toBeLessThan(
        12,
      );
    }
  });

  it('opens the mouth wide in an a', () => {
    const gap = painter.paint({ ...rest, units: mouthShapes.aa.weights });
    expect(gap * faceHeight).toBeGreaterThan(0.15);
  });

  it('shuts the lips to less than a pixel in a closure, whatever else is asked', () => {
    const gap = painter.paint({
      ...rest,
      closure: 1,
      units: { ...mouthShapes.PP.weights, 'mouth-open': 0.1 },
    });
    expect(gap * scene.rig.face.height).toBeLessThan(1);
  });

  it('covers the eyes with lids in a blink', () => {
    painter.paint(rest);
    const open = eyeContrast(painter, scene);
    painter.paint({ ...rest, units: { blink: 1 } });
    expect(eyeContrast(painter, scene)).toBeLessThan(open * 0.6);
  });

  it('leaves next to nothing of the eyeballs open in a blink', () => {
    painter.paint(rest);
    const open = eyeballPixels(painter, scene);
    painter.paint({ ...rest, units: { blink: 1 } });
    expect(open).toBeGreaterThan(100);
    expect(eyeballPixels(painter, scene)).toBeLessThan(open * 0.1);
  });

  it('paints dark cavity and white teeth between parted lips', () => {
    painter.paint(rest);
    expect(whitest(painter, scene)).toBeLessThan(80);
    painter.paint({ ...rest, units: mouthShapes.E.weights });
    expect(whitest(painter, scene)).toBeGreaterThan(100);
  });
});

/** Spread of luma across the irises. */
function eyeContrast(painter: FramePainter, scene: Scene): number {
  let sum = 0;
  for (const index of [468, 473]) {
    const [x = 0, y = 0] = scene.rig.face.points[index] ?? [];
    const reach = Math.round(scene.rig.face.interOcular * 0.13);
    const values: number[] = [];
    for (let step = -reach; step <= reach; step += 1) {
      values.push(painter.frame.luma[Math.round(y) * scene.frame.width + Math.round(x) + step] ?? 0);
    }
    sum += Math.max(...values) - Math.min(...values);
  }
  return sum;
}

/** Pixels round the eyes that are neither dark nor red as lashes and skin are. */
function eyeballPixels({ frame }: FramePainter, { rig }: Scene): number {
  let count = 0;
  for (const index of [468, 473]) {
    const [x = 0, y = 0] = rig.face.points[index] ?? [];
    const { interOcular } = rig.face;
    for (let row = Math.round(y - interOcular * 0.1); row < y + interOcular * 0.16; row += 1) {
      for (let column = Math.round(x - interOcular * 0.26); column < x + interOcular * 0.26; column += 1) {
        const half = (row >> 1) * (frame.width >> 1) + (column >> 1);
        const isColourless = (frame.v[half] as number) - 128 < 4;
        if (isColourless && (frame.luma[row * frame.width + column] as number) > 70) count += 1;
      }
    }
  }
  return count;
}

/** Luma of the brightest colourless pixel below the upper lip: lips and skin are red. */
function whitest({ frame }: FramePainter, scene: Scene): number {
  const [x = 0, y = 0] = scene.rig.face.points[13] ?? [];
  const { interOcular } = scene.rig.face;
  let brightest = 0;
  for (let down = 0; down < interOcular * 0.12; down += 1) {
    for (let aside = -interOcular * 0.15; aside < interOcular * 0.15; aside += 1) {
      const [column, row] = [Math.round(x + aside), Math.round(y + down)];
      const half = (row >> 1) * (frame.width >> 1) + (column >> 1);
      if (Math.abs((frame.v[half] as number) - 128) > 8) continue;
      brightest = Math.max(brightest, frame.luma[row * frame.width + column] as number);
    }
  }
  return brightest;
}
