import type { Aspect, Disclosure, Template } from '../../../domain/ad/ad.ts';
import type { SubtitleThemeName } from '../../../domain/subtitles/subtitle-theme.ts';
import type { SubtitlePosition } from '../../../domain/subtitles/subtitle-track.ts';
import type { OverlayDoubt } from '../../../domain/overlay/overlay-doubt.ts';
import type { RenderSetting } from '../../../domain/montage/render-settings.ts';
import { words } from './words.ts';

type Part = 'intro' | 'outro';

const setCircle = 'Другой кружок можно поставить самому: «🎛 Монтаж» → «Кружок».';
const doubts: Record<OverlayDoubt, string> = {
  'face-held': `👀 Какое-то время лица не было видно, и кружок ждал на месте. ${setCircle}`,
  'face-by-body': `👀 Какое-то время лица не было видно, и кружок следил за фигурой. ${setCircle}`,
  'face-unseen': `👀 Лица в видео не нашлось, поэтому кружок стоит посередине. ${setCircle}`,
  'person-missing':
    '👀 Часть времени человека в видео не видно, и вырез тогда пуст. Другой шаблон выбирается в «🎛 Монтаж».',
};

const templates: Record<Template, string> = {
  basic: 'Лицо, потом видео',
  overlay: 'Вырез внизу',
  circle: 'Кружок в углу',
  mix_basic_overlay: 'Лицо, потом вырез',
  mix_basic_circle: 'Лицо, потом кружок',
};
const aboutTemplates: Record<Template, string> = {
  basic: '3\u00a0секунды ведущий во весь экран, дальше ваше видео под его голос',
  overlay: 'ведущий без фона стоит поверх вашего видео',
  circle: 'лицо в кружке поверх вашего видео',
  mix_basic_overlay: 'сначала ведущий во весь экран, потом без фона поверх видео',
  mix_basic_circle: 'сначала ведущий во весь экран, потом в кружке поверх видео',
};
const themes: Record<SubtitleThemeName, string> = {
  light: 'Светлая',
  yellow_on_black: 'Жёлтая',
  white_on_purple: 'Фиолетовая',
  bold_outline: 'Крупная',
  karaoke_box: 'Алая плашка',
  pop: 'Поп',
  minimal: 'Минимализм',
  box: 'Белая плашка',
  outline: 'Капс',
  highlight: 'Маркер',
  karaoke: 'Караоке',
};
const positions: Record<SubtitlePosition, string> = { bottom: 'внизу', middle: 'в центре', top: 'вверху' };
const positionButtons: Record<SubtitlePosition, string> = {
  bottom: 'Внизу',
  middle: 'В центре',
  top: 'Вверху',
};
const aspects: Record<Aspect, string> = {
  '9:16': 'вертикальный',
  '1:1': 'квадрат',
  '16:9': 'горизонтальный',
  '4:5': 'портретный',
};
const aboutAspects: Record<Aspect, string> = {
  '9:16': 'TikTok, Reels, Shorts',
  '1:1': 'лента',
  '16:9': 'YouTube, сайт',
  '4:5': 'лента Instagram',
};
const marks: Record<Disclosure, string> = {
  none: 'без видимой пометки',
  badge: 'значок в углу',
  label: 'строка в первые 3\u00a0секунды',
};
const settings: Record<RenderSetting, string> = {
  templates: 'шаблоны',
  subtitles: 'субтитры',
  theme: 'стиль',
  position: 'место субтитров',
  intro: 'интро',
  outro: 'аутро',
  circle: 'кружок',
  aspect: 'формат',
  disclosure: 'пометка об ИИ',
};
const parts: Record<Part, string> = { intro: 'Интро', outro: 'Аутро' };
const subtitleWarnings: Readonly<Record<string, string>> = {
  overlap: 'Некоторые строки накладывались, поэтому предыдущие закончатся раньше.',
  'beyond-speech': 'Строки после конца речи пропущены.',
  'cut-at-end': 'Последняя строка обрезана по концу речи.',
  haste: 'Некоторые строки стоят так недолго, что их не успеют прочитать.',
  'missing-glyphs': 'Некоторых знаков в шрифте нет, они не будут видны.',
};

