const mostNamed = 12;

/** One sentence where characters were left out of the picture because no bundled font has them, else nothing. */
export function missingGlyphsWarnings(glyphs: readonly string[]): string[] {
  if (glyphs.length === 0) return [];
  const named = glyphs.slice(0, mostNamed).join(' ');
  const more = glyphs.length > mostNamed ? ` and ${glyphs.length - mostNamed} more` : '';
  return [
    `The subtitles leave out ${named}${more}: the fonts have Latin, Cyrillic, Greek, Hebrew and Arabic letters and emoji.`,
  ];
}
