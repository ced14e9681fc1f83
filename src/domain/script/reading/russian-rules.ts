import { dropRules, plainWordRule } from './common-rules.ts';
import type { ReadingRule } from './reading-rule.ts';

export const russianRules: readonly ReadingRule[] = [
  ...dropRules,
  plainWordRule,
  { pattern: /\p{Nd}+/uy, read: ([number]) => number },
];
