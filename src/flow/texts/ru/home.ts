import { words } from './words.ts';

export const home = {
  /** Once, before the first menu. */
  welcome: (name: string) =>
    `👋 <b>Здравствуйте${name === '' ? '' : `, ${name}`}!</b>\n\n` +
    'Я делаю рекламные ролики с ИИ-ведущими. Вы выбираете лицо и голос, присылаете текст — и через пару минут получаете вертикальное видео, где человек говорит вашими словами.',
  begin: (balance: number, videos: number) =>
    '<b>Сделаем первый ролик?</b>\n\n' +
    `🎁 У вас <b>${words.credits(balance)}</b>${videos > 0 ? ` — хватит на ${words.videos(videos)}` : ''}. Послушать озвучку можно бесплатно.`,
  again: (balance: number) => `<b>Что сделаем сегодня?</b>\n\nНа счету ${words.credits(balance)}.`,
  unfinished: (count: number) => `⏳ Не закончено: ${words.videos(count)}.`,
  toUnfinished: '⏳ Что не закончено',
  hasDraft: 'Начатый ролик ждёт: вернитесь к нему, когда будет удобно.',
  create: '🎬 Создать ролик',
  resume: '▶️ Продолжить ролик',
  videos: '🎞 Мои видео',
  credits: '💳 Кредиты',
  faq: '❓ Вопросы',
  feedback: '💬 Написать нам',
  profile: '👤 Профиль',
  language: '🌐 Язык',
  restart:
    '<b>У вас есть начатый ролик</b>\n\nПродолжим его или начнём новый? Начатый пропадёт, только если вы начнёте новый.',
  startAnew: '🆕 Начать новый',
};

export const common = {
  back: '‹ Назад',
  menu: '🏠 Меню',
  pageNext: 'Ещё ›',
  pagePrevious: '‹ Предыдущие',
  cancel: '✖️ Отменить',
  delete: '🗑 Удалить',
  deleteYes: '🗑 Да, удалить',
  keep: 'Оставить',
  report: '🚩 Пожаловаться',
  female: '👩 Женщина',
  male: '👨 Мужчина',
  gone: 'Этого больше нет: наверное, удалено раньше.',
};
