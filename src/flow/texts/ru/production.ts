import type { StepKind } from '../../../domain/production/step.ts';
import { words } from './words.ts';

const stages: Record<StepKind, string> = {
  portrait: 'Готовлю портрет',
  speech: 'Записываю голос',
  head: 'Оживляю лицо',
  overlay: 'Вырезаю ведущего',
  montage: 'Монтирую ролик',
  verification: 'Проверяю, что губы совпадают с речью',
};

export const production = {
  speaking: '🎙 <b>Записываю голос…</b>',
  stage: (kind: StepKind) => stages[kind],
  starting: 'Начинаю',
  ahead: (count: number) =>
    `В очереди перед вами: ${words.number(count)}. Можно закрыть чат — я напишу, когда будет готово.`,
  timeLeft: (left: string) => `Осталось ${left}.`,
  speechReady: 'Озвучка готова.',
  listenNow: '🎧 Послушать',
  speechTitle: (take: number) => `Озвучка${take > 0 ? `, дубль ${take + 1}` : ''}`,
  speechCaption: (seconds: number, take: number): string =>
    `🎙 ${production.speechTitle(take)} · ${words.lasting(seconds)}`,
  decide: 'Решить, что дальше',
  listen: '<b>Послушайте. Всё так?</b>',
  listenHere: 'Озвучка — сообщением выше.',
  order: (price: number, balance: number) =>
    price === 0
      ? 'Видео по этой озвучке бесплатно.'
      : `Видео стоит ${words.credits(price)}, на счету ${words.credits(balance)}. Если ролик не получится, кредиты вернутся сами.`,
  notEnough: (price: number, balance: number) =>
    `⚠️ Видео стоит ${words.credits(price)}, а на счету ${words.credits(balance)}. Озвучка никуда не денется: пополните счёт и вернитесь к ней.`,
  confirm: (price: number) =>
    price === 0 ? '✅ Сделать видео' : `✅ Сделать видео · ${words.credits(price)}`,
  topUp: '💳 Пополнить',
  changeText: '✏️ Изменить текст',
  otherTake: (next: number, max: number) => `🔁 Другой дубль (${next} из ${max})`,
  otherVoice: '🗣 Другой голос',
  making: '🎬 <b>Делаю видео</b>',
  mayLeave: 'Можно закрыть чат — пришлю видео сюда.',
  cancelQuestion: (credits: number) =>
    credits === 0
      ? '<b>Остановить?</b>\n\nСделанное наполовину пропадёт.'
      : `<b>Остановить?</b>\n\nСделанное наполовину пропадёт, ${words.credits(credits)} вернём на счёт.`,
  cancelYes: '✖️ Да, остановить',
  cancelNo: 'Пусть делает',
  deliveryCaption: (seconds: number, price: number) =>
    `🎬 Ваш ролик · ${words.lasting(seconds)} · ${price === 0 ? 'бесплатно' : words.credits(price)}`,
  result: '<b>Ролик готов</b> — он сообщением выше.',
  nowBalance: (balance: number) => `На счету ${words.credits(balance)}.`,
  whatNext: 'Что дальше?',
  again: '🔁 Ещё с теми же настройками',
  newAd: '🎬 Новый ролик',
  myVideos: '🎞 Мои видео',
  finish: '🏁 Закончить',
  openVideo: '📥 Ссылка и действия',
  failedTitle: '<b>Не получилось</b>',
  failedWithout: 'Ничего не списано.',
  failedReturned: (credits: number) => `Ничего не списано: ${words.credits(credits)} уже на счету.`,
  retry: '🔁 Попробовать ещё раз',
  deliveredMeanwhile: 'Видео готово.',
  showVideo: '🎞 К видео',
  endedMeanwhile: 'Эта работа уже закончилась.',
  unfinishedTitle: '<b>Что не закончено</b>',
  unfinishedNone: '<b>Незаконченного нет</b>\n\nВсё готово. Начнём новый ролик?',
  waitsForYou: '🎧 ждёт вашего решения',
  inWork: (percent: number) => `⏳ в работе, ${words.percent(percent)}`,
  draftWaits: '✏️ начатый ролик',
};
