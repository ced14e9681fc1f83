import { describe, expect, it } from 'vitest';
import type { Point } from '../geometry.ts';
import { type BustEdge, bustEdge, type RightmostRun } from './bust-edge.ts';

const head = { width: 1080, height: 1920 };
const rowHeight = 12;

/** A head, then a shoulder that falls with `slope` from the middle and reaches the right edge in row 110 of 160. */
function person(slope: number, low: (row: number) => Partial<RightmostRun> = () => ({})) {
  return Array.from({ length: 160 }, (_, row): RightmostRun | undefined => {
    if (row < 40) return undefined;
    const right = Math.max(700, Math.min(head.width, head.width - ((110 - row) * rowHeight) / slope));
    return { left: 200, right, ...low(row) };
  });
}

const on = (from: Point, control: Point, to: Point, at: number) => ({
  x: (1 - at) ** 2 * from.x + 2 * at * (1 - at) * control.x + at ** 2 * to.x,
  y: (1 - at) ** 2 * from.y + 2 * at * (1 - at) * control.y + at ** 2 * to.y,
});
const pointsOf = (edge: BustEdge) =>
  [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].flatMap((at) => [
    on(edge.shoulder, edge.shoulderControl, edge.arm, at),
    on(edge.arm, edge.armControl, edge.foot, at),
  ]);

describe('where the head picture cuts the body off', () => {
  it.each([0.5, 1, 2.5])('a shoulder that falls by %s goes on as an arm without a corner', (slope) => {
    const edge = bustEdge(head, person(slope));
    if (!edge) throw new Error('The person reaches the edge.');
    const { shoulder, shoulderControl, arm, armControl, foot } = edge;
    expect((shoulderControl.y - shoulder.y) / (shoulderControl.x - shoulder.x)).toBeCloseTo(slope, 0);
    expect(shoulderControl.x).toBe(arm.x);
    expect(armControl.x).toBe(arm.x);
    expect(foot.y).toBe(head.height);
    expect(foot.x).toBeLessThan(arm.x - 40);
    for (const point of pointsOf(edge)) expect(point.x).toBeLessThan(head.width - 4);
  });

  it('begins above the shoulder, so that no notch shows when the body sways', () => {
    const edge = bustEdge(head, person(1));
    const outlineAt = (x: number) => 110 * rowHeight - (head.width - x);
    expect(edge?.shoulder.y).toBeLessThan(outlineAt(edge?.shoulder.x ?? 0));
  });

  it('leaves a thin arm thin, and a sliver of one out', () => {
    const thin = bustEdge(
      head,
      person(1, (row) => (row > 140 ? { left: 980, bodyRight: 900 } : {})),
    );
    expect(thin?.foot.x).toBeGreaterThan(1000);
    const sliver = bustEdge(
      head,
      person(1, (row) => (row > 150 ? { left: 1040, bodyRight: 990 } : {})),
    );
    expect(sliver?.foot.x).toBeLessThanOrEqual(990);
    const farFromBody = bustEdge(
      head,
      person(1, (row) => (row > 150 ? { left: 1000, bodyRight: 910 } : {})),
    );
    expect(farFromBody?.foot.x).toBeGreaterThan(1030);
  });

  it('is not needed for a person inside the picture', () => {
    const inside = person(1).map((run) => run && { ...run, right: Math.min(run.right, 1000) });
    expect(bustEdge(head, inside)).toBeUndefined();
    expect(bustEdge(head, [])).toBeUndefined();
  });
});
