import type { PortraitWarningKind } from '../../../domain/face/judge-portrait.ts';
import type { Gender } from '../../../domain/presenter/presenter.ts';
import type { OwnPresenterOrigin } from '../../../domain/presenter/presenter-card.ts';
import { words } from './words.ts';

const titles: Record<Gender, string> = { female: 'Выберите ведущую', male: 'Выберите ведущего' };
const origins: Record<OwnPresenterOrigin, string> = {
  photo: 'Ваше фото',
  edit: 'Ваш изменённый портрет',
  prompt: 'Портрет по вашему описанию',
};
const warnings: Record<PortraitWarningKind, string> = {
  'calmer-head-motion': 'Голова повёрнута, поэтому двигаться она будет спокойнее.',
  'face-tilted': 'Голова наклонена: с прямой посадкой вышло бы естественнее.',
  'people-in-background': 'На заднем плане есть ещё люди. Говорить будет только самое крупное лицо.',
};

export const presenter = {
  gallery: (gender: Gender, page: number) =>
    `<b>${titles[gender]}</b>${page > 0 ? ` · страница ${page + 1}` : ''}`,
  listed: (name: string, about: string): string => `${name} — ${about}`,
  emptyGallery: 'Здесь пока никого нет. Вернитесь на первую страницу или загрузите своё фото.',
  changeGender: (other: Gender): string => (other === 'female' ? '👩 Женщины' : '👨 Мужчины'),
  uploadPhoto: '📷 Своё фото',
  own: (origin: OwnPresenterOrigin) => origins[origin],
  use: '✅ Выбрать',
  edit: '🎨 Изменить',
  sendPhotoGender: '<b>Своё фото</b>\n\nКто на нём? От этого зависит, какие голоса предложить первыми.',
  sendPhoto:
    '<b>Пришлите фото</b>\n\n' +
    'Лучше всего — один человек, который смотрит в камеру, при хорошем свете, лицо видно целиком. Можно файлом: так качество выше.\n\n' +
    'Подойдут JPEG, PNG и WebP до 20\u00a0МБ.',
  checkingPhoto: '🔎 <b>Ищу лицо на фото…</b>\n\nЭто займёт несколько секунд.',
  photoFound: '<b>Лицо нашлось</b> — на картинке видно, как я его понял.',
  warning: (kind: PortraitWarningKind) => `⚠️ ${warnings[kind]}`,
  consent: (services: readonly string[]) =>
    '<b>Прежде чем портрет заговорит, подтвердите:</b>\n' +
    '• на нём взрослый человек, который согласен на эту рекламу, или вы сами;\n' +
    '• это не публичная личность;\n' +
    '• права на изображение у вас;\n' +
    (services.length === 0
      ? '• портрет обрабатывается здесь и никуда не отправляется.'
      : `• портрет можно передать сервисам: ${services.join(', ')}.`),
  consentKept:
    'Мы сохраним время согласия и отпечаток портрета. Отозвать согласие можно в профиле: портрет и всё сделанное из него будет удалено.',
  consentYes: '✅ Подтверждаю',
  consentNo: '✖️ Нет, удалить',
  editPrompt: (left: number, max: number) =>
    '<b>Что изменить в портрете?</b>\n\n' +
    'Напишите словами. Например:\n' +
    '<blockquote>кухня на фоне, чуть теплее\nразмытый фон и крупнее\nбелый фон, ярче</blockquote>\n' +
    `Осталось изменений: ${words.number(left)} из ${words.number(max)}. Это бесплатно.`,
  editAbilities:
    'Встроенный редактор умеет: крупнее и дальше, светлее и темнее, теплее и холоднее, контраст и насыщенность, чёрно-белое, зеркально, размыть фон или заменить его (гостиная, кухня, кабинет, кафе, улица, тёплая стена, однотонный).',
  editing: '🎨 <b>Меняю портрет…</b>\n\nОбычно это занимает несколько секунд.',
  edited: (left: number, max: number) =>
    `<b>Готово. Как вам?</b>\n\nОсталось изменений: ${words.number(left)} из ${words.number(max)}.`,
  applied: (what: string) => `Сделано: ${what}.`,
  useEdited: '✅ Взять этот',
  editFurther: '🎨 Изменить ещё',
  backToOriginal: '↩️ Вернуть исходный',
  deleteQuestion:
    '<b>Удалить портрет?</b>\n\nСогласие будет отозвано, а сам портрет и всё сделанное из него — удалено. Вернуть это нельзя.',
  ownTitle: '<b>Свои портреты</b>',
  ownEmpty: 'Пока ни одного. Загрузить фото можно, когда выбираете ведущего для ролика.',
  added: (date: string) => `Добавлен ${date}.`,
};
