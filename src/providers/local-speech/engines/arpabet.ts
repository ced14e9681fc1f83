/** flite's phone set (CMU, with the reduced ax) in IPA. */
const ipaOfPhone: Readonly<Record<string, string>> = {
  aa: 'ɑː',
  ae: 'æ',
  ah: 'ʌ',
  ao: 'ɔː',
  aw: 'aʊ',
  ax: 'ə',
  axr: 'ɚ',
  ay: 'aɪ',
  b: 'b',
  ch: 'tʃ',
  d: 'd',
  dh: 'ð',
  dx: 'ɾ',
  eh: 'ɛ',
  el: 'əl',
  em: 'əm',
  en: 'ən',
  er: 'ɝ',
  ey: 'eɪ',
  f: 'f',
  g: 'ɡ',
  hh: 'h',
  hv: 'h',
  ih: 'ɪ',
  iy: 'iː',
  jh: 'dʒ',
  k: 'k',
  l: 'l',
  m: 'm',
  n: 'n',
  ng: 'ŋ',
  nx: 'n',
  ow: 'oʊ',
  oy: 'ɔɪ',
  p: 'p',
  r: 'ɹ',
  s: 's',
  sh: 'ʃ',
  t: 't',
  th: 'θ',
  uh: 'ʊ',
  uw: 'uː',
  v: 'v',
  w: 'w',
  y: 'j',
  z: 'z',
  zh: 'ʒ',
};

/** '' for a pause and for what is no phone of the set. */
export function ipaOfArpabet(phone: string): string {
  return ipaOfPhone[phone] ?? '';
}

const fullVowels = new Set([
  'aa',
  'ae',
  'ah',
  'ao',
  'aw',
  'ay',
  'eh',
  'er',
  'ey',
  'ih',
  'iy',
  'ow',
  'oy',
  'uh',
  'uw',
]);

/**
 * Which of a word's phones carries the stress. flite prints none, so: the first full vowel, as in most English words,
 * where the word is no unstressed function word. It drives brows and nods, not what is heard.
 */
export function stressedPhone(phones: readonly string[], word: string): number {
  if (functionWords.has(word.toLowerCase())) return -1;
  return phones.findIndex((phone) => fullVowels.has(phone));
}

const functionWords = new Set(
  'a an and are as at be but by can for from had has have he her him his i if in is it its me my of on or our she so than that the their them they this to up us was we were will with you your'.split(
    ' ',
  ),
);
