import type { CreditOperationKind } from '../../../domain/credits/credit-operation.ts';
import { words } from './words.ts';

const operations: Record<CreditOperationKind, string> = {
  bonus: 'подарок за знакомство',
  granted: 'пополнение',
  taken: 'списание оператором',
  held: 'заказ видео',
  captured: 'видео готово',
  released: 'возврат: видео не вышло',
  imported: 'перенос со старого счёта',
};

export const videos = {
  title: (page: number) => `<b>Мои видео</b>${page > 0 ? ` · страница ${page + 1}` : ''}`,
  empty: '<b>Мои видео</b>\n\nЗдесь появятся ролики и озвучки. Начнём с первого?',
  video: '🎬 Видео',
  voiceOver: '🎙 Озвучка',
  cost: (price: number) => (price === 0 ? 'бесплатно' : words.credits(price)),
  ownPresenter: 'свой портрет',
  made: (kind: string, date: string) => `<b>${kind}</b> · ${date}`,
  sendAgain: '📤 Прислать',
  link: '🔗 Ссылка',
  again: '🔁 Сделать похожий',
  toVideo: '🎬 Продолжить до видео',
  deleteQuestion:
    '<b>Удалить насовсем?</b>\n\nУдалим файлы и всё, что для них сделано. Сообщения в этом чате останутся у вас.',
  sending: 'Отправляю…',
  linking: 'Готовлю ссылку…',
};

export const credits = {
  title: '<b>Кредиты</b>',
  balance: (balance: number) => `На счету: <b>${words.credits(balance)}</b>`,
  held: (held: number) => `Занято роликами в работе: ${words.credits(held)}`,
  prices: (videoPrice: number, maxEdits: number, maxTakes: number) =>
    '<b>Цены</b>\n' +
    `• видео любого формата — ${videoPrice === 0 ? 'бесплатно' : words.credits(videoPrice)};\n` +
    `• озвучка, правки портрета и монтаж — бесплатно (на ролик до ${words.ofTakes(maxTakes)} и ${words.ofEdits(maxEdits)}).`,
  operations: '<b>Последние операции</b>',
  noOperations: 'Операций пока нет.',
  operation: (date: string, amount: string, kind: CreditOperationKind) =>
    `${date} · <b>${amount}</b> · ${operations[kind]}`,
  topUp: '💳 Пополнить',
  topUpText: (id: number) =>
    '<b>Как пополнить</b>\n\n' +
    `Счёт пополняет оператор. Нажмите кнопку — я передам ему вашу просьбу и ваш номер: <code>${id}</code>. Ответ придёт сюда, в этот чат.`,
  askOperators: '✍️ Попросить о пополнении',
};
