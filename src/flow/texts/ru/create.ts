import { words } from './words.ts';

export const create = {
  format:
    '<b>Какой ролик делаем?</b>\n\n' +
    '🗣 <b>Ведущий во весь экран</b> — человек смотрит в камеру и говорит ваш текст.\n\n' +
    '🖼 <b>Ведущий поверх моего видео</b> — вы присылаете своё видео, а ведущий говорит на его фоне.\n\n' +
    'В примере выше — оба варианта.',
  talkingHead: '🗣 Ведущий во весь экран',
  overVideo: '🖼 Поверх моего видео',
  background: (maxSeconds: number, fileMegabytes: number, linkMegabytes: number) =>
    '<b>Пришлите видео для фона</b>\n\n' +
    `• файлом или обычным видео — до ${words.megabytes(fileMegabytes)};\n` +
    `• прямой ссылкой, в том числе с Google Диска или Dropbox, — до ${words.megabytes(linkMegabytes)}.\n\n` +
    `Подойдут MP4, MOV и WebM. Возьмём не больше первых ${words.ofSeconds(maxSeconds)}; звук фона сделаем тише голоса.`,
  checkingBackground: '🔎 <b>Проверяю видео…</b>\n\nОбычно это занимает несколько секунд.',
  stopChecking: '✖️ Не ждать',
  tooLong: (maxSeconds: number) =>
    `<b>Видео длиннее ${words.ofSeconds(maxSeconds)}</b>\n\nБольше в ролик не войдёт. Взять начало или пришлёте другое видео?`,
  useBeginning: (maxSeconds: number) => `✂️ Взять первые ${words.seconds(maxSeconds)}`,
  hasBackground: (seconds: number, width: number, height: number) =>
    `<b>Фон готов</b>\n\nВидео ${width}×${height}, ${words.lasting(seconds)}. Можно идти дальше или прислать другое.`,
  useBackground: '✅ Дальше',
  gender: '<b>Кто будет говорить?</b>\n\nВыберите — и покажу лица. Потом можно передумать.',
};
