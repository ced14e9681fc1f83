import { describe, expect, it } from 'vitest';
import { earDistance, faceMeshOf, mouthGap } from './face-geometry.ts';
import type { MeshPoint } from './face-mesh.ts';
import { faceMeshOfStoredLandmarks } from './stored-landmarks.ts';

const picture = { width: 1000, height: 1000 };

/** A head of four points that matter, turned by yaw (to the viewer's right), pitch (down) and roll (clockwise). */
function turnedHead(yaw: number, pitch: number, roll: number): MeshPoint[] {
  const turn = ([x, y, z]: MeshPoint): MeshPoint => {
    const [y1, z1] = [y * Math.cos(pitch) - z * Math.sin(pitch), y * Math.sin(pitch) + z * Math.cos(pitch)];
    const [x2, z2] = [x * Math.cos(yaw) - z1 * Math.sin(yaw), x * Math.sin(yaw) + z1 * Math.cos(yaw)];
    const [x3, y3] = [x2 * Math.cos(roll) - y1 * Math.sin(roll), x2 * Math.sin(roll) + y1 * Math.cos(roll)];
    return [500 + x3, 500 + y3, z2];
  };
  const points = Array.from({ length: 478 }, (): MeshPoint => [500, 500, 0]);
  points[10] = turn([0, -120, 0]);
  points[152] = turn([0, 120, 0]);
  points[234] = turn([-90, 0, 0]);
  points[454] = turn([90, 0, 0]);
  return points;
}

describe('face geometry', () => {
  it.each([
    [0, 0, 0],
    [0.4, 0, 0],
    [-0.4, 0, 0],
    [0, 0.3, 0],
    [0, -0.3, 0],
    [0, 0, 0.5],
    [0, 0, -0.5],
  ])('measures yaw %d, pitch %d, roll %d', (yaw, pitch, roll) => {
    const { angle } = faceMeshOf(turnedHead(yaw, pitch, roll), picture, 1);
    expect(angle.yaw).toBeCloseTo(yaw, 6);
    expect(angle.pitch).toBeCloseTo(pitch, 6);
    expect(angle.roll).toBeCloseTo(roll, 6);
  });

  it('takes the box of the face, the distance of the ears and the gap of the lips', () => {
    const points = turnedHead(0, 0, 0);
    for (const index of [14, 87, 317]) points[index] = [500, 512, 0];
    const mesh = faceMeshOf(points, picture, 0.9);
    expect(mesh.box).toEqual({ x: 410, y: 380, width: 180, height: 240 });
    expect(earDistance(points)).toBe(180);
    expect(mouthGap(points)).toBeCloseTo(12 / 240, 6);
  });
});

describe('stored landmarks', () => {
  const points = turnedHead(0, 0, 0).map((point) => [...point]);
  points[1] = [500, 500, -19.2];
  points[33] = [440, 450, 0];
  points[263] = [560, 450, 0];
  for (let i = 468; i < 473; i++) points[i] = [560, 450, 1];
  for (let i = 473; i < 478; i++) points[i] = [440, 450, 2];
  const stored = { width: 1000, height: 1000, box: [300, 300, 480, 470], points };

  it('brings depth to the pixels of the picture', () => {
    expect(faceMeshOfStoredLandmarks(stored).points[1]?.[2]).toBeCloseTo((-19.2 * 480) / 192, 6);
  });

  it("puts the irises in MediaPipe's order, the picture's left eye first", () => {
    const mesh = faceMeshOfStoredLandmarks(stored);
    expect(mesh.points.slice(468).map(([x]) => x)).toEqual([
      440, 440, 440, 440, 440, 560, 560, 560, 560, 560,
    ]);
    expect(mesh.points).toHaveLength(478);
    const again = faceMeshOfStoredLandmarks({ ...stored, points: mesh.points });
    expect(again.points[468]?.[0]).toBe(440);
  });
});
