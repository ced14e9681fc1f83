import type { AgeGroup, Gender } from '../../../domain/presenter/presenter.ts';
import type { FliteVoice } from '../engines/flite.ts';
import type { LocalVoice } from './local-voice.ts';

interface EnglishVoice {
  readonly id: string;
  readonly gender: Gender;
  readonly ageGroup: AgeGroup;
  readonly en: readonly [name: string, description: string];
  readonly ru: readonly [name: string, description: string];
  readonly settings: FliteVoice;
}

/** Word error rates of an offline recogniser order them: james 5 %, leo 7 %, callum 14 % … lily 43 %. */
const voices: readonly EnglishVoice[] = [
  {
    id: 'emma',
    gender: 'female',
    ageGroup: 'adult',
    en: ['Emma', 'American, calm and clear; a computer voice of the older kind'],
    ru: ['Эмма', 'американка, спокойный ясный голос; заметно компьютерный'],
    settings: { name: 'slt', ratio: 1 },
  },
  {
    id: 'james',
    gender: 'male',
    ageGroup: 'adult',
    en: ['James', 'American, even and the easiest to understand; a computer voice of the older kind'],
    ru: ['Джеймс', 'американец, ровный, самый разборчивый; заметно компьютерный'],
    settings: { name: 'rms', ratio: 1 },
  },
  {
    id: 'grace',
    gender: 'female',
    ageGroup: 'elderly',
    en: ['Grace', 'American, lower and more mature; a computer voice of the older kind'],
    ru: ['Грейс', 'американка, голос ниже и старше; заметно компьютерный'],
    settings: { name: 'slt', ratio: 0.93, pitchHertz: 160 },
  },
  {
    id: 'isla',
    gender: 'female',
    ageGroup: 'young',
    en: ['Isla', 'Scottish, bright and young; a computer voice of the older kind'],
    ru: ['Айла', 'шотландка, звонкий молодой голос; заметно компьютерный'],
    settings: { name: 'awb', ratio: 1.17, pitchHertz: 200 },
  },
  {
    id: 'lily',
    gender: 'female',
    ageGroup: 'young',
    en: ['Lily', 'American, high and girlish; the hardest of the English voices to understand'],
    ru: ['Лили', 'американка, высокий девичий голос; наименее разборчивый из английских'],
    settings: { name: 'slt', ratio: 1.1, pitchHertz: 205 },
  },
  {
    id: 'leo',
    gender: 'male',
    ageGroup: 'young',
    en: ['Leo', 'American, light and young; a computer voice of the older kind'],
    ru: ['Лео', 'американец, лёгкий молодой голос; заметно компьютерный'],
    settings: { name: 'rms', ratio: 1.2 },
  },
  {
    id: 'callum',
    gender: 'male',
    ageGroup: 'adult',
    en: ['Callum', 'Scottish, warm; a computer voice of the older kind'],
    ru: ['Каллум', 'шотландец, тёплый голос; заметно компьютерный'],
    settings: { name: 'awb', ratio: 1 },
  },
  {
    id: 'bruno',
    gender: 'male',
    ageGroup: 'elderly',
    en: ['Bruno', 'American, deep and mature; a computer voice of the older kind'],
    ru: ['Бруно', 'американец, низкий зрелый голос; заметно компьютерный'],
    settings: { name: 'rms', ratio: 0.92 },
  },
];

export const englishVoices: readonly LocalVoice[] = voices.map(
  ({ id, gender, ageGroup, en, ru, settings }) => ({
    voice: {
      id,
      language: 'en',
      gender,
      ageGroup,
      name: { en: en[0], ru: ru[0] },
      description: { en: en[1], ru: ru[1] },
      engine: 'flite',
    },
    character: 'parametric',
    speaker: { engine: 'flite', settings },
  }),
);
