import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../platform/log/log.ts';
import { createShowLater } from './show-later.ts';

const personId = 'telegram:1';

describe('screens that could not be shown', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** What is shown fails, at the given revision, until told otherwise. */
  function unreachable() {
    const world = { revision: 1, isReachable: false, triedAtMs: [] as number[] };
    const startedAtMs = Date.now();
    const later = createShowLater(async () => {
      world.triedAtMs.push(Date.now() - startedAtMs);
      if (!world.isReachable) later.plan(personId, 0, world.revision);
    }, silentLog);
    return { world, later };
  }

  it('are tried again with growing waits, and then no more', async () => {
    const { world, later } = unreachable();
    later.plan(personId, 0, 1);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(world.triedAtMs).toEqual([1000, 6000, 26_000, 86_000, 266_000]);
  });
  it('wait as long as Telegram asks', async () => {
    const { world, later } = unreachable();
    world.isReachable = true;
    later.plan(personId, 40_000, 1);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(world.triedAtMs).toEqual([40_000]);
  });
  it('have all their tries, however often an earlier one failed', async () => {
    const { world, later } = unreachable();
    later.plan(personId, 0, 1);
    await vi.advanceTimersByTimeAsync(30_000);
    world.revision = 2;
    world.isReachable = true;
    later.plan(personId, 0, 2);
    await vi.advanceTimersByTimeAsync(2000);
    expect(world.triedAtMs).toEqual([1000, 6000, 26_000, 31_000]);
  });
  it('are left alone once the chat is closed', async () => {
    const { world, later } = unreachable();
    later.plan(personId, 0, 1);
    later.stop();
    later.plan(personId, 0, 2);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(world.triedAtMs).toEqual([]);
  });
});
