import type { Viseme, VisemeShare } from './viseme.ts';

/** Longest first where one begins another. Silent letters have no shape. */
const englishGroups: readonly (readonly [letters: string, viseme: Viseme | null, weight: number])[] = [
  ['tion', 'CH', 1.6],
  ['igh', 'ih', 1.4],
  ['tch', 'CH', 1],
  ['sch', 'CH', 1],
  ['th', 'TH', 1],
  ['sh', 'CH', 1],
  ['ch', 'CH', 1],
  ['ph', 'FF', 1],
  ['wh', 'ou', 0.7],
  ['gh', null, 0],
  ['ck', 'kk', 1],
  ['ng', 'kk', 1],
  ['qu', 'ou', 1],
  ['oo', 'ou', 1.5],
  ['ou', 'oh', 1.5],
  ['ow', 'oh', 1.5],
  ['oa', 'oh', 1.5],
  ['ee', 'ih', 1.5],
  ['ea', 'ih', 1.5],
  ['ai', 'E', 1.5],
  ['ay', 'E', 1.5],
  ['oi', 'oh', 1.5],
  ['er', 'RR', 1.2],
  ['ir', 'RR', 1.2],
  ['ur', 'RR', 1.2],
  ...single('bpm', 'PP', 1),
  ...single('fv', 'FF', 1),
  ...single('tdl', 'DD', 0.8),
  ...single('n', 'nn', 0.9),
  ...single('cgkhqx', 'kk', 0.9),
  ...single('j', 'CH', 1),
  ...single('sz', 'SS', 1.1),
  ...single('r', 'RR', 0.9),
  ...single('w', 'ou', 0.8),
  ...single('a', 'AE', 1.3),
  ...single('e', 'E', 1.1),
  ...single('iy', 'ih', 1.1),
  ...single('o', 'oh', 1.3),
  ...single('u', 'UH', 1.2),
];

const russianGroups: readonly (readonly [letters: string, viseme: Viseme | null, weight: number])[] = [
  ...single('бпм', 'PP', 1),
  ...single('фв', 'FF', 1),
  ...single('тдл', 'DD', 0.8),
  ...single('н', 'nn', 0.9),
  ...single('кгх', 'kk', 0.9),
  ...single('чшщж', 'CH', 1.1),
  ...single('сзц', 'SS', 1.1),
  ...single('р', 'RR', 0.8),
  ...single('й', 'ih', 0.6),
  ...single('ая', 'aa', 1.3),
  ...single('эе', 'E', 1.2),
  ...single('иы', 'ih', 1.2),
  ...single('оё', 'oh', 1.3),
  ...single('ую', 'ou', 1.3),
  ...single('ьъ', null, 0),
];

const groups = [...englishGroups, ...russianGroups];

function single(letters: string, viseme: Viseme | null, weight: number) {
  return [...letters].map((letter) => [letter, viseme, weight] as const);
}

/** A guess from spelling, for engines that tell when a word is heard but not its sounds; digits count as vowels. */
export function visemesOfWord(text: string): readonly VisemeShare[] {
  const word = text.toLowerCase().normalize('NFC');
  const found: [Viseme, number][] = [];
  for (let at = 0; at < word.length; ) {
    const group = groups.find(([letters]) => word.startsWith(letters, at));
    const isSilentE =
      word[at] === 'e' && at === word.length - 1 && found.length > 1 && /[a-z]/.test(word[at - 1] ?? '');
    if (group?.[1] && !isSilentE) found.push([group[1], group[2]]);
    else if (/\d/.test(word[at] ?? '')) found.push(['SS', 0.8], ['E', 1.2], ['nn', 0.8]);
    at += group?.[0].length ?? 1;
  }
  const total = found.reduce((sum, [, weight]) => sum + weight, 0);
  return found.map(([viseme, weight]): VisemeShare => [viseme, weight / total]);
}
