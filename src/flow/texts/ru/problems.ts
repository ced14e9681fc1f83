import type { FoundKind, MediaProblem } from '../../../domain/media/media-problem.ts';
import type { Details } from '../details.ts';
import { words } from './words.ts';

export const kinds: Readonly<Record<FoundKind, string>> = {
  avi: 'видео AVI',
  mkv: 'видео MKV',
  wmv: 'видео WMV',
  flv: 'видео FLV',
  mpeg: 'видео MPEG',
  gif: 'картинка GIF',
  picture: 'картинка',
  heic: 'снимок HEIC',
  audio: 'звук без картинки',
  video: 'видео',
  document: 'документ',
  archive: 'архив',
  playlist: 'список воспроизведения',
  page: 'веб-страница',
  text: 'текст',
  empty: 'пустой файл',
  unknown: 'файл неизвестного вида',
};
const atLine = (line: number | undefined) => (line === undefined ? '' : ` в строке ${line}`);
const kindOf = ({ kind }: Details) => kinds[kind ?? 'unknown'];
const toMp4 = 'Переведите его в MP4 — например, в бесплатной программе HandBrake — и пришлите снова.';

/** What is wrong with a file, a link, a photo or an edit, and what can be done about it. */
export const problems: Readonly<Record<MediaProblem, (details: Details) => string>> = {
  'too-big': ({ foundMegabytes, allowedMegabytes }) =>
    `Файл слишком большой${foundMegabytes === undefined ? '' : ` — ${words.megabytes(foundMegabytes)}`}${allowedMegabytes === undefined ? '' : `, а можно до ${words.megabytes(allowedMegabytes)}`}. Сожмите видео или пришлите прямую ссылку на него.`,
  empty: () => 'Файл пустой. Пришлите другой.',
  container: (details) => `Это ${kindOf(details)}, а нужно MP4, MOV или WebM. ${toMp4}`,
  'not-a-video': (details) => `Это ${kindOf(details)}, а нужно видео: MP4, MOV или WebM.`,
  'only-sound': () => 'В файле только звук. Нужно видео с картинкой.',
  codec: () => `Видео закодировано непривычным способом. ${toMp4}`,
  'picture-too-small': ({ found, allowed }) =>
    `Кадр слишком маленький${found === undefined ? '' : `: ${found}`}${allowed === undefined ? '' : `, а нужно от ${words.number(allowed)} точек по стороне`}. Пришлите видео покрупнее.`,
  'picture-too-large': ({ found }) =>
    `Кадр слишком большой${found === undefined ? '' : `: ${found}`}. Уменьшите видео до 4K или меньше и пришлите снова.`,
  'too-long': () => 'Видео слишком длинное. Вырежьте нужный кусок и пришлите его.',
  'clip-too-long': ({ found, allowed }) =>
    `Ролик слишком длинный${found === undefined ? '' : `: ${found} с`}${allowed === undefined ? '' : `, а можно до ${words.number(allowed)} с`}. Могу взять его начало.`,
  'clip-too-short': ({ allowed }) =>
    `Ролик слишком короткий: он только мелькнёт${allowed === undefined ? '' : `, а нужно хотя бы ${words.number(allowed)} с`}. Пришлите подлиннее.`,
  'frame-rate': () =>
    'У видео слишком много кадров в секунду. Сохраните его с частотой до 60 и пришлите снова.',
  'cut-off': () => 'Файл обрывается на середине. Пришлите его ещё раз целиком.',
  broken: () => 'Прочитать это видео не получилось: похоже, файл повреждён. Сохраните его заново как MP4.',

  'link-invalid': () => 'Это не похоже на ссылку. Нужен адрес, который начинается с https://.',
  'link-private': () =>
    'Эта ссылка ведёт во внутреннюю сеть, такие я не открываю. Нужна ссылка, доступная всем.',
  'link-unreachable': ({ status }) =>
    `По ссылке ничего не нашлось${status === undefined || status === 0 ? '' : ` (ответ ${status})`}. Проверьте адрес и пришлите снова.`,
  'link-too-slow': () =>
    'Файл по ссылке качается слишком медленно. Пришлите его сюда или дайте другую ссылку.',
  'link-too-many-redirects': () => 'Ссылка слишком много раз перенаправляет. Нужна прямая ссылка на видео.',
  'link-too-big': ({ allowedMegabytes }) =>
    `Файл по ссылке слишком большой${allowedMegabytes === undefined ? '' : `: можно до ${words.megabytes(allowedMegabytes)}`}. Сожмите видео и пришлите снова.`,
  'link-login-page': () =>
    'Вместо файла открылась страница входа. Откройте доступ всем, у кого есть ссылка, и пришлите её снова.',
  'link-share-page': () => 'Это страница сервиса, а не сам файл. Скачайте видео и пришлите его сюда.',
  'link-folder': () => 'Это ссылка на папку. Нужна ссылка на один файл.',
  'link-not-video': (details) => `По ссылке — ${kindOf(details)}, а нужно видео: MP4, MOV или WebM.`,

  'too-many-bytes': () => 'Файл слишком большой: подойдёт картинка до 20\u00a0МБ.',
  'too-small': () => 'Картинка слишком маленькая. Пришлите побольше.',
  'too-many-pixels': () => 'Картинка слишком большая. Уменьшите её и пришлите снова.',
  format: (details) => `Это ${kindOf(details)}, а нужна фотография: JPEG, PNG или WebP.`,
  animated: () => 'Это анимация, а нужен обычный снимок.',
  damaged: () => 'Картинка повреждена. Пришлите её ещё раз или другую.',
  'foreign-data': () => 'В файле спрятано что-то кроме картинки. Сохраните снимок заново и пришлите.',

  'no-face': () => 'Лица на фото не видно. Нужен один человек, который смотрит в камеру.',
  'several-faces': ({ found }) =>
    `На фото несколько лиц${found === undefined ? '' : ` (${found})`}, а нужно одно. Обрежьте снимок или пришлите другой.`,
  'face-too-small': () => 'Лицо слишком мелкое. Пришлите снимок крупнее или поближе.',
  'face-turned': () => 'Лицо сильно повёрнуто. Нужно, чтобы человек смотрел в камеру.',
  'face-cut-off': () => 'Лицо обрезано краем снимка. Нужно целиком — от лба до подбородка.',
  'low-quality': () => 'Лицо видно нечётко. Пришлите снимок порезче и при хорошем свете.',

  'subtitles-too-big': ({ allowed }) =>
    `Файл субтитров слишком большой${allowed === undefined ? '' : `: можно до ${words.number(allowed)}\u00a0КБ`}. Похоже, это не субтитры.`,
  'subtitles-not-text': () => 'Это не текстовый файл. Нужны субтитры SRT или VTT.',
  'subtitles-encoding': () => 'Не могу понять кодировку этого файла. Сохраните его в UTF-8 и пришлите снова.',
  'subtitles-empty': () => 'В файле нет ни одной строки с текстом и временем. Нужны субтитры SRT или VTT.',
  'subtitles-too-many': ({ allowed }) =>
    `В файле слишком много строк${allowed === undefined ? '' : `: можно до ${words.number(allowed)}`}. Оставьте только те, что звучат в ролике.`,
  'subtitles-time': ({ line }) =>
    `Не понимаю время${atLine(line)}. Оно пишется так: 00:00:01,500 --&gt; 00:00:03,000. Исправьте и пришлите снова.`,
  'subtitles-order': ({ line }) =>
    `Субтитр${atLine(line)} кончается раньше, чем начинается. Исправьте время и пришлите снова.`,
  'subtitles-long-text': ({ line, allowed }) =>
    `Субтитр${atLine(line)} слишком длинный${allowed === undefined ? '' : `: можно до ${words.ofCharacters(allowed)}`}. Разделите его на несколько.`,
  'subtitles-after-speech': ({ seconds }) =>
    `Все субтитры начинаются после конца речи${seconds === undefined ? '' : ` — она длится ${words.number(seconds)}\u00a0с`}. Проверьте, от этого ли ролика файл.`,
  'subtitles-no-word': () => 'В этой строке нечего показать. Напишите хотя бы слово или уберите её.',
  'subtitles-no-font': () =>
    'Таких букв в наших шрифтах нет. Подойдут латиница, кириллица, греческий, иврит и арабский.',
  'subtitles-too-much': ({ characters, maxCharacters, cutCharacters }) =>
    `Столько текста за ролик не прочитать${characters === undefined || maxCharacters === undefined ? '' : `: ${words.characters(characters)}, а можно ${words.number(maxCharacters)}`}. Сократите ${cutCharacters === undefined ? 'его' : `хотя бы на ${words.characters(cutCharacters)}`}.`,

  'prompt-too-long': ({ allowed }) =>
    `Слишком длинно${allowed === undefined ? '' : `: можно до ${words.ofCharacters(allowed)}`}. Скажите короче.`,
  'not-understood': ({ quote }) =>
    `${quote === undefined ? 'Так я не умею' : `Не понимаю: «${quote}»`}. Нового я не дорисовываю, но могу изменить свет, цвет, фон и крупность.`,
  'no-change': () => 'Здесь нечего менять: портрет уже такой. Попросите о чём-нибудь другом.',
  'no-person-found': () => 'Не получилось отделить человека от фона. Попробуйте изменить свет или крупность.',
  'face-fills-picture': () => 'Лицо и так занимает весь кадр: крупнее уже нельзя.',
  'person-at-edge': () => 'Человек стоит у самого края, поэтому отодвинуть его не получится.',
  'no-background': () => 'На этом портрете почти не видно фона, менять там нечего.',
};
