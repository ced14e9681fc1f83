const letterNames: Readonly<Record<string, string>> = {
  a: 'ay',
  b: 'bee',
  c: 'see',
  d: 'dee',
  e: 'ee',
  f: 'eff',
  g: 'jee',
  h: 'aitch',
  i: 'eye',
  j: 'jay',
  k: 'kay',
  l: 'ell',
  m: 'em',
  n: 'en',
  o: 'oh',
  p: 'pee',
  q: 'cue',
  r: 'are',
  s: 'ess',
  t: 'tee',
  u: 'you',
  v: 'vee',
  w: 'double you',
  x: 'ex',
  y: 'why',
  z: 'zee',
};

/** "UGC" is "you jee see". */
export function englishLetters(letters: string): string {
  return Array.from(letters.toLowerCase(), (letter) => letterNames[letter] ?? letter).join(' ');
}

/** Capitals that are spelled although they hold a vowel; all others are read as shouted words. */
const spelled = new Set(
  'UGC AI API USA UK EU UAE USB USP CEO CTO CFO FAQ DIY ATM IBM IOS IT UI UX IQ PHD TV PC HD ID VIP SUV ETA EDM SEO SMM ROI CPA CPM CPC CTR DNA LED OLED AC DC RGB AR VR MBA BBQ LGBT NBA NFL UFC BMW HBO AMA AMEX AED AUD'.split(
    ' ',
  ),
);

export function isSpelledCapitals(word: string): boolean {
  if (!/^[A-Z]{2,5}$/.test(word)) return false;
  return spelled.has(word) || !/[AEIOUY]/.test(word);
}

const spokenAbbreviations: Readonly<Record<string, string>> = {
  'dr.': 'doctor',
  'mr.': 'mister',
  'mrs.': 'missis',
  'ms.': 'miz',
  'st.': 'saint',
  'vs.': 'versus',
  vs: 'versus',
  'etc.': 'et cetera',
  'e.g.': 'for example',
  'i.e.': 'that is',
  'approx.': 'approximately',
  'no.': 'number',
  'jr.': 'junior',
  'inc.': 'incorporated',
  'ltd.': 'limited',
  'co.': 'company',
  'w/': 'with',
  'w/o': 'without',
  'a.m.': 'ay em',
  'p.m.': 'pee em',
  'min.': 'minutes',
  'hrs.': 'hours',
  'qty.': 'quantity',
  ok: 'okay',
  asap: 'ay ess ay pee',
  ios: 'eye oh ess',
  iphone: 'eye phone',
  ipad: 'eye pad',
  ebay: 'ee bay',
  'wi-fi': 'why fie',
  wifi: 'why fie',
  tiktok: 'tick tock',
  youtube: 'you tube',
  whatsapp: 'whats app',
  paypal: 'pay pal',
};

/** undefined where a word is read as it is written. */
export function englishAbbreviation(typed: string): string | undefined {
  return spokenAbbreviations[typed.toLowerCase()];
}

const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'km/h': ['kilometer per hour', 'kilometers per hour'],
  kmh: ['kilometer per hour', 'kilometers per hour'],
  mph: ['mile per hour', 'miles per hour'],
  km: ['kilometer', 'kilometers'],
  m: ['meter', 'meters'],
  cm: ['centimeter', 'centimeters'],
  mm: ['millimeter', 'millimeters'],
  mi: ['mile', 'miles'],
  ft: ['foot', 'feet'],
  kg: ['kilogram', 'kilograms'],
  g: ['gram', 'grams'],
  mg: ['milligram', 'milligrams'],
  lb: ['pound', 'pounds'],
  lbs: ['pound', 'pounds'],
  oz: ['ounce', 'ounces'],
  l: ['liter', 'liters'],
  ml: ['milliliter', 'milliliters'],
  h: ['hour', 'hours'],
  hr: ['hour', 'hours'],
  hrs: ['hour', 'hours'],
  min: ['minute', 'minutes'],
  mins: ['minute', 'minutes'],
  sec: ['second', 'seconds'],
  gb: ['gigabyte', 'gigabytes'],
  mb: ['megabyte', 'megabytes'],
  tb: ['terabyte', 'terabytes'],
  mah: ['milliamp hour', 'milliamp hours'],
  w: ['watt', 'watts'],
  kw: ['kilowatt', 'kilowatts'],
  hz: ['hertz', 'hertz'],
  px: ['pixel', 'pixels'],
  mp: ['megapixel', 'megapixels'],
  '°c': ['degree celsius', 'degrees celsius'],
  '°f': ['degree fahrenheit', 'degrees fahrenheit'],
  '°': ['degree', 'degrees'],
};

/** The unit after a number, in the number's grammatical number; undefined where it is no unit. */
export function englishUnit(typed: string, isOne: boolean): string | undefined {
  return units[typed.toLowerCase()]?.[isOne ? 0 : 1];
}

export const unitPattern =
  '(?:km\\/h|kmh|mph|km|cm|mm|mi|ft|kg|mg|lbs?|oz|ml|hrs?|h|mins?|sec|[GMT]B|gb|mAh|kW|W|Hz|px|MP|°[CF]?|g|m|l|L)';
