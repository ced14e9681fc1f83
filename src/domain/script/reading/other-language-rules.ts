import { dropRules, plainWordRule } from './common-rules.ts';
import type { ReadingRule } from './reading-rule.ts';

/** espeak-ng reads numbers and prices of its languages itself. */
export const otherLanguageRules: readonly ReadingRule[] = [
  ...dropRules,
  plainWordRule,
  { pattern: /[$€£]?\p{N}+(?:[.,:]\p{N}+)*\s?%?/uy, read: ([number]) => number },
];
