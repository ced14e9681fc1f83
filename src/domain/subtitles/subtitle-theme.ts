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
  /** Width and softness in em. */
  readonly outline: { readonly widthEm: number; readonly blurEm: number; readonly colour: Colour };
  /** Straight down, in em; 0 is none. Transparency: 0 is opaque, 1 invisible. */
  readonly shadow: { readonly depthEm: number; readonly colour: Colour; readonly transparency: number };
  /** A rounded plate behind each line. */
  readonly plate?: Colour;
  /** A rounded plate behind the word that is being spoken. */
  readonly spokenPlate?: Colour;
  /** How much the word that is being spoken grows; 1 is not at all. */
  readonly spokenScale: number;
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
    outline: { widthEm: 0.09, blurEm: 0, colour: '#17110a' },
    shadow: { depthEm: 0.05, colour: '#000000', transparency: 0.35 },
    spokenScale: 1.07,
    entrance: 'spring',
  },
  minimal: {
    fontId: 'manrope',
    sizeScale: 0.9,
    text: '#d5dae2',
    spokenText: '#ffffff',
    outline: { widthEm: 0.085, blurEm: 0.015, colour: '#101116' },
    shadow: { depthEm: 0.03, colour: '#000000', transparency: 0.35 },
    spokenScale: 1,
    entrance: 'none',
  },
} as const satisfies Record<string, SubtitleTheme>;

export type SubtitleThemeName = keyof typeof subtitleThemes;

export const defaultSubtitleTheme: SubtitleThemeName = 'light';

export const subtitleThemeNames = Object.keys(subtitleThemes) as SubtitleThemeName[];

/** @throws `invalid-arguments` naming the themes there are, the likeliest one first. */
export function subtitleTheme(name: string): SubtitleTheme {
  if (Object.hasOwn(subtitleThemes, name)) return subtitleThemes[name as SubtitleThemeName];
  const found = name.slice(0, 40);
  const nearest = nearestNames(found, subtitleThemeNames, 1);
  throw new AppError(
    'invalid-arguments',
    `There is no subtitle theme '${found}'; did you mean '${nearest[0]}'? The themes are ${subtitleThemeNames.join(', ')}.`,
    { details: { found, nearest: nearest[0] ?? '', allowed: subtitleThemeNames.join(', ') } },
  );
}
