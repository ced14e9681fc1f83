import { describe, expect, it } from 'vitest';
import { faultOfHtml } from '../../../test/support/telegram-html.ts';
import { runningStatus } from '../../../test/support/flow-stock.ts';
import type { ErrorReason } from '../../kernel/errors.ts';
import { overlayDoubts } from '../../domain/overlay/overlay-doubt.ts';
import { albumCaption, renderCaption } from '../render-delivery.ts';
import { deliveredButtons, deliveryCaption, failureText, speechCaption, spokenButtons } from '../delivery.ts';
import { packButton } from '../codec.ts';
import { progressText } from '../progress.ts';
import { botDescription, botName, botShortDescription, commandMenu } from './bot-setup.ts';
import { problems } from './ru/problems.ts';
import { refusalText, type Texts, textsOf } from './texts.ts';

const languages = ['ru', 'en'] as const;
const { ru, en } = { ru: textsOf('ru').words, en: textsOf('en').words };
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('counting', () => {
  it.each([
    [0, '0 кредитов', '0 credits'],
    [1, '1 кредит', '1 credit'],
    [2, '2 кредита', '2 credits'],
    [5, '5 кредитов', '5 credits'],
    [11, '11 кредитов', '11 credits'],
    [14, '14 кредитов', '14 credits'],
    [21, '21 кредит', '21 credits'],
    [104, '104 кредита', '104 credits'],
    [111, '111 кредитов', '111 credits'],
    [1001, '1 001 кредит', '1,001 credits'],
  ])('%i credits in both languages', (count, russian, english) => {
    expect(plain(ru.credits(count))).toBe(russian);
    expect(plain(en.credits(count))).toBe(english);
  });

  it.each([
    [ru.seconds, 1, '1 секунду'],
    [ru.seconds, 22, '22 секунды'],
    [ru.seconds, 15, '15 секунд'],
    [ru.ofSeconds, 21, '21 секунды'],
    [ru.ofSeconds, 30, '30 секунд'],
    [ru.words, 3, '3 слова'],
    [ru.words, 12, '12 слов'],
    [ru.characters, 131, '131 знак'],
    [ru.videos, 4, '4 видео'],
    [ru.ofTakes, 3, '3 дублей'],
    [ru.ofEdits, 1, '1 правки'],
    [en.words, 1, '1 word'],
    [en.ofEdits, 5, '5 edits'],
    [en.videos, 1, '1 video'],
  ])('case %#: the form after the number', (count, value, expected) => {
    expect(plain(count(value))).toBe(expected);
  });

  it('never parts a number from its word', () => {
    for (const count of Object.values({
      a: ru.credits(5),
      b: ru.megabytes(20),
      c: en.seconds(3),
      d: ru.percent(30),
    })) {
      expect(count).not.toContain(' ');
    }
  });

  it('tells dates by Moscow’s clock in Russian and by UTC in English', () => {
    const late = new Date('2026-11-21T22:30:00Z');
    const now = new Date('2026-11-22T12:00:00Z');
    expect([ru.date(late, now), ru.time(late)].map(plain)).toEqual(['22 ноября', '01:30']);
    expect([en.date(late, now), en.time(late)].map(plain)).toEqual(['November 21', '22:30 UTC']);
    expect(plain(ru.date(new Date('2025-03-01T12:00:00Z'), now))).toBe('1 марта 2025 г.');
  });

  it.each([
    [4, 'несколько секунд', 'a few seconds'],
    [21, 'около 30 секунд', 'about 30 seconds'],
    [61, 'около 70 секунд', 'about 70 seconds'],
    [95, 'около 2 минут', 'about 2 minutes'],
  ])('%i seconds left', (seconds, russian, english) => {
    expect([ru.timeLeft(seconds), en.timeLeft(seconds)].map(plain)).toEqual([russian, english]);
  });
});

/** Every text of a tree, functions included, by its path. */
function keysOf(node: object, path = ''): string[] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? keysOf(value, `${path}${key}.`)
      : [`${path}${key}:${typeof value}`],
  );
}

