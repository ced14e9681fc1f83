import type { ErrorReason } from '../../../kernel/errors.ts';
import type { Details } from '../details.ts';
import { words } from './words.ts';

const portraits: Readonly<Record<string, (details: Details) => string>> = {
  'no-face': () => 'Лица на фото не видно. Нужен один человек, который смотрит в камеру.',
  'several-faces': ({ found }) =>
    `На фото несколько лиц${found === undefined ? '' : ` (${found})`}, а нужно одно. Обрежьте снимок или пришлите другой.`,
  'face-too-small': () => 'Лицо слишком мелкое. Пришлите снимок крупнее или поближе.',
  'face-turned': () => 'Лицо сильно повёрнуто. Нужно, чтобы человек смотрел в камеру.',
  'face-cut-off': () => 'Лицо обрезано краем снимка. Нужно целиком — от лба до подбородка.',
  'low-quality': () => 'Лицо видно нечётко. Пришлите снимок порезче и при хорошем свете.',
  'too-many-bytes': () => 'Файл слишком большой: подойдёт картинка до 20\u00a0МБ.',
  'too-small': () => 'Картинка слишком маленькая. Пришлите побольше.',
  'too-many-pixels': () => 'Картинка слишком большая. Уменьшите её и пришлите снова.',
  animated: () => 'Это анимация, а нужен обычный снимок.',
  format: () => 'Это не JPEG, PNG или WebP. Пришлите фото или картинку в одном из этих форматов.',
};

const media: Readonly<Record<string, (details: Details) => string>> = {
  container: ({ format }) =>
    `${format === undefined ? 'Такой файл' : `Файл ${format}`} не подойдёт: нужно видео MP4, MOV или WebM. Перевести в MP4 можно, например, в бесплатной программе HandBrake.`,
  'no-video': () => 'В файле нет изображения. Нужно видео с картинкой.',
  codec: () => 'Видео закодировано непривычным способом. Сохраните его как MP4 (H.264) и пришлите снова.',
  size: ({ found }) =>
    `Размер кадра${found === undefined ? '' : ` (${found})`} не подходит: нужен не меньше 16 и не больше 4096\u00a0точек по стороне.`,
  empty: () => 'В видео нет ни одного кадра. Пришлите другое.',
  'too-long': () => 'Видео слишком длинное. Вырежьте нужный кусок и пришлите его.',
  rate: () => 'У видео слишком много кадров в секунду. Сохраните его с частотой до 60 и пришлите снова.',
  'cut-off': () => 'Файл обрывается на середине. Пришлите его ещё раз целиком.',
  'too-big': ({ allowed }) =>
    `Файл слишком большой${allowed === undefined ? '' : `: можно до ${words.megabytes(allowed)}`}. Сожмите его или пришлите прямую ссылку.`,
};

const links: Readonly<Record<string, (details: Details) => string>> = {
  'not-a-link': () => 'Это не похоже на ссылку. Нужен адрес, который начинается с https://.',
  private: () => 'Эта ссылка ведёт во внутреннюю сеть, такие я не открываю. Нужна ссылка, доступная всем.',
  'not-found': () => 'По ссылке ничего нет. Проверьте, что файл открыт для всех, у кого есть ссылка.',
  'not-a-file': () => 'По ссылке — страница, а не файл. Нужна прямая ссылка на видео.',
  'too-big': media['too-big'] ?? (() => ''),
  'too-many-redirects': () => 'Ссылка слишком много раз перенаправляет. Нужна прямая ссылка на видео.',
};

/** What can be done about each refusal; for reasons that are the product's own the person is only told to try again. */
export const refusals: Readonly<Record<ErrorReason, (details: Details) => string>> = {
  'invalid-script': () =>
    'В тексте нечего произнести. Нужно хотя бы одно слово или число — эмодзи и знаки я пропускаю.',
  'speech-too-long': ({ seconds, maxSeconds, cutWords, cutCharacters, characters, maxCharacters }) =>
    seconds === undefined
      ? `Текст слишком длинный${characters === undefined || maxCharacters === undefined ? '' : `: ${words.characters(characters)}, а можно ${words.number(maxCharacters)}`}. Сократите ${cutCharacters === undefined ? 'его' : `хотя бы на ${words.characters(cutCharacters)}`}.`
      : `Текст звучит около ${words.ofSeconds(seconds)}${maxSeconds === undefined ? '' : `, а можно до ${words.ofSeconds(maxSeconds)}`}. Сократите ${cutWords === undefined ? 'его' : `примерно на ${words.words(cutWords)}${cutCharacters === undefined ? '' : ` (${words.characters(cutCharacters)})`}`}.`,
  'script-blocked': ({ quote }) =>
    `В тексте есть то, что нельзя рекламировать или говорить${quote === undefined ? '' : `: «${quote}»`}. Перепишите это место и пришлите текст снова.`,
  'invalid-voice': () => 'Этот голос больше не доступен для такого языка. Выберите другой.',
  'invalid-presenter': () => 'Этого ведущего больше нет. Выберите другого.',
  'invalid-portrait': (details) =>
    portraits[details.problem ?? '']?.(details) ??
    'Эту картинку прочитать не получилось. Пришлите другую: JPEG, PNG или WebP.',
  'invalid-media': (details) =>
    media[details.problem ?? '']?.(details) ??
    'Это видео прочитать не получилось. Сохраните его как MP4 и пришлите снова.',
  'invalid-subtitles': () => 'Файл субтитров прочитать не получилось. Нужен SRT или VTT.',
  'link-refused': (details) =>
    links[details.problem ?? '']?.(details) ??
    'Открыть эту ссылку не получилось. Проверьте, что она прямая и доступна всем.',
  'consent-missing': () =>
    'Без вашего согласия портрет использовать нельзя. Подтвердите его и попробуйте снова.',
  'disclosure-weakened': () => 'Такую слабую пометку оператор не разрешает. Выберите другую.',
  'credits-missing': ({ needed, balance }) =>
    `Не хватает кредитов${needed === undefined || balance === undefined ? '' : `: нужно ${words.number(needed)}, на счету ${words.number(balance)}`}. Пополните счёт — озвучка подождёт.`,
  'limit-reached': ({ limit }) =>
    `Достигнут предел${limit === undefined ? '' : ` (${words.number(limit)})`}. Попробуйте завтра или напишите нам.`,
  'too-many-requests': () => 'Слишком много запросов сразу. Подождите минуту и попробуйте снова.',
  conflict: () => 'Пока вы решали, здесь всё изменилось. Посмотрите ещё раз.',
  forbidden: () => 'Это вам недоступно.',
  'not-found': () => 'Этого больше нет: наверное, удалено раньше.',
  cancelled: () => 'Работа остановлена.',
  'provider-refused': ({ quote }) =>
    quote === undefined
      ? 'Сервис отказался это делать: похоже, сработал его фильтр безопасности. Попробуйте сказать иначе.'
      : `Не понимаю: «${quote}». Нового я не дорисовываю, но могу изменить свет, цвет, фон и крупность.`,
  'provider-unavailable': () => 'Сервис сейчас не отвечает. Попробуйте через несколько минут.',
  'provider-answer-unusable': () => 'Сервис прислал негодный результат. Попробуйте ещё раз.',
  'timed-out': () => 'Это заняло слишком много времени. Попробуйте ещё раз.',
  'link-invalid': () => 'Срок ссылки вышел. Попросите новую.',
  'invalid-arguments': () => 'Чего-то не хватает. Посмотрите, всё ли выбрано.',
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
