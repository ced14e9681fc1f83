import type { AgeGroup, Gender } from '../../../domain/presenter/presenter.ts';
import type { LocalVoice } from './local-voice.ts';

interface RussianVoice {
  readonly id: string;
  readonly gender: Gender;
  readonly ageGroup: AgeGroup;
  readonly en: readonly [name: string, trait: string];
  readonly ru: readonly [name: string, trait: string];
  readonly variant: string;
  readonly ratio: number;
  readonly pitch: number;
}

/** Best first, by closed-set word identification: olga 63 %, vera 62 %, nina and ivan 57–59 %. */
const voices: readonly RussianVoice[] = [
  {
    id: 'olga',
    gender: 'female',
    ageGroup: 'adult',
    en: ['Olga', 'even, the clearest'],
    ru: ['Ольга', 'ровный, самый разборчивый'],
    variant: 'ru+f2',
    ratio: 0.94,
    pitch: 45,
  },
  {
    id: 'ivan',
    gender: 'male',
    ageGroup: 'adult',
    en: ['Ivan', 'even, low'],
    ru: ['Иван', 'ровный, низкий'],
    variant: 'ru+Mike',
    ratio: 1,
    pitch: 50,
  },
  {
    id: 'vera',
    gender: 'female',
    ageGroup: 'young',
    en: ['Vera', 'high, young'],
    ru: ['Вера', 'высокий, молодой'],
    variant: 'ru+f5',
    ratio: 1,
    pitch: 50,
  },
  {
    id: 'nina',
    gender: 'female',
    ageGroup: 'elderly',
    en: ['Nina', 'low, mature'],
    ru: ['Нина', 'низкий, зрелый'],
    variant: 'ru+f4',
    ratio: 0.9,
    pitch: 50,
  },
  {
    id: 'zoya',
    gender: 'female',
    ageGroup: 'young',
    en: ['Zoya', 'lively, light'],
    ru: ['Зоя', 'живой, лёгкий'],
    variant: 'ru+f2',
    ratio: 0.9,
    pitch: 60,
  },
  {
    id: 'pavel',
    gender: 'male',
    ageGroup: 'adult',
    en: ['Pavel', 'calm, deep'],
    ru: ['Павел', 'спокойный, глубокий'],
    variant: 'ru+paul',
    ratio: 1,
    pitch: 50,
  },
  {
    id: 'boris',
    gender: 'male',
    ageGroup: 'elderly',
    en: ['Boris', 'the lowest, mature'],
    ru: ['Борис', 'самый низкий, зрелый'],
    variant: 'ru+m4',
    ratio: 0.93,
    pitch: 40,
  },
  {
    id: 'kirill',
    gender: 'male',
    ageGroup: 'young',
    en: ['Kirill', 'light, young'],
    ru: ['Кирилл', 'лёгкий, молодой'],
    variant: 'ru+klatt3',
    ratio: 1,
    pitch: 50,
  },
];

const wordsPerMinute = 158;

export const russianVoices: readonly LocalVoice[] = voices.map(
  ({ id, gender, ageGroup, en, ru, variant, ratio, pitch }) => ({
    voice: {
      id,
      language: 'ru',
      gender,
      ageGroup,
      name: { en: en[0], ru: ru[0] },
      description: {
        en: `${en[1]}; a synthetic draft voice, plainly a machine`,
        ru: `${ru[1]}; синтетический, черновой голос: слышно, что говорит машина`,
      },
      engine: 'espeak',
    },
    character: 'formant',
    speaker: { engine: 'espeak', settings: { name: variant, ratio, pitch, wordsPerMinute } },
  }),
);