describe('both languages', () => {
  it('have the same texts, none of them empty or left untranslated', () => {
    expect(keysOf(textsOf('en'))).toEqual(keysOf(textsOf('ru')));
    const cyrillic = stringsOf(textsOf('en')).filter((text) => /[а-яё]/i.test(text));
    expect(cyrillic).toEqual(['<b>Язык · Language</b>', 'Language · Язык']);
    expect(stringsOf(textsOf('ru')).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('write with their own signs: no straight quotes, no hyphen for a dash', () => {
    for (const text of stringsOf(textsOf('ru'))) expect(text).not.toMatch(/ - |"[^"]*"|\.\.\./);
    for (const text of stringsOf(textsOf('en'))) expect(text).not.toMatch(/ - |\w'\w|"[^"]*"|\.\.\./);
  });
});

function stringsOf(node: object): string[] {
  return Object.values(node).flatMap((value) => {
    if (typeof value === 'string') return value.length > 2 ? [value] : [];
    return typeof value === 'object' && value !== null ? stringsOf(value) : [];
  });
}

const hostile = {
  notUnderstood: '<b>&"',
  term: '<i>',
  found: '<script>',
  kind: '__proto__',
  allowed: Number.NaN,
  limit: 20,
  seconds: 41,
  maxSeconds: 30,
  cutWords: 21,
  cutCharacters: 131,
};

describe.each(languages)('refusals in %s', (language) => {
  const texts = textsOf(language);

  it('have a sentence for every reason, whatever its details are', () => {
    for (const reason of Object.keys(texts.refusals) as ErrorReason[]) {
      for (const details of [{}, hostile, { problem: 'no-such' }]) {
        const text = refusalText(texts, { reason, details });
        expect(faultOfHtml(text), reason).toBeUndefined();
        expect(text, reason).toMatch(/[.!?]$/);
        expect(text, reason).not.toMatch(/undefined|NaN/);
        expect(text.length, reason).toBeLessThan(330);
      }
    }
  });

  it('have another sentence for every problem with a file, a link, a photo or an edit', () => {
    const said = Object.keys(problems).map((problem) =>
      refusalText(texts, { reason: 'invalid-media', details: { ...hostile, problem } }),
    );
    expect(said.map(faultOfHtml).filter((fault) => fault !== undefined)).toEqual([]);
    expect(new Set(said).size).toBe(said.length);
    expect(said.join('\n')).not.toMatch(/undefined|NaN|\[native|\[object/);
  });
});

describe.each(languages)('what a voice service has against an order, in %s', (language) => {
  const said = (reason: ErrorReason, problem?: string) =>
    refusalText(textsOf(language), { reason, details: problem === undefined ? {} : { problem } });

  it('is told by what can be done about it, and not as something else', () => {
    const texts = [
      said('invalid-voice'),
      said('invalid-voice', 'voice-locked'),
      said('invalid-voice', 'voice-unknown'),
      said('invalid-script'),
      said('invalid-script', 'text-too-long'),
      said('provider-answer-unusable'),
      said('provider-answer-unusable', 'audio-cut-short'),
      said('provider-unavailable'),
      said('provider-unavailable', 'account'),
    ];
    expect(new Set(texts).size).toBe(texts.length);
    for (const problem of ['address', 'request', 'key']) {
      expect(said('provider-unavailable', problem)).toBe(said('provider-unavailable', 'account'));
    }
    expect(said('provider-answer-unusable', 'audio-silent')).toBe(said('provider-answer-unusable', 'audio'));
  });
});

describe.each(languages)('the bot introduces itself in %s', (language) => {
  it('within Telegram’s limits', () => {
    expect(botName(language).length).toBeLessThanOrEqual(64);
    expect(botDescription(language).length).toBeLessThanOrEqual(512);
    expect(botShortDescription(language).length).toBeLessThanOrEqual(120);
    for (const { command, description } of commandMenu(language)) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
      expect(description.length).toBeLessThanOrEqual(256);
    }
  });
});

const order = {
  format: 'talking_head',
  script: 'Hello',
  language: 'en',
  voiceId: 'a',
  take: 1,
  presenter: { kind: 'cast', id: 'sofia' },
  disclosure: 'badge',
} as const;
const id = '0192f0c4-7b1e-7c3a-9f00-00000000000a';
const running = runningStatus({ productionId: id, draftId: id, order }, 1);

describe.each(languages)('messages beside the screens in %s', (language) => {
  const texts: Texts = textsOf(language);

  it('show stage, bar, percent and time left, and the place in the queue instead while waiting', () => {
    const confirmed = { ...running, confirmedAt: new Date(0), stage: 'head' as const, fraction: 0.42 };
    const shown = progressText(confirmed, texts, 95);
    expect(shown).toContain(texts.production.stage('head'));
    expect(shown).toContain('▓▓▓▓░░░░░░');
    expect(plain(shown)).toMatch(/42 ?%/);
    expect(shown.toLowerCase()).toContain(texts.words.timeLeft(95));
    expect(progressText({ ...confirmed, ahead: 3 }, texts, 95)).not.toContain(texts.words.timeLeft(95));
    for (const fraction of [-1, 0, 1, 7]) {
      expect(progressText({ ...confirmed, fraction }, texts)).toMatch(/[▓░]{10} /);
    }
  });

  it('say what was charged only when something was', () => {
    const held = {
      ...running,
      confirmedAt: new Date(0),
      failure: { reason: 'timed-out', details: {} },
    } as const;
    expect(failureText(running, texts)).toContain(texts.production.failedWithout);
    expect(failureText(held, texts)).toContain(texts.production.failedReturned(1));
    expect(deliveryCaption({ ...running, priceCredits: 0 }, texts)).not.toMatch(/0/);
    expect(speechCaption(running, texts)).toContain('2');
  });

  it('say with the finished clip where the face was lost, and where the circle can be set', () => {
    const file = { videoKey: 'v', coverKey: 'c', durationSeconds: 7, bytes: 1, width: 1080, height: 1920 };
    const sure = { ...running, state: 'delivered', video: file } as const;
    expect(deliveryCaption(sure, texts)).not.toContain('👀');
    for (const doubt of overlayDoubts) {
      const clip = { ...sure, video: { ...file, doubt }, template: 'circle' } as const;
      const told = `\n\n${texts.montage.doubt(doubt)}`;
      expect(deliveryCaption(clip, texts)).toContain(told);
      expect(renderCaption(clip, texts)).toContain(told);
      expect(albumCaption([clip, { ...clip, template: 'mix_basic_circle' }], texts).split(told)).toHaveLength(
        2,
      );
      expect(told).toContain(texts.montage.open);
    }
  });

  it('carry buttons that always work', () => {
    for (const row of [...spokenButtons(running, texts), ...deliveredButtons(running, texts)]) {
      for (const each of row) expect('anytime' in each && packButton(0, each)).toMatch(/^!/);
    }
  });
});
