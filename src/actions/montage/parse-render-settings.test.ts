import { describe, expect, it } from 'vitest';
import { plainProbe } from '../../../test/support/plain-order.ts';
import { defaultSettings } from '../../domain/montage/render-settings.ts';
import { isAppError } from '../../kernel/errors.ts';
import { parseRenderSettings } from './parse-render-settings.ts';

const current = defaultSettings('character_with_background');
const parsed = (text: string) => parseRenderSettings(text, current, 'character_with_background');

describe('settings typed as JSON', () => {
  it('change what they name and leave the rest', () => {
    expect(parsed('{}')).toEqual(current);
    expect(parsed('{"$schema":"https://bot.example/schemas/render-settings.json"}')).toEqual(current);
    expect(
      parsed(
        '{"templates":["circle","overlay","circle"],"theme":"pop","circle":{"radius":0.2,"centre":{"x":0,"y":1}}}',
      ),
    ).toEqual({
      ...current,
      templates: ['circle', 'overlay'],
      theme: 'pop',
      circle: { radius: 0.2, centre: { x: 0, y: 1 } },
    });
    const cues = [{ startSeconds: 0, endSeconds: 1, text: 'Hi' }];
    expect(parsed(JSON.stringify({ subtitles: { kind: 'edited', cues } })).subtitles).toEqual({
      kind: 'edited',
      cues,
    });
    const clip = { key: 'k', sha256: 's', probe: plainProbe, ownSound: true };
    const withIntro = { ...current, intro: clip };
    const silent = parseRenderSettings(
      '{"intro":{"ownSound":false}}',
      withIntro,
      'character_with_background',
    );
    expect(silent.intro).toEqual({ ...clip, ownSound: false });
    expect(parseRenderSettings('{"intro":null}', withIntro, 'character_with_background').intro).toBeNull();
  });

  it.each([
    ['{"them":"pop"}', 'them', 'The settings know no them; did you mean theme?'],
    [
      '{"theme":"pup"}',
      'theme',
      /^In the settings theme is "pup"; allowed is one of light, .*did you mean pop\.$/,
    ],
    [
      '{"templates":["circel"]}',
      'templates[0]',
      /"circel"; allowed is one of basic, .*did you mean circle\.$/,
    ],
    ['{"templates":[]}', 'templates', 'allowed is a list with a length of at least 1.'],
    ['{"templates":"circle"}', 'templates', 'In the settings templates is "circle"; allowed is a list: […].'],
    [
      '{"circle":{"radius":0.9,"centre":{"x":0,"y":0}}}',
      'circle.radius',
      'In the settings circle.radius is 0.9; allowed is a number of at most 0.6.',
    ],
    [
      '{"circle":{"radius":0.2,"centre":{"x":-1,"y":0}}}',
      'circle.centre.x',
      'In the settings circle.centre.x is -1; allowed is a number of at least 0.',
    ],
    ['{"circle":{"radius":0.2,"center":{"x":1,"y":0}}}', 'circle.centre', 'The settings lack circle.centre'],
    ['{"circle":"big"}', 'circle', 'allowed is "auto" or {radius, centre: {x, y}}.'],
    ['{"circle":null}', 'circle', 'In the settings circle is null; allowed is "auto" or'],
    ['{"aspect":"9x16"}', 'aspect', /did you mean 9:16\.$/],
    ['{"version":2}', 'version', 'In the settings version is 2; allowed is 1.'],
    ['{"intro":{"ownSound":true}}', 'intro', 'allowed is null while no intro was given.'],
    [
      '{"intro":{"sound":true}}',
      'intro.ownSound',
      'The settings lack intro.ownSound; allowed is true or false.',
    ],
    ['{"outro":"x.mp4"}', 'outro', 'allowed is null or an object: {ownSound}.'],
    ['{"subtitles":"none"}', 'subtitles', 'allowed is an object: {kind, cues}.'],
    ['{"constructor":1}', 'constructor', /^The settings know no constructor\. Allowed there: version, /],
    ['{"position":"centre"}', 'position', /"centre"; allowed is one of bottom, middle, top\.$/],
    [
      '{"circle":{"radius":1e999,"centre":{"x":0,"y":0}}}',
      'circle.radius',
      'In the settings circle.radius is Infinity; allowed is a number.',
    ],
    ...['  ', '\\u200b', 'a\\u0000b', '\\ud800'].map((text): [string, string, string] => [
      `{"subtitles":{"kind":"edited","cues":[{"startSeconds":0,"endSeconds":1,"text":"${text}"}]}}`,
      'subtitles.cues[0].text',
      'allowed is a text that can be read.',
    ]),
    ['{"theme":"pop"} please', '', /^The settings are no JSON \(/],
    ['{"theme":"pop",}', '', /^The settings are no JSON \(/],
    ['{"circle":{"radius":0,3}}', '', /^The settings are no JSON \(/],
    ['{"subtitles":{"kind":"own"}}', 'subtitles.kind', 'own only where a subtitle file was given before'],
    ['{"subtitles":{"kind":"edited"}}', 'subtitles.cues', 'The settings lack subtitles.cues'],
    [
      '{"subtitles":{"kind":"edited","cues":[{"startSeconds":2,"endSeconds":1,"text":"a"}]}}',
      'subtitles.cues[0].endSeconds',
      'a time after startSeconds, which is 2',
    ],
    [
      '{"subtitles":{"kind":"auto","cues":[{"startSeconds":0,"endSeconds":1,"text":"a"}]}}',
      'subtitles.cues',
      'there only with kind "edited"',
    ],
    ['{"__proto__":{"theme":"pop"}}', '__proto__', 'The settings know no __proto__'],
    ['[]', 'the whole', 'In the settings the whole is []; allowed is an object: {…}.'],
    ['null', 'the whole', 'allowed is an object: {…}.'],
    ['{"theme":', '', /^The settings are no JSON \(/],
  ])('are refused with the place, what was found and what is allowed: %s', (text, path, said) => {
    const refused = refusalOf(() => parsed(text));
    expect(refused.reason).toBe('invalid-arguments');
    expect(refused.details.path).toBe(path);
    expect(refused.message).toMatch(said);
    expect(refused.message.length).toBeLessThan(400);
  });

  it.each([
    '{“theme”: “pop”}',
    '{«theme»: «pop»}',
    '```json\n{"theme": "pop"}\n```',
    '``` {"theme": "pop"}```',
    '`{"theme": "pop"}`',
    '\ufeff{"theme":\u00a0"pop"}\u200b',
    '```\n{“theme”: “pop”}\n```',
  ])('are read as a phone or a chat writes them: %s', (text) => {
    expect(parsed(text)).toEqual({ ...current, theme: 'pop' });
  });

  it('keep curly quotes and joined emoji that stand in a text', () => {
    const cues = [{ startSeconds: 0, endSeconds: 1, text: '“Hi” «да» 👩‍🚀' }];
    const json = JSON.stringify({ subtitles: { kind: 'edited', cues } });
    expect(parsed(`\`\`\`json\n${json}\n\`\`\``).subtitles).toEqual({ kind: 'edited', cues });
  });

  it('are refused too when they are endless', () => {
    expect(refusalOf(() => parsed(`"${'x'.repeat(200_000)}"`)).message).toMatch('at most 100000 are allowed');
    const deep = refusalOf(() => parsed(`${'['.repeat(40_000)}${']'.repeat(40_000)}`));
    expect(deep.message).toBe('In the settings the whole is a list of 1; allowed is an object: {…}.');
  });

  it('refuse what a talking head has no use for', () => {
    const refused = refusalOf(() =>
      parseRenderSettings('{"circle":"auto"}', defaultSettings('talking_head'), 'talking_head'),
    );
    expect(refused.message).toBe(
      'The setting circle has no meaning for the format talking_head, which knows subtitles, theme, position, intro, outro, aspect, disclosure.',
    );
  });
});

function refusalOf(action: () => unknown) {
  try {
    action();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
