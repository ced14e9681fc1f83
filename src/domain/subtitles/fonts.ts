// Written by tools/fonts/vendor-fonts.ts from the files in assets/fonts.
import metrics from './font-metrics.json' with { type: 'json' };

/** Fonts that are bundled as files under assets/fonts; libass is told to look nowhere else. */
export const subtitleFonts = {
  montserrat: { family: 'Montserrat ExtraBold', fileName: 'Montserrat_800ExtraBold.ttf' },
  rubik: { family: 'Rubik ExtraBold', fileName: 'Rubik_800ExtraBold.ttf' },
  manrope: { family: 'Manrope ExtraBold', fileName: 'Manrope_800ExtraBold.ttf' },
  emoji: { family: 'Noto Emoji', fileName: 'NotoEmoji_700Bold.ttf' },
} as const satisfies Record<string, { readonly family: string; readonly fileName: string }>;

export type FontId = keyof typeof subtitleFonts;

/** Lengths in font units. */
export interface FontMetrics {
  readonly unitsPerEm: number;
  /** Windows ascent and descent, both positive: libass scales a font so that together they are its `Fontsize`. */
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  /** Runs of neighbouring characters: the first one's code point, then the advance of each. */
  readonly advances: readonly (readonly number[])[];
}

export const fontMetrics: Readonly<Record<FontId, FontMetrics>> = metrics;
