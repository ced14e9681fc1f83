import type { AgeGroup, Gender } from '../../../domain/presenter/presenter.ts';
import type { LocalVoice } from './local-voice.ts';

/** espeak-ng's own names of the languages that it speaks passably and that are written in letters. */
const espeakNames: Readonly<Record<string, string>> = {
  bg: 'bg',
  cs: 'cs',
  da: 'da',
  de: 'de',
  el: 'el',
  es: 'es',
  et: 'et',
  fi: 'fi',
  fr: 'fr-fr',
  hr: 'hr',
  hu: 'hu',
  id: 'id',
  it: 'it',
  kk: 'kk',
  lt: 'lt',
  lv: 'lv',
  nb: 'nb',
  nl: 'nl',
  pl: 'pl',
  pt: 'pt-br',
  ro: 'ro',
  sk: 'sk',
  sl: 'sl',
  sv: 'sv',
  tr: 'tr',
  uk: 'uk',
};

/** ISO 639-1 codes of the languages that the multilingual voices speak. */
export const otherLanguages: readonly string[] = Object.keys(espeakNames);

/** The espeak-ng voice of a language with a timbre, `de` + `f2`. */
export function espeakVoiceName(language: string, variant = ''): string {
  const name = espeakNames[language] ?? language;
  return variant === '' ? name : `${name}+${variant}`;
}

interface Timbre {
  readonly id: string;
  readonly gender: Gender;
  readonly ageGroup: AgeGroup;
  readonly name: { readonly en: string; readonly ru: string };
  readonly variant: string;
  readonly ratio: number;
  readonly pitch: number;
}

const timbres: readonly Timbre[] = [
  {
    id: 'alba',
    gender: 'female',
    ageGroup: 'adult',
    name: { en: 'Alba', ru: 'Альба' },
    variant: 'f2',
    ratio: 0.94,
    pitch: 45,
  },
  {
    id: 'hugo',
    gender: 'male',
    ageGroup: 'adult',
    name: { en: 'Hugo', ru: 'Уго' },
    variant: 'Mike',
    ratio: 1,
    pitch: 50,
  },
  {
    id: 'stella',
    gender: 'female',
    ageGroup: 'young',
    name: { en: 'Stella', ru: 'Стелла' },
    variant: 'f5',
    ratio: 1,
    pitch: 50,
  },
  {
    id: 'oscar',
    gender: 'male',
    ageGroup: 'elderly',
    name: { en: 'Oscar', ru: 'Оскар' },
    variant: 'm4',
    ratio: 0.93,
    pitch: 40,
  },
];

export const multilingualVoices: readonly LocalVoice[] = timbres.map(
  ({ id, gender, ageGroup, name, variant, ratio, pitch }) => ({
    voice: {
      id,
      language: 'multi',
      gender,
      ageGroup,
      name,
      description: {
        en: 'speaks many languages; a synthetic draft voice, plainly a machine',
        ru: 'говорит на многих языках; синтетический, черновой голос: слышно, что говорит машина',
      },
      engine: 'espeak',
    },
    character: 'formant',
    speaker: { engine: 'espeak', settings: { name: variant, ratio, pitch, wordsPerMinute: 158 } },
  }),
);
