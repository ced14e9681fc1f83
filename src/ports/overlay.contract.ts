import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HeadClip, OverlayPort, OverlayRequest, OverlayResult } from './overlay.ts';
import type { WorkContext } from './work.ts';

export interface OverlayContractOptions {
  readonly create: () => Promise<OverlayPort>;
  /** A head clip with a face box and a matte. */
  readonly head: () => Promise<HeadClip>;
}

const mostPolls = 200;

/** What every overlay adapter owes its callers. */
export function overlayContract(name: string, options: OverlayContractOptions): void {
  describe(`${name} keeps the overlay contract`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'overlay-contract-'));
    let port: OverlayPort;
    let head: HeadClip;
    beforeAll(async () => {
      port = await options.create();
      head = await options.head();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const context = (signal = new AbortController().signal): WorkContext => ({
      signal,
      workFolder: mkdtempSync(join(folder, 'work-')),
      reportProgress: () => {},
    });
    const overlayOf = async (request: OverlayRequest): Promise<OverlayResult> => {
      let work = await port.start(request, context());
      for (let poll = 0; work.status === 'pending' && poll < mostPolls; poll++) {
        await delay(work.pollAfterMs);
        work = await port.status(work.operation, context());
      }
      if (work.status !== 'completed') throw new Error('The overlay was never finished.');
      return work.result;
    };

    it('gives a circle, or a video that is one, that stays inside the head picture', async () => {
      const { overlay } = await overlayOf({ head, shape: 'circle', circle: 'auto' });
      if (overlay.kind === 'circle') {
        const shorter = Math.min(head.size.width, head.size.height);
        const reach = overlay.circle.radius * shorter;
        expect(overlay.circle.radius).toBeGreaterThanOrEqual(0.05);
        expect(overlay.circle.centre.x * head.size.width).toBeGreaterThanOrEqual(reach - 0.01);
        expect(overlay.circle.centre.y * head.size.height).toBeGreaterThanOrEqual(reach - 0.01);
      } else expect(overlay.kind).toBe('alpha-video');
    });

    it('finds the face by itself where it is not known, and gives a circle that moves in order of time', async () => {
      const { faceBox: _, ...unknown } = head;
      const { overlay } = await overlayOf({ head: unknown, shape: 'circle', circle: 'auto' });
      if (overlay.kind !== 'circle') return expect(overlay.kind).toBe('alpha-video');
      const times = overlay.track?.map(({ atSeconds }) => atSeconds) ?? [0, 1];
      expect(times.length).toBeGreaterThan(1);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const circle of [overlay.circle, ...(overlay.track ?? [])]) {
        expect(circle.radius).toBeGreaterThanOrEqual(0.05);
        expect(circle.radius).toBeLessThanOrEqual(0.6);
      }
    });

    it('gives a cut-out of a head without a matte too', async () => {
      const { matte: _, ...unmatted } = head;
      const { overlay } = await overlayOf({ head: unmatted, shape: 'cutout', circle: 'auto' });
      expect(['matte', 'alpha-video']).toContain(overlay.kind);
    });

    it('gives a cut-out as a matte or as a video with alpha', async () => {
      const { overlay, cost } = await overlayOf({ head, shape: 'cutout', circle: 'auto' });
      expect(['matte', 'alpha-video']).toContain(overlay.kind);
      expect(cost.estimatedUsd).toBeGreaterThanOrEqual(0);
    });

    it('refuses a circle outside the limits', async () => {
      const circle = { radius: 0.9, centre: { x: 0.5, y: 0.5 } };
      const work = port.start({ head, shape: 'circle', circle }, context());
      await expect(work).rejects.toMatchObject({ reason: 'invalid-arguments' });
    });

    it('ends with `cancelled` when it is told to stop', async () => {
      const work = port.start({ head, shape: 'circle', circle: 'auto' }, context(AbortSignal.abort()));
      await expect(work).rejects.toMatchObject({ reason: 'cancelled' });
    });
  });
}
