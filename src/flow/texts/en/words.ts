import type { AgeGroup, Gender } from '../../../domain/presenter/presenter.ts';
import { countedBy } from '../plural.ts';
import type { words as shape } from '../ru/words.ts';

const counted = countedBy('en');
const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const shares = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const names = new Intl.DisplayNames('en', { type: 'language' });
const zone = { timeZone: 'UTC' } as const;
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', ...zone });
const dayOfYear = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', ...zone });
const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false, ...zone });
const year = new Intl.DateTimeFormat('en', { year: 'numeric', ...zone });

const genders: Record<Gender, string> = { female: 'female', male: 'male' };
const ages: Record<AgeGroup, string> = { young: 'young', adult: 'adult', elderly: 'elderly' };

const seconds = (count: number) => counted(count, { one: 'second', other: 'seconds' });

export const words: typeof shape = {
  ownLanguageName: 'English',
  number: (value) => numbers.format(value),
  credits: (count) => counted(count, { one: 'credit', other: 'credits' }),
  seconds,
  lasting: seconds,
  ofSeconds: seconds,
  minutes: (count) => counted(count, { one: 'minute', other: 'minutes' }),
  words: (count) => counted(count, { one: 'word', other: 'words' }),
  characters: (count) => counted(count, { one: 'character', other: 'characters' }),
  ofCharacters: (count) => counted(count, { one: 'character', other: 'characters' }),
  videos: (count) => counted(count, { one: 'video', other: 'videos' }),
  clips: (count) => counted(count, { one: 'clip', other: 'clips' }),
  cues: (count) => counted(count, { one: 'line', other: 'lines' }),
  share: (value) => shares.format(value),
  jobs: (count) => counted(count, { one: 'job', other: 'jobs' }),
  times: (count) => counted(count, { one: 'time', other: 'times' }),
  ofTakes: (count) => counted(count, { one: 'take', other: 'takes' }),
  ofEdits: (count) => counted(count, { one: 'edit', other: 'edits' }),
  megabytes: (count) => `${numbers.format(count)}\u00a0MB`,
  percent: (value) => `${numbers.format(value)}%`,
  date: (at, now) =>
    (year.format(at) === year.format(now) ? day : dayOfYear).format(at).replace(/ /g, '\u00a0'),
  time: (at) => `${clock.format(at)}\u00a0UTC`,
  languageName: (code) => names.of(code) ?? code,
  voiceGender: (gender) => genders[gender],
  voiceAge: (age) => ages[age],
  timeLeft: (left) =>
    left < 10
      ? 'a few seconds'
      : left < 90
        ? `about ${seconds(Math.ceil(left / 10) * 10)}`
        : `about ${words.minutes(Math.ceil(left / 60))}`,
};
