import { describe, expect, it } from 'vitest';
import { afterCall, afterFlood, freshChat, isDue, mayCall, type ProgressPace } from './progress-pace.ts';

const pace = (lastEditAtMs: number | undefined): ProgressPace => ({
  startedAtMs: 0,
  lastEditAtMs,
  lastText: undefined,
});

describe('a progress message is edited', () => {
  it.each([
    [undefined, 3999, false],
    [undefined, 4000, true],
    [4000, 7999, false],
    [4000, 8000, true],
    [28_000, 30_000, false],
    [28_000, 32_000, false],
    [26_000, 30_000, true],
    [30_000, 38_999, false],
    [30_000, 39_000, true],
  ] as const)('after the edit at %s ms, at %i ms: %s', (lastEditAtMs, nowMs, expected) => {
    expect(isDue(pace(lastEditAtMs), freshChat, nowMs)).toBe(expected);
  });

  it('over ten minutes never twice within 4 s, and at least every 10 s', () => {
    let last: number | undefined;
    const gaps: number[] = [];
    for (let nowMs = 0; nowMs < 600_000; nowMs += 250) {
      if (!isDue(pace(last), freshChat, nowMs)) continue;
      if (last !== undefined) gaps.push(nowMs - last);
      last = nowMs;
    }
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(10_000);
  });
});

describe('a chat', () => {
  it('takes 16 calls a minute of ours, whichever productions they are about', () => {
    let chat = freshChat;
    for (let index = 0; index < 16; index += 1) {
      expect(mayCall(chat, index)).toBe(true);
      chat = afterCall(chat, index);
    }
    expect(mayCall(chat, 100)).toBe(false);
    expect(isDue(pace(undefined), chat, 59_000)).toBe(false);
    expect(mayCall(chat, 60_000)).toBe(true);
  });

  it('that asked for a pause is left alone until it is over', () => {
    const chat = afterFlood(afterFloodOf(5), 1000, 2);
    expect(mayCall(chat, 4999)).toBe(false);
    expect(mayCall(chat, 5000)).toBe(true);
  });
});

function afterFloodOf(seconds: number) {
  return afterFlood(freshChat, 0, seconds);
}
