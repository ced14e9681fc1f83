import { expect, it } from 'vitest';
import { type Colour, type SubtitleTheme, subtitleTheme, subtitleThemeNames } from './subtitle-theme.ts';

/** Relative luminance of WCAG 2. */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const level = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
}

/** What surrounds each kind of word, whatever the picture is. */
function pairs(theme: SubtitleTheme): [Colour, Colour][] {
  const around = theme.plate ?? theme.outline.colour;
  const spokenOn = theme.spokenOutline ?? around;
  const resting = [theme.text, theme.emphasis, ...(theme.saidText ? [theme.saidText] : [])];
  return [...resting.map((text): [Colour, Colour] => [text, around]), [theme.spokenText, spokenOn]];
}

it.each(subtitleThemeNames)(
  '%s is legible over any picture: its text stands out from its own outline or plate',
  (name) => {
    const theme = subtitleTheme(name);
    expect(theme.plate !== undefined || theme.outline.widthEm >= 0.07).toBe(true);
    for (const [text, around] of pairs(theme))
      expect(contrast(text, around), `${text} on ${around}`).toBeGreaterThanOrEqual(4.5);
  },
);

it.each(subtitleThemeNames)('%s tells starred and spoken words from the others', (name) => {
  const { text, emphasis, spokenText, spokenPlate } = subtitleTheme(name);
  expect(emphasis).not.toBe(text);
  expect(emphasis).not.toBe(spokenText);
  expect(spokenText !== text || spokenPlate !== undefined).toBe(true);
});
