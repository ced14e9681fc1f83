import type { ErrorReason } from '../../../kernel/errors.ts';
import type { Details, GonePart, SpeechProblem } from '../details.ts';
import { problems } from './problems.ts';
import { settingRefused } from './setting-refused.ts';
import { stuck } from './stuck.ts';
import { words } from './words.ts';

const problemOf = (details: Details): string | undefined =>
  details.problem === undefined ? undefined : problems[details.problem](details);

const speechRefused: Readonly<Record<SpeechProblem, string>> = {
  'voice-locked': 'Этот голос сервис озвучки нам не даёт. Выберите другой.',
  'voice-unknown': 'Этого голоса у сервиса озвучки больше нет. Выберите другой.',
  'text-too-long': 'Текст длиннее, чем сервис озвучки берёт за раз. Сократите его и пришлите снова.',
};

const goneFiles: Readonly<Record<GonePart, string>> = {
  intro: 'Файл интро больше не хранится. Пришлите его снова или уберите интро.',
  outro: 'Файл аутро больше не хранится. Пришлите его снова или уберите аутро.',
  subtitles: 'Ваш файл субтитров больше не хранится. Пришлите его снова или возьмите субтитры из речи.',
};

/** What can be done about each refusal; for reasons that are the product's own the person is only told to try again. */
export const refusals: Readonly<Record<ErrorReason, (details: Details) => string>> = {
  'invalid-script': ({ speechProblem }) =>
    speechProblem
      ? speechRefused[speechProblem]
      : 'В тексте нечего произнести. Нужно хотя бы одно слово или число — эмодзи и знаки я пропускаю.',
  'speech-too-long': ({ seconds, maxSeconds, cutWords, cutCharacters, characters, maxCharacters }) =>
    seconds === undefined
      ? `Текст слишком длинный${characters === undefined || maxCharacters === undefined ? '' : `: ${words.characters(characters)}, а можно ${words.number(maxCharacters)}`}. Сократите ${cutCharacters === undefined ? 'его' : `хотя бы на ${words.characters(cutCharacters)}`}.`
      : `Текст звучит около ${words.ofSeconds(seconds)}${maxSeconds === undefined ? '' : `, а можно до ${words.ofSeconds(maxSeconds)}`}. Сократите ${cutWords === undefined ? 'его' : `примерно на ${words.words(cutWords)}${cutCharacters === undefined ? '' : ` (${words.characters(cutCharacters)})`}`}.`,
  'script-blocked': ({ quote }) =>
    `В тексте есть то, что нельзя рекламировать или говорить${quote === undefined ? '' : `: «${quote}»`}. Перепишите это место и пришлите текст снова.`,
  'invalid-voice': ({ speechProblem }) =>
    speechProblem
      ? speechRefused[speechProblem]
      : 'Этот голос больше недоступен для такого языка. Выберите другой.',
  'invalid-presenter': () => 'Этого ведущего больше нет. Выберите другого.',
  'invalid-portrait': (details) =>
    problemOf(details) ?? 'Эту картинку прочитать не получилось. Пришлите другую: JPEG, PNG или WebP.',
  'invalid-media': (details) =>
    problemOf(details) ?? 'Это видео прочитать не получилось. Сохраните его как MP4 и пришлите снова.',
  'invalid-subtitles': (details) =>
    problemOf(details) ?? 'Файл субтитров прочитать не получилось. Нужен SRT или VTT.',
  'link-refused': (details) =>
    problemOf(details) ?? 'Открыть эту ссылку не получилось. Проверьте, что она прямая и доступна всем.',
  'consent-missing': () =>
    'Без вашего согласия портрет использовать нельзя. Подтвердите его и попробуйте снова.',
  'disclosure-weakened': () => 'Такую слабую пометку оператор не разрешает. Выберите другую.',
  'credits-missing': ({ needed, balance }) =>
    `Не хватает кредитов${needed === undefined || balance === undefined ? '' : `: нужно ${words.number(needed)}, на счету ${words.number(balance)}`}. Пополните счёт — озвучка подождёт.`,
  'limit-reached': ({ limit }) =>
    `На сегодня всё${limit === undefined ? '' : `: за сутки можно сделать ${words.number(limit)} видео`}. Озвучка сохранится — закажите видео завтра.`,
  'too-many-requests': () => 'Слишком много запросов сразу. Подождите минуту и попробуйте снова.',
  conflict: () => 'Пока вы решали, здесь всё изменилось. Посмотрите ещё раз.',
  forbidden: () => 'Это вам недоступно.',
  'not-found': ({ gone }) =>
    gone === undefined ? 'Этого больше нет: наверное, удалено раньше.' : goneFiles[gone],
  cancelled: () => 'Работа остановлена.',
  'provider-refused': (details) =>
    problemOf(details) ??
    'Сервис отказался это делать: похоже, сработал его фильтр безопасности. Попробуйте сказать иначе.',
  'provider-unavailable': ({ trouble }) => `${stuck.why[trouble]} Попробуйте чуть позже.`,
  'provider-answer-unusable': ({ trouble }) => `${stuck.why[trouble]} Попробуйте ещё раз.`,
  'provider-unconfirmed': () =>
    'Мы обратились к сервису, но ответа не дождались, поэтому второй раз не отправляем. Списаний не было. Попробуйте ещё раз.',
  'budget-spent': () => 'Дневной бюджет на внешние сервисы исчерпан. Попробуйте завтра.',
  'timed-out': () => 'Это заняло слишком много времени. Попробуйте ещё раз.',
  'link-invalid': () => 'Срок ссылки вышел. Попросите новую.',
  'invalid-arguments': ({ setting }) =>
    setting ? settingRefused(setting) : 'Чего-то не хватает. Посмотрите, всё ли выбрано.',
  'invalid-config': internal,
  'invalid-output': internal,
  'disk-full': internal,
  'ffmpeg-missing': internal,
  'ffmpeg-incapable': internal,
  'process-failed': internal,
  'database-unavailable': internal,
  'database-newer': internal,
  internal,
};

function internal(): string {
  return 'Что-то сломалось у нас. Мы уже знаем. Попробуйте ещё раз чуть позже.';
}
