import { describe, expect, it } from 'vitest';
import { isAppError } from '../../kernel/errors.ts';
import { frameOfAspect } from '../ad/ad.ts';
import { cuesFromFile } from './cues-from-file.ts';
import { parseSubtitles } from './parse-subtitles.ts';
import type { SubtitleCue } from './subtitle-track.ts';
import { writeSrt } from './write-srt.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const options = { frame: frameOfAspect['9:16'], theme: 'light', durationSeconds: 20 };

function windows1251(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
  });
}

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  [...text].forEach((character, index) => {
    view.setUint16(index * 2, character.charCodeAt(0), littleEndian);
  });
  return bytes;
}

function refusalOf(content: string | Uint8Array) {
  try {
    parseSubtitles(typeof content === 'string' ? utf8(content) : content);
  } catch (error) {
    if (isAppError(error, 'invalid-subtitles')) return error;
    throw error;
  }
  return undefined;
}

/** Mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const plain = '1\n00:00:01,000 --> 00:00:02,500\nПривет мир\n';

describe('parseSubtitles', () => {
  it.each([
    ['UTF-8', utf8(plain)],
    ['UTF-8 with a mark', utf8(`\uFEFF${plain}`)],
    ['windows-1251', windows1251(plain)],
    ['UTF-16 LE with a mark', utf16(`\uFEFF${plain}`, true)],
    ['UTF-16 BE with a mark', utf16(`\uFEFF${plain}`, false)],
    ['UTF-16 LE without', utf16(plain, true)],
  ])('reads %s', (_name, content) => {
    expect(parseSubtitles(content)).toEqual([
      { startSeconds: 1, endSeconds: 2.5, text: 'Привет мир', lineNumber: 2 },
    ]);
  });

  it('reads Western letters of windows-1252', () => {
    const bytes = Uint8Array.from('00:01 --> 00:02\ncaf\u00e9 cr\u00e8me', (character) =>
      character.charCodeAt(0),
    );
    expect(parseSubtitles(bytes)[0]?.text).toBe('café crème');
  });

  it('bears CRLF, missing numbers, missing blank lines, short times and several lines', () => {
    const entries = parseSubtitles(
      utf8('00:01.5 --> 00:02\r\nOne\r\ntwo\r\n2\r\n00:00:03 --> 00:00:04,25\r\nThree\r\n'),
    );
    expect(entries.map(({ startSeconds, endSeconds, text }) => [startSeconds, endSeconds, text])).toEqual([
      [1.5, 2, 'One two'],
      [3, 4.25, 'Three'],
    ]);
  });

  it('ignores what WebVTT has beside text', () => {
    const file = `WEBVTT - title

STYLE
::cue { color: red }

NOTE 00:00 --> 00:01 is no cue

intro
00:01.000 --> 00:02.000 line:0 position:20% align:start
<v Anna><b>Hi</b> &amp;lt; <00:01.500><c.loud>you</c>
`;
    expect(parseSubtitles(utf8(file)).map(({ text }) => text)).toEqual(['Hi &lt; you']);
  });

  it('strips tags and override codes but keeps a heart and braces', () => {
    const entry = parseSubtitles(
      utf8('00:01 --> 00:02\n{\\an8}<font color="red">I <3 you</font> {ok} 5 < 6'),
    );
    expect(entry[0]?.text).toBe('I <3 you {ok} 5 < 6');
  });

  it.each([
    ['a broken time', '1\n00:00:01,000 --> 00:00:xx\nHi', /^Line 2 .*'00:00:xx'.*00:00:01,500 --> /],
    ['too many minutes', '00:61:00 --> 00:62:00\nHi', /^Line 1 .*'00:61:00'/],
    ['an end before the start', '\n\n00:00:02,000 --> 00:00:01,000\nHi', /^Line 3 .*1 s.*2 s/],
    ['no entry', 'Hello there', /no entry/],
    ['entries with nothing to see', '00:01 --> 00:02\n\u200b\u200f\n\n00:03 --> 00:04\n\u0001\n', /no entry/],
    ['only empty entries', '00:01 --> 00:02\n\n00:03 --> 00:04\n<b></b>', /no entry/],
    ['a text without end', `00:01 --> 00:02\n${'x'.repeat(501)}`, /501 characters; at most 500/],
  ])('refuses %s', (_name, file, message) => {
    expect(refusalOf(file)?.message).toMatch(message);
  });

  it('refuses a file that is too large or no text before reading it', () => {
    expect(refusalOf(new Uint8Array(600 * 1024))?.message).toMatch(/600 kB; at most 512 kB/);
    expect(refusalOf(Uint8Array.from([1, 0, 0, 0, 0, 0, 7]))?.message).toMatch(/not text/);
    const picture = Buffer.from('89504e470d0a1a0a0000000d49484452f0e1d2c3b4a59687', 'hex');
    expect(refusalOf(picture)?.message).toMatch(/not text/);
    const chinese = Buffer.from('30303a3031202d2d3e2030303a30320ac3e6b0fcbadcbac3b3d4', 'hex');
    expect(refusalOf(chinese)?.message).toMatch(/unknown encoding; UTF-8 is allowed/);
  });

  it('throws nothing but its own refusal for 2000 damaged files', () => {
    const next = random(3);
    const signs = [
      '\n',
      '\r',
      '-->',
      '00:01',
      '00:00:02,000',
      ' ',
      '<',
      '>',
      '{\\',
      '}',
      '&amp;',
      'WEBVTT',
      'é',
      '\uFEFF',
      '1',
    ];
    for (let round = 0; round < 2000; round++) {
      const text = Array.from(
        { length: Math.floor(next() * 30) },
        () => signs[Math.floor(next() * signs.length)],
      ).join('');
      const bytes = utf8(text);
      if (next() < 0.3 && bytes.length > 0)
        bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      refusalOf(bytes);
    }
  });
});

describe('cuesFromFile', () => {
  it('refuses at once what would take minutes to divide and nobody could read', () => {
    const many = Array.from({ length: 1000 }, () => `00:00 --> 00:01\n${'a '.repeat(240)}\n`).join('\n');
    const started = performance.now();
    expect(() => cuesFromFile(utf8(many), options)).toThrow(
      'The subtitles have 479000 characters, and for 20.0 s at most 1780 are taken; shorten them by 477220.',
    );
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('clips at the end of the speech and says so', () => {
    const file = utf8('00:01 --> 00:25\nOne\n\n00:30 --> 00:31\nTwo');
    const { cues, warnings } = cuesFromFile(file, options);
    expect(cues).toHaveLength(1);
    expect(cues[0]?.endSeconds).toBe(20);
    expect(warnings.join(' ')).toMatch(/1 subtitles begin after.*cut at the end of the speech, at 20.0 s/);
  });

  it('ends an overlapped entry early and joins those of one moment', () => {
    const file = utf8('00:05 --> 00:07\nC\n\n00:01 --> 00:04\nA\n\n00:03 --> 00:05\nB\n\n00:05 --> 00:06\nD');
    const { cues, warnings } = cuesFromFile(file, options);
    expect(
      cues.map((cue) => [cue.startSeconds, cue.endSeconds, cue.words.map(({ text }) => text).join(' ')]),
    ).toEqual([
      [1, 3, 'A'],
      [3, 5, 'B'],
      [5, 7, 'C D'],
    ]);
    expect(warnings).toHaveLength(1);
  });

  it('shows what is no word in parts that can be read, all of it', () => {
    const { cues } = cuesFromFile(utf8(`00:00 --> 00:10\n${'abcde'.repeat(100)}`), options);
    expect(cues.length).toBeGreaterThan(10);
    expect(cues.flatMap(({ words }) => words.map(({ text }) => text)).join('')).toBe('abcde'.repeat(100));
    const address = 'https://www.example.com/very/long/path?with=query&utm_source=tiktok';
    const [whole] = cuesFromFile(utf8(`00:00 --> 00:10\n${address}`), options).cues;
    expect(whole?.words.map(({ text }) => text)).toEqual([address]);
  });

  it('divides a long entry into cues that fill its time and keep its words', () => {
    const text =
      'This entry is far too long for two lines of a phone screen, so it is shown in parts one after another';
    const { cues } = cuesFromFile(utf8(`00:00 --> 00:10\n${text}`), options);
    expect(cues.length).toBeGreaterThan(3);
    expect(cues.flatMap(({ words }) => words.map((word) => word.text)).join(' ')).toBe(text);
    expect(cues[0]?.startSeconds).toBe(0);
    expect(cues.at(-1)?.endSeconds).toBe(10);
    cues.slice(1).forEach((cue, index) => {
      expect(cue.startSeconds).toBe(cues[index]?.endSeconds);
    });
    expect(cues.every(({ wordTimed }) => !wordTimed)).toBe(true);
  });
});

describe('writeSrt', () => {
  it('is read back with the same words and times, for 300 random tracks', () => {
    const next = random(11);
    const vocabulary = [
      '<b>',
      '<3',
      '&amp;',
      '&',
      '-->',
      'Привет,',
      '{x}',
      '10',
      'a<b',
      '🔥',
      '</i>',
      '«да»',
    ];
    for (let round = 0; round < 300; round++) {
      let at = 0;
      const cues = Array.from({ length: 1 + Math.floor(next() * 6) }, (): SubtitleCue => {
        const startSeconds = at;
        const endSeconds = Math.round((at + 0.3 + next() * 3) * 1000) / 1000;
        at = endSeconds;
        const words = Array.from({ length: 1 + Math.floor(next() * 4) }, () => {
          return { text: vocabulary[Math.floor(next() * vocabulary.length)] ?? '', startSeconds, endSeconds };
        });
        return { startSeconds, endSeconds, words, wordTimed: false };
      });
      const read = parseSubtitles(utf8(writeSrt(cues)));
      expect(read.map(({ text }) => text)).toEqual(
        cues.map(({ words }) => words.map(({ text }) => text).join(' ')),
      );
      expect(read.map(({ startSeconds }) => startSeconds)).toEqual(
        cues.map(({ startSeconds }) => startSeconds),
      );
    }
  });
});
