import { AppError } from '../../kernel/errors.ts';
import { nearestNames } from '../nearest-names.ts';
import type { FontId } from './fonts.ts';

/** `#rrggbb`. */
export type Colour = `#${string}`;

export interface SubtitleTheme {
  readonly fontId: FontId;
  /** Of the size that the frame calls for. */
  readonly sizeScale: number;
  readonly text: Colour;
  /** The word that is being spoken. */
  readonly spokenText: Colour;
  /** Starred words, while they are not spoken. */
  readonly emphasis: Colour;
  /** Words that were spoken keep this colour until their cue ends. */
  readonly saidText?: Colour;
  /** The spoken word is filled from its beginning to its end, as long as it sounds. */
  readonly fillsUp?: true;
  readonly capitals?: true;
  /** Width and softness in em. */
  readonly outline: { readonly widthEm: number; readonly blurEm: number; readonly colour: Colour };
  /** Straight down, in em; 0 is none. Transparency: 0 is opaque, 1 invisible. */
  readonly shadow: { readonly depthEm: number; readonly colour: Colour; readonly transparency: number };
  /** A rounded plate behind each line. */
  readonly plate?: Colour;
  /** A rounded plate behind the word that is being spoken. */
  readonly spokenPlate?: Colour;
  /** Outline of the word that stands on such a plate, where it is another; it has no shadow then. */
  readonly spokenOutline?: Colour;
  /** How much the word that is being spoken grows; 1 is not at all. */
  readonly spokenScale: number;
  /** It shoots up to this size first. */
  readonly spokenPeak?: number;
  /** Whether a new cue springs up to its size. */
  readonly entrance: 'none' | 'spring';
}

const noShadow = { depthEm: 0, colour: '#000000', transparency: 0 } as const;
const noOutline = { widthEm: 0, blurEm: 0, colour: '#000000' } as const;

