import { describe, expect, it } from 'vitest';
import { formatCaption, formatText } from './format-text.ts';

const read = (text: string, parseMode?: string) => {
  const { text: words, entities } = formatText({ text, parseMode, entities: undefined });
  return [
    words,
    ...entities.map(({ type, offset, length, ...more }) => [
      type,
      words.slice(offset, offset + length),
      ...Object.values(more),
    ]),
  ];
};

describe('HTML', () => {
  it.each([
    ['<b>a</b><strong>b</strong>', ['ab', ['bold', 'a'], ['bold', 'b']]],
    ['<i>a</i> <em>b</em>', ['a b', ['italic', 'a'], ['italic', 'b']]],
    [
      '<u>a</u><ins>b</ins><s>c</s><del>d</del><strike>e</strike>',
      [
        'abcde',
        ['underline', 'a'],
        ['underline', 'b'],
        ['strikethrough', 'c'],
        ['strikethrough', 'd'],
        ['strikethrough', 'e'],
      ],
    ],
    ['<b>a <i>b</i></b>', ['a b', ['bold', 'a b'], ['italic', 'b']]],
    [
      '<a href="https://example.com/?a=1&amp;b=2">a</a>',
      ['a', ['text_link', 'a', 'https://example.com/?a=1&b=2']],
    ],
    ['<code>a &lt; b</code>', ['a < b', ['code', 'a < b']]],
    ['<pre>a</pre>', ['a', ['pre', 'a']]],
    ['<pre><code class="language-js">a</code></pre>', ['a', ['pre', 'a', 'js']]],
    ['<blockquote>a</blockquote>', ['a', ['blockquote', 'a']]],
    ['<blockquote expandable>a</blockquote>', ['a', ['expandable_blockquote', 'a']]],
    [
      '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
      ['ab', ['spoiler', 'a'], ['spoiler', 'b']],
    ],
    ['&amp;&quot;&#33;&#x1F600;&nbsp;', ['&"!😀&nbsp;']],
    ['😀<b>a</b>', ['😀a', ['bold', 'a']]],
    ['  <b> a</b> ', ['a', ['bold', 'a']]],
  ])('%s is read', (source, expected) => {
    expect(read(source, 'HTML')).toEqual(expected);
  });

  it.each([
    ['a <b>b', `Can't find end tag corresponding to start tag "b"`],
    ['я<x>b</x>', 'Unsupported start tag "x" at byte offset 2'],
    ['<b>a</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ['a</b>', 'Unexpected end tag at byte offset 1'],
    ['a <b', 'Unclosed start tag at byte offset 2'],
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
  ])('%s is refused', (source, words) => {
    expect(() => read(source, 'HTML')).toThrow(`Bad Request: can't parse entities: ${words}`);
  });
});

describe('MarkdownV2', () => {
  it.each([
    [
      '*a* _b_ __c__ ~d~ ||e||',
      [
        'a b c d e',
        ['bold', 'a'],
        ['italic', 'b'],
        ['underline', 'c'],
        ['strikethrough', 'd'],
        ['spoiler', 'e'],
      ],
    ],
    ['*a _b_*', ['a b', ['bold', 'a b'], ['italic', 'b']]],
    ['[a](https://example.com/\\))', ['a', ['text_link', 'a', 'https://example.com/)']]],
    ['`a\\`*b`', ['a`*b', ['code', 'a`*b']]],
    ['```js\na\n```', ['a', ['pre', 'a', 'js']]],
    ['1\\.5\\!', ['1.5!']],
    ['>a\n>b\nc', ['a\nb\nc', ['blockquote', 'a\nb\n']]],
    ['>a||', ['a', ['expandable_blockquote', 'a']]],
  ])('%s is read', (source, expected) => {
    expect(read(source, 'MarkdownV2')).toEqual(expected);
  });

  it.each([
    ['a.', `Character '.' is reserved and must be escaped with the preceding '\\'`],
    ['a *b', `Can't find end of Bold entity at byte offset 2`],
    ['я`b', `Can't find end of Code entity at byte offset 2`],
    ['[a](b', `Can't find end of a URL at byte offset 3`],
  ])('%s is refused', (source, words) => {
    expect(() => read(source, 'MarkdownV2')).toThrow(`Bad Request: can't parse entities: ${words}`);
  });
});

describe('the old Markdown', () => {
  it('is read', () => {
    expect(read('*a* _b_ `c` [d](example.com) \\*e', 'Markdown')).toEqual([
      'a b c d *e',
      ['bold', 'a'],
      ['italic', 'b'],
      ['code', 'c'],
      ['text_link', 'd', 'http://example.com/'],
    ]);
    expect(() => read('я*b', 'Markdown')).toThrow("Can't find end of the entity starting at byte offset 2");
  });
});

describe('a plain text', () => {
  it('has its commands, addresses and names found', () => {
    expect(read('/start@ugc_bot see https://a.example/b?c=d. or #tag, @somebody, me@mail.com; 5/7')).toEqual([
      '/start@ugc_bot see https://a.example/b?c=d. or #tag, @somebody, me@mail.com; 5/7',
      ['bot_command', '/start@ugc_bot'],
      ['url', 'https://a.example/b?c=d'],
      ['hashtag', '#tag'],
      ['mention', '@somebody'],
      ['email', 'me@mail.com'],
    ]);
  });

  it('may have no caption, but not one of 1025 units', () => {
    const caption = (text: string) => formatCaption({ text, parseMode: undefined, entities: undefined });
    expect(caption('')).toBeUndefined();
    expect(caption('😀'.repeat(512))?.text).toHaveLength(1024);
    expect(() => caption(`${'😀'.repeat(512)}x`)).toThrow('message caption is too long');
  });
});
