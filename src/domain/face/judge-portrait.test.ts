import { describe, expect, it } from 'vitest';
import type { Box } from '../geometry.ts';
import { faceMeshOf } from './face-geometry.ts';
import type { FaceMesh, MeshPoint } from './face-mesh.ts';
import { judgePortrait } from './judge-portrait.ts';

const picture = { width: 1080, height: 1920 };
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** A face of the right outline: its points lie in its box, its ears on the box's sides. */
function face(box: Box, angle: Partial<FaceMesh['angle']> = {}, confidence = 1): FaceMesh {
  const middle: MeshPoint = [box.x + box.width / 2, box.y + box.height / 2, 0];
  const points = Array.from({ length: 478 }, (): MeshPoint => middle);
  points[10] = [middle[0], box.y, 0];
  points[152] = [middle[0], box.y + box.height, 0];
  points[234] = [box.x, middle[1], 0];
  points[454] = [box.x + box.width, middle[1], 0];
  const mesh = faceMeshOf(points, picture, confidence);
  return { ...mesh, angle: { yaw: 0, pitch: radians(10), roll: 0, ...angle } };
}

const good = face({ x: 400, y: 500, width: 300, height: 380 });
const judged = (...faces: FaceMesh[]) => judgePortrait({ picture, faces });
const refusalOf = (...faces: FaceMesh[]) => {
  const judgement = judged(...faces);
  return judgement.ok ? undefined : judgement.refusal;
};

describe('judging a portrait', () => {
  it('accepts one clear face without a word', () => {
    expect(judged(good)).toEqual({ ok: true, face: good, warnings: [] });
  });

  it('refuses a picture without a face', () => {
    expect(refusalOf()).toMatchObject({ kind: 'no-face', faces: [] });
  });

  it('refuses two people of a kind and says where they are', () => {
    const other = face({ x: 20, y: 500, width: 160, height: 200 });
    const refusal = refusalOf(good, other);
    expect(refusal).toMatchObject({ kind: 'several-faces', details: { found: 2, allowed: 1 } });
    expect(refusal?.faces).toEqual([good.box, other.box]);
    expect(refusal?.message).toContain('x 20, y 500, 160×200 pixels');
  });

  it('lets a small face in the background pass with a warning', () => {
    const other = face({ x: 20, y: 500, width: 140, height: 180 });
    expect(judged(good, other)).toMatchObject({
      ok: true,
      face: good,
      warnings: [{ kind: 'people-in-background', faces: [other.box] }],
    });
  });

  it.each([
    [90, undefined],
    [89, 'face-too-small'],
  ])('%i pixels from ear to ear: %s', (width, kind) => {
    expect(refusalOf(face({ x: 400, y: 500, width, height: 120 }))?.kind).toBe(kind);
  });

  it('says how small and what is needed', () => {
    const refusal = refusalOf(face({ x: 400, y: 500, width: 62, height: 80 }));
    expect(refusal?.details).toEqual({ found: 62, allowed: 90 });
    expect(refusal?.message).toMatch(/62 pixels from ear to ear, at least 90/);
  });

  it.each([
    [{ yaw: radians(14) }, undefined, []],
    [{ yaw: radians(-14) }, undefined, []],
    [{ yaw: radians(20) }, undefined, ['calmer-head-motion']],
    [{ yaw: radians(-24) }, undefined, ['calmer-head-motion']],
    [{ yaw: radians(26) }, 'face-turned', undefined],
    [{ yaw: radians(-40) }, 'face-turned', undefined],
    [{ pitch: radians(30) }, undefined, []],
    [{ pitch: radians(-20) }, 'face-turned', undefined],
    [{ pitch: radians(40) }, 'face-turned', undefined],
    [{ roll: radians(20) }, undefined, ['face-tilted']],
    [{ roll: radians(90) }, 'face-turned', undefined],
  ])('turned by %o: %s %o', (angle, kind, warnings) => {
    const judgement = judged(face(good.box, angle));
    expect(judgement.ok ? undefined : judgement.refusal.kind).toBe(kind);
    expect(judgement.ok ? judgement.warnings.map((warning) => warning.kind) : undefined).toEqual(warnings);
  });

  it('says which way and how far the face is turned', () => {
    expect(refusalOf(face(good.box, { yaw: radians(-31) }))?.message).toMatch(
      /turned 31° to the left, at most 25°/,
    );
    expect(refusalOf(face(good.box, { yaw: radians(31) }))?.message).toMatch(/turned 31° to the right/);
  });

  it('refuses a face that the picture cuts off', () => {
    const refusal = refusalOf(face({ x: 900, y: 500, width: 300, height: 380 }));
    expect(refusal).toMatchObject({ kind: 'face-cut-off', details: { found: 40, allowed: 0 } });
    expect(refusalOf(face({ x: 400, y: -100, width: 300, height: 380 }))?.kind).toBe('face-cut-off');
    expect(refusalOf(face({ x: -5, y: 500, width: 300, height: 380 }))).toBeUndefined();
  });

  it('refuses what the model is not sure of', () => {
    expect(refusalOf(face(good.box, {}, 0.6))).toMatchObject({
      kind: 'low-quality',
      details: { found: 60, allowed: 80 },
    });
  });
});