export const subtitleThemes = {
  light: {
    fontId: 'montserrat',
    sizeScale: 1,
    text: '#ffffff',
    spokenText: '#ffe14a',
    emphasis: '#ff9a3d',
    outline: { widthEm: 0.07, blurEm: 0, colour: '#14141a' },
    shadow: { depthEm: 0.05, colour: '#000000', transparency: 0.45 },
    spokenScale: 1,
    entrance: 'none',
  },
  yellow_on_black: {
    fontId: 'montserrat',
    sizeScale: 0.92,
    text: '#ffd92e',
    spokenText: '#ffffff',
    emphasis: '#ff7a5c',
    outline: noOutline,
    shadow: noShadow,
    plate: '#0b0b0d',
    spokenScale: 1,
    entrance: 'none',
  },
  white_on_purple: {
    fontId: 'rubik',
    sizeScale: 0.96,
    text: '#ffffff',
    spokenText: '#ffe66b',
    emphasis: '#8dfad0',
    outline: noOutline,
    shadow: noShadow,
    plate: '#6d28d9',
    spokenScale: 1,
    entrance: 'none',
  },
  bold_outline: {
    fontId: 'rubik',
    sizeScale: 1.12,
    text: '#ffffff',
    spokenText: '#3dfc7a',
    emphasis: '#ffd62e',
    outline: { widthEm: 0.11, blurEm: 0, colour: '#000000' },
    shadow: { depthEm: 0.06, colour: '#000000', transparency: 0.2 },
    spokenScale: 1,
    entrance: 'spring',
  },
  karaoke_box: {
    fontId: 'montserrat',
    sizeScale: 0.98,
    text: '#ffffff',
    spokenText: '#ffffff',
    emphasis: '#ffe14a',
    outline: { widthEm: 0.075, blurEm: 0, colour: '#101018' },
    shadow: noShadow,
    spokenPlate: '#f0285a',
    spokenScale: 1,
    entrance: 'none',
  },
  pop: {
    fontId: 'rubik',
    sizeScale: 1.08,
    text: '#ffffff',
    spokenText: '#ffcf1a',
    emphasis: '#5ce0ff',
    outline: { widthEm: 0.09, blurEm: 0, colour: '#17110a' },
    shadow: { depthEm: 0.05, colour: '#000000', transparency: 0.35 },
    spokenScale: 1.05,
    spokenPeak: 1.14,
    entrance: 'spring',
  },
  minimal: {
    fontId: 'manrope',
    sizeScale: 0.9,
    text: '#e9edf3',
    spokenText: '#ffffff',
    emphasis: '#ffd98a',
    outline: { widthEm: 0.085, blurEm: 0.015, colour: '#101116' },
    shadow: { depthEm: 0.03, colour: '#000000', transparency: 0.35 },
    spokenScale: 1,
    entrance: 'none',
  },
  box: {
    fontId: 'montserrat',
    sizeScale: 0.92,
    text: '#15161a',
    spokenText: '#c9003f',
    emphasis: '#0b4fe0',
    outline: noOutline,
    shadow: noShadow,
    plate: '#ffffff',
    spokenScale: 1,
    entrance: 'none',
  },
  outline: {
    fontId: 'montserrat',
    sizeScale: 1.02,
    text: '#ffffff',
    spokenText: '#ffe600',
    emphasis: '#ff9df0',
    capitals: true,
    outline: { widthEm: 0.125, blurEm: 0, colour: '#000000' },
    shadow: noShadow,
    spokenScale: 1,
    entrance: 'none',
  },
  highlight: {
    fontId: 'rubik',
    sizeScale: 1,
    text: '#ffffff',
    spokenText: '#101014',
    emphasis: '#d6ff3f',
    outline: { widthEm: 0.08, blurEm: 0, colour: '#101014' },
    shadow: noShadow,
    spokenPlate: '#d6ff3f',
    spokenOutline: '#d6ff3f',
    spokenScale: 1,
    entrance: 'none',
  },
  karaoke: {
    fontId: 'montserrat',
    sizeScale: 1,
    text: '#ffffff',
    spokenText: '#38e1ff',
    emphasis: '#ffd23c',
    saidText: '#38e1ff',
    fillsUp: true,
    outline: { widthEm: 0.085, blurEm: 0, colour: '#0a1030' },
    shadow: { depthEm: 0.05, colour: '#000000', transparency: 0.4 },
    spokenScale: 1,
    entrance: 'none',
  },
} as const satisfies Record<string, SubtitleTheme>;

export type SubtitleThemeName = keyof typeof subtitleThemes;

export const defaultSubtitleTheme: SubtitleThemeName = 'light';

export const subtitleThemeNames = Object.keys(subtitleThemes) as SubtitleThemeName[];

/** How large a word ever gets. */
export function largestScale({ spokenScale, spokenPeak = 1 }: SubtitleTheme): number {
  return Math.max(1, spokenScale, spokenPeak);
}

/** A word's text as the theme writes it. */
export function shownText(text: string, theme: SubtitleTheme): string {
  if (!theme.capitals) return text;
  // Greek capitals lose their accents.
  return /\p{Script=Greek}/u.test(text) ? text.toLocaleUpperCase('el') : text.toUpperCase();
}

export function isSubtitleTheme(name: string): name is SubtitleThemeName {
  return Object.hasOwn(subtitleThemes, name);
}

/** @throws `invalid-arguments` naming the themes there are, the likeliest one first. */
export function subtitleTheme(name: string): SubtitleTheme {
  if (isSubtitleTheme(name)) return subtitleThemes[name];
  const found = name.slice(0, 40);
  const nearest = nearestNames(found, subtitleThemeNames, 1);
  throw new AppError(
    'invalid-arguments',
    `There is no subtitle theme '${found}'; did you mean '${nearest[0]}'? The themes are ${subtitleThemeNames.join(', ')}.`,
    { details: { found, nearest: nearest[0] ?? '', allowed: subtitleThemeNames.join(', ') } },
  );
}
