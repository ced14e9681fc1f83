import type { ReadingRule } from './reading-rule.ts';

/** Emoji with their joiners and skin tones, flags, keycaps. Digits and # count as emoji in Unicode, hence the list. */
const emoji =
  /(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u{1F3FB}-\u{1F3FF}])(?:[\u200D\uFE0E\uFE0F\u20E3\u{1F3FB}-\u{1F3FF}]|\p{Extended_Pictographic}|\p{Regional_Indicator})*/uy;

/** What is never spoken. © ® ™ are pictographs to Unicode. */
export const dropRules: readonly ReadingRule[] = [
  { pattern: emoji, read: () => '' },
  { pattern: /(?:\p{Default_Ignorable_Code_Point}|\u20E3)+/uy, read: () => '' },
];

/** A run of letters of any script, with inner apostrophes and hyphens. */
export const plainWordRule: ReadingRule = {
  pattern: /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*/uy,
  read: ([word]) => word.replaceAll('’', "'"),
};
