import type { AgeGroup, Gender } from '../../../domain/presenter/presenter.ts';
import { countedBy } from '../plural.ts';

const counted = countedBy('ru');
const numbers = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 });
const shares = new Intl.NumberFormat('ru', { maximumFractionDigits: 2 });
const names = new Intl.DisplayNames('ru', { type: 'language' });
/** The product's people live by Moscow's clock. */
const zone = { timeZone: 'Europe/Moscow' } as const;
const day = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', ...zone });
const dayOfYear = new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', year: 'numeric', ...zone });
const clock = new Intl.DateTimeFormat('ru', { hour: '2-digit', minute: '2-digit', ...zone });
const year = new Intl.DateTimeFormat('ru', { year: 'numeric', ...zone });

const genders: Record<Gender, string> = { female: 'женский', male: 'мужской' };
const ages: Record<AgeGroup, string> = { young: 'молодой', adult: 'взрослый', elderly: 'пожилой' };

/** Counts, dates and names, as the other texts use them. */
export const words = {
  /** As those who speak it call it. */
  ownLanguageName: 'Русский',
  number: (value: number) => numbers.format(value),
  credits: (count: number) => counted(count, { one: 'кредит', few: 'кредита', other: 'кредитов' }),
  /** «на 2 секунды», «15 секунд». */
  seconds: (count: number) => counted(count, { one: 'секунду', few: 'секунды', other: 'секунд' }),
  /** Standing alone: «2 секунды», «21 секунда». */
  lasting: (count: number) => counted(count, { one: 'секунда', few: 'секунды', other: 'секунд' }),
  /** «до 15 секунд», «около 21 секунды». */
  ofSeconds: (count: number) => counted(count, { one: 'секунды', other: 'секунд' }),
  minutes: (count: number) => counted(count, { one: 'минуту', few: 'минуты', other: 'минут' }),
  words: (count: number) => counted(count, { one: 'слово', few: 'слова', other: 'слов' }),
  characters: (count: number) => counted(count, { one: 'знак', few: 'знака', other: 'знаков' }),
  /** «до 500 знаков». */
  ofCharacters: (count: number) => counted(count, { one: 'знака', other: 'знаков' }),
  videos: (count: number) => counted(count, { one: 'видео', other: 'видео' }),
  clips: (count: number) => counted(count, { one: 'клип', few: 'клипа', other: 'клипов' }),
  /** Of subtitles. */
  cues: (count: number) => counted(count, { one: 'строка', few: 'строки', other: 'строк' }),
  /** A part of a whole. */
  share: (value: number) => shares.format(value),
  jobs: (count: number) => counted(count, { one: 'работа', few: 'работы', other: 'работ' }),
  /** «3 раза», «5 раз». */
  times: (count: number) => counted(count, { one: 'раз', few: 'раза', other: 'раз' }),
  /** «до 3 дублей», «до 1 правки». */
  ofTakes: (count: number) => counted(count, { one: 'дубля', other: 'дублей' }),
  ofEdits: (count: number) => counted(count, { one: 'правки', other: 'правок' }),
  megabytes: (count: number) => `${numbers.format(count)}\u00a0МБ`,
  percent: (value: number) => `${numbers.format(value)}\u00a0%`,
  date: (at: Date, now: Date) =>
    (year.format(at) === year.format(now) ? day : dayOfYear).format(at).replace(/ /g, '\u00a0'),
  time: (at: Date) => clock.format(at),
  languageName: (code: string) => names.of(code) ?? code,
  voiceGender: (gender: Gender) => genders[gender],
  voiceAge: (age: AgeGroup) => ages[age],
  /** How long is left, roughly and never more exactly than it is known. */
  timeLeft: (seconds: number) =>
    seconds < 10
      ? 'несколько секунд'
      : seconds < 90
        ? `около ${words.ofSeconds(Math.ceil(seconds / 10) * 10)}`
        : `около ${counted(Math.ceil(seconds / 60), { one: 'минуты', other: 'минут' })}`,
};
