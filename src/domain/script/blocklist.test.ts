import { describe, expect, it } from 'vitest';
import { parseBlocklist, requireAllowedScript } from './blocklist.ts';

const blocklist = parseBlocklist(
  '\uFEFF# claims\r\nлечит рак\n100% гарантия\nguarante*\n\nкозёл\nfail\nмой крем*\nпроза\n',
);

describe('a forbidden term is found', () => {
  it.each([
    ['Этот крем лечит рак за неделю.', 'лечит рак'],
    ['ЛЕЧИТ... РАК!', 'лечит рак'],
    ['Даём 100 % — гарантия!', '100% гарантия'],
    ['We GUARANTEED it', 'guarante'],
    ['Ах ты козел', 'козёл'],
    ['Ах ты к0зёл', 'козёл'],
    ['Ах ты кoзeл с латинскими буквами', 'козёл'],
    ['Ах ты к.о-з_ё*л', 'козёл'],
    ['Ах ты к о з ё л', 'козёл'],
    ['Ах ты ко\u200bз\u00adёл', 'козёл'],
    ['Ах ты к\u0301озёл', 'козёл'],
    ['ＦＡＩＬ', 'fail'],
    ['You fа1l', 'fail'],
    ['Мой кремовый торт', 'мой крем'],
    ['про3а', 'проза'],
  ])('in %j', (script, term) => {
    expect(blocklist.find(script)).toBe(term);
  });
});

describe('what only resembles a term is allowed', () => {
  it.each([
    'Лечит. Краков прекрасен.',
    'Козлёнок на лугу',
    'Every fall we go to the sea',
    'The price is 100, гарантийный срок год',
    'Мои кремы',
    'failure',
    'рак лечит',
    '',
    '🐐',
  ])('%j', (script) => {
    expect(() => requireAllowedScript(blocklist, script)).not.toThrow();
  });
});

it('the refusal names the term as the operator wrote it', () => {
  expect(() => requireAllowedScript(blocklist, 'Крем лечит рак.')).toThrow(
    expect.objectContaining({ reason: 'script-blocked', details: { term: 'лечит рак' } }),
  );
});

it.each(['word\n***', 'word\n?!', 'word\na*b'])('a line that names nothing is refused: %j', (text) => {
  expect(() => parseBlocklist(text)).toThrow(
    expect.objectContaining({ reason: 'invalid-config', message: expect.stringContaining('Line 2') }),
  );
});

it('a long script against a long list is answered at once', () => {
  const long = parseBlocklist(Array.from({ length: 5000 }, (_, index) => `слово${index} дело*`).join('\n'));
  const startedAt = performance.now();
  expect(long.find('обычные слова рекламы '.repeat(100))).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
