import { expect, it } from 'vitest';
import { retimeWords } from './retime-words.ts';

/** A word each half second, heard for 0.4 s. */
const heard = 'Я думала, это развод, а потом попробовала сама и осталась.'.split(' ').map((text, index) => ({
  ...{ text, startSeconds: 0.2 + index * 0.5 },
  endSeconds: 0.6 + index * 0.5,
}));
const span = { startSeconds: 0, endSeconds: 5.5 };

function retimed(text: string) {
  return retimeWords(
    text.split(' ').map((word) => ({ text: word })),
    heard,
    span,
  );
}

function timesOf(text: string) {
  return Object.fromEntries(
    (retimed(text) ?? []).map((word) => [word.text, [word.startSeconds, word.endSeconds]]),
  );
}

it('words that stayed keep their times, whatever their case and signs', () => {
  const times = timesOf('я ДУМАЛА это развод а потом попробовала, сама, осталась!');
  expect(times.ДУМАЛА).toEqual([0.7, 1.1]);
  expect(times['осталась!']).toEqual([4.7, 5.1]);
});

it('changed words have the time of those that they replace', () => {
  const times = timesOf('Я думала, это обычный обман, а потом попробовала сама и осталась.');
  expect(times.обычный?.[0]).toBeCloseTo(1.6);
  expect(times['обман,']?.[1]).toBeCloseTo(2.2);
  expect(times.а).toEqual([2.2, 2.6]);
});

it('a new word has room in the time of the one before it, which still begins with its sound', () => {
  const times = timesOf('Я думала, что это развод, а потом попробовала сама и осталась.');
  expect(times['думала,']?.[0]).toBe(0.7);
  expect(times.что?.[0]).toBeGreaterThan(0.8);
  expect(times.что?.[1]).toBeLessThanOrEqual(1.2 + 1e-9);
  expect(times.это).toEqual([1.2, 1.6]);
});

it('another text is not heard at all', () => {
  expect(retimed('That was a fraud, I thought')).toBeUndefined();
});

it('words are in order, without overlaps and inside their time for 300 random edits', () => {
  let seed = 11;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  let judged = 0;
  for (let round = 0; round < 300; round += 1) {
    const typed = heard.flatMap(({ text }) => {
      const dice = next();
      if (dice < 0.2) return [];
      if (dice < 0.4) return ['новое'];
      return dice < 0.5 ? [text, '🔥', 'ещё'] : [text];
    });
    const inside = { startSeconds: next(), endSeconds: 4.5 + next() };
    const words = retimeWords(
      typed.map((text) => ({ text })),
      heard,
      inside,
    );
    if (!words) continue;
    judged += 1;
    expect(words.map(({ text }) => text)).toEqual(typed);
    words.forEach((word, index) => {
      expect(word.endSeconds).toBeGreaterThanOrEqual(word.startSeconds);
      const from = words[index - 1]?.endSeconds ?? inside.startSeconds;
      expect(word.startSeconds).toBeGreaterThanOrEqual(from - 1e-9);
      expect(word.endSeconds).toBeLessThanOrEqual(inside.endSeconds + 1e-9);
    });
  }
  expect(judged).toBeGreaterThan(200);
});