export const montage = {
  open: '🎛 Монтаж',
  template: templates,
  aboutTemplate: aboutTemplates,
  theme: themes,
  position: positions,
  clip: 'Клип',
  none: '<b>Монтировать пока нечего</b>\n\nСначала нужно готовое видео: когда оно появится, здесь можно будет менять шаблон, субтитры, интро и формат — бесплатно и сколько угодно раз.',
  gone: '<b>Это видео уже не пересобрать</b>\n\nТого, из чего оно собрано, больше нет: голоса, лица или вашего видео. Можно сделать похожее.',
  create: '🎬 Создать ролик',
  videos: '🎞 Мои видео',

  title: '<b>Монтаж</b>',
  templatesLine: (names: string) => `🧩 Шаблоны: ${names}`,
  subtitlesLine: (source: string) => `💬 Субтитры: ${source}`,
  noSubtitles: 'нет',
  autoSubtitles: 'из речи',
  ownSubtitles: 'ваш файл',
  editedSubtitles: 'ваш текст',
  styled: (source: string, theme: string, position: SubtitlePosition): string =>
    `${source} · ${theme} · ${positions[position]}`,
  partLine: (part: Part, what: string) => `${part === 'intro' ? '⏮' : '⏭'} ${parts[part]}: ${what}`,
  noPart: 'нет',
  clipSeconds: (seconds: number, sound: 'heard' | 'muted' | 'none'): string =>
    `${words.number(seconds)}\u00a0с${sound === 'heard' ? ', со звуком' : sound === 'muted' ? ', без звука' : ''}`,
  circleLine: (what: string) => `⭕ Кружок: ${what}`,
  autoCircle: 'сам следит за лицом',
  circleValues: (radius: number, x: number, y: number): string =>
    `радиус ${words.share(radius)}, центр ${words.share(x)}\u00a0×\u00a0${words.share(y)}`,
  aspectLine: (aspect: Aspect) => `📐 Формат: ${aspect}, ${aspects[aspect]}`,
  markLine: (disclosure: Disclosure) => `🏷 Пометка об ИИ: ${marks[disclosure]}`,
  changed: (names: readonly RenderSetting[]) =>
    `✏️ Ещё не собрано: ${names.map((name) => settings[name]).join(', ')}.`,
  toTemplates: '🧩 Шаблоны',
  toSubtitles: '💬 Субтитры',
  toTheme: '🎨 Стиль',
  toPosition: '↕️ Место',
  toPart: (part: Part, isThere: boolean) =>
    `${part === 'intro' ? '⏮' : '⏭'} ${parts[part]}${isThere ? ' ✓' : ''}`,
  toCircle: '⭕ Кружок',
  toAspect: '📐 Формат',
  toMark: '🏷 Пометка',
  toPreview: '▶️ Превью',
  render: (clips: number) => `🎬 Собрать ${words.clips(clips)} · бесплатно`,
  reset: '↩️ Сброс',

  templatesTitle: '<b>Шаблоны</b>\n\nКаждый отмеченный даст отдельный клип. На картинке:',
  oneTemplate: 'Хотя бы один шаблон нужен. Отметьте сначала другой.',
  templateItem: (name: string, about: string): string => `<b>${name}</b> — ${about}`,

  subtitlesTitle: (state: string) => `<b>Субтитры</b>: ${state}`,
  subtitlesHint: 'Поправьте текст или пришлите сюда свой файл SRT или VTT.',
  auto: '🗣 Из речи',
  noneChoice: '🚫 Без субтитров',
  editText: '✏️ Править текст',
  checkingSubtitles: '🔎 <b>Читаю файл субтитров…</b>',
  subtitlesReady: (count: number, warnings: readonly string[]): string =>
    [
      `✅ Субтитры из файла приняты: ${words.cues(count)}.`,
      ...warnings.flatMap((id) => subtitleWarnings[id] ?? []),
    ].join(' '),
  missingLetters: (missing: 'some' | 'all'): string =>
    missing === 'all'
      ? '⚠️ Субтитров не будет видно: в наших шрифтах есть латиница, кириллица, греческий, иврит и арабский.'
      : '⚠️ Некоторых букв или знаков в наших шрифтах нет: в субтитрах их не будет видно.',
  cuesTitle: (page: number) =>
    `<b>Текст субтитров</b>${page > 0 ? ` · страница ${page + 1}` : ''}\n\nНажмите номер строки, чтобы изменить её.`,
  cueItem: (number: number, at: string, text: string): string => `<b>${number}.</b> ${at} ${text}`,
  noCues: '<b>Строк нет</b>\n\nВерните субтитры из речи или пришлите свой файл.',
  backToAuto: '↩️ Вернуть из речи',
  cueTitle: (number: number, from: string, to: string) => `<b>Строка ${number}</b> · ${from}–${to}`,
  cueHint:
    'Пришлите новый текст. Слово в *звёздочках* выделится цветом. Чтобы убрать строку, пришлите минус: -',
  cueTooLong: (characters: number, maxCharacters: number) =>
    `⚠️ В строке ${words.characters(characters)}, а за её время успеют прочитать не больше ${words.number(maxCharacters)}. Сократите её или склейте со следующей.`,
  mergeCue: '🔗 Склеить со следующей',
  removeCue: '🗑 Убрать',
  previousCue: '‹ Строка',
  nextCue: 'Строка ›',

  themeTitle: (name: string) => `<b>Стиль субтитров</b>: ${name}\n\nНажмите на другой — увидите на картинке.`,
  already: 'Так и есть.',
  positionTitle: (position: SubtitlePosition) => `<b>Место субтитров</b>: ${positions[position]}`,
  positionChoice: (position: SubtitlePosition): string => positionButtons[position],

  partTitle: (part: Part, what: string) => `<b>${parts[part]}</b>: ${what}`,
  partHint: (
    part: Part,
    limits: { least: number; most: number; fileMegabytes: number; linkMegabytes: number },
  ) =>
    `Клип ${part === 'intro' ? 'перед роликом' : 'после ролика'}, от ${words.number(limits.least)} до ${words.ofSeconds(limits.most)}. Пришлите видео до ${words.megabytes(limits.fileMegabytes)} или прямую ссылку до ${words.megabytes(limits.linkMegabytes)}. Под формат ролика подгоню сам.`,
  replacePart: 'Чтобы заменить, пришлите другое видео или ссылку.',
  soundOn: '🔊 Со звуком',
  soundOff: '🔇 Без звука',
  removePart: '🗑 Убрать',
  checkingPart: '🔎 <b>Проверяю видео…</b>\n\nОбычно это занимает несколько секунд.',
  useBeginning: (seconds: number) => `✂️ Взять первые ${words.seconds(seconds)}`,
  stop: '✖️ Не ждать',

  circleTitle: (what: string) => `<b>Кружок</b>: ${what}`,
  circleHint:
    'Стрелки двигают кружок по портрету. Точнее — тремя числами: радиус 0.05–0.6 и центр 0–1, например 0.3 0.5 0.4',
  circleAuto: '🎯 Следить за лицом',
  closer: '🔍 Крупнее',
  wider: '🔭 Дальше',
  atEdge: 'Дальше некуда.',

  aspectTitle: (aspect: Aspect) => `<b>Формат кадра</b>: ${aspect}`,
  aspectChoice: (aspect: Aspect) => `${aspect} · ${aboutAspects[aspect]}`,
  markTitle: (disclosure: Disclosure) =>
    `<b>Пометка об ИИ</b>: ${marks[disclosure]}\n\nЕё видят зрители. Меньше, чем требует оператор, выбрать нельзя. В самом файле пометка есть всегда.`,
  markChoice: (disclosure: Disclosure) => marks[disclosure],

  makingPreview: (seconds: number): string =>
    seconds === 0
      ? '▶️ <b>Делаю превью…</b>\n\nМаленький клип для проверки, обычно за несколько секунд.'
      : `▶️ <b>Делаю превью…</b> ${words.lasting(seconds)}\n\nМаленький клип для проверки. Дольше — когда ведущий вырезается впервые.`,
  previewReady: '<b>Превью</b>\n\nТак ролик будет двигаться и звучать. Готовый будет в полном качестве.',
  previewFailed: '<b>Превью не получилось</b>\n\nМожно попробовать ещё раз или собрать ролик сразу.',
  previewAgain: '▶️ Ещё раз',
  changeMore: '🎛 Изменить ещё',

  infoTitle: '<b>Как собрано видео</b>',
  change: '🎛 Изменить',
  asJson: '{ } JSON',
  jsonTitle: '<b>Настройки в JSON</b>',
  jsonHint: (example: string) =>
    `Измените что нужно и пришлите сюда — соберу по ним. Можно одной командой: <code>${example}</code>. Что не указано, останется как есть.`,
  jsonSchema: (url: string) => `Все поля и их значения: <a href="${url}">JSON Schema</a>.`,
  jsonLeftOut: 'Текст субтитров сюда не поместился: без него он останется как есть.',

  overlayTitle: '<b>Сделать наложение заново?</b>',
  overlayText:
    'Вырежу ведущего ещё раз, не беря готовое из кэша, и соберу видео с теми же настройками. Голос и лицо останутся прежними. Это бесплатно.',
  overlayNone:
    '<b>В этом видео наложения нет</b>\n\nОно появляется, когда ведущий стоит поверх вашего видео вырезом или кружком.',
  overlayYes: '🔄 Сделать заново',

  rendering: (clips: number) =>
    clips === 1 ? '🎬 <b>Собираю клип</b>' : `🎬 <b>Собираю ${words.clips(clips)}</b>`,
  clipDone: (name: string): string => `✅ ${name}`,
  clipFailed: (name: string): string => `⚠️ ${name} — не получился`,
  clipCancelled: (name: string): string => `✖️ ${name} — отменён`,
  clipInWork: (name: string): string => `⏳ ${name}`,
  clipWaits: (name: string): string => `🕓 ${name} — ждёт очереди`,
  mayLeave: 'Можно закрыть чат — пришлю всё сюда.',
  cancelQuestion: '<b>Остановить сборку?</b>\n\nЧто уже готово, пришлю. Настройки останутся.',
  endedMeanwhile: 'Сборка закончилась.',
  toRendered: '🎞 Что получилось',
  renderedAll: (clips: number) =>
    clips === 1
      ? '<b>Клип готов</b> — он сообщением выше.'
      : `<b>Готово: ${words.clips(clips)}</b> — сообщением выше.`,
  renderedSome: (done: number, all: number) =>
    `<b>Получилось не всё: ${words.number(done)} из ${words.number(all)}</b>\n\nГотовое — сообщением выше.`,
  renderedNone: '<b>Не получилось</b>\n\nНичего не списано: монтаж бесплатный.',
  clipRefused: (name: string, why: string): string => `⚠️ <b>${name}</b>. ${why}`,
  album: (clips: number) => `🎬 <b>${words.clips(clips)}</b>`,
  renderCaption: (name: string, seconds: number) => `🎬 ${name} · ${words.lasting(seconds)} · бесплатно`,
  doubt: (doubt: OverlayDoubt): string => doubts[doubt],
  renderAgain: '🔁 Собрать ещё раз',
  renderMissing: '🔁 Собрать недостающее',
  inHistory: '🎛 Монтаж',
  inWork: (percent: number) => `🎛 монтаж в работе, ${words.percent(percent)}`,
};
