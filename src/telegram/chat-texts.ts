import type { InterfaceLanguage } from '../domain/person/profile.ts';
import type { ChatTexts } from './chat-bot.ts';

const ru: ChatTexts = {
  outdated: 'Эта кнопка устарела: вот текущий экран.',
  tooFast: 'Слишком быстро: подождите несколько секунд и повторите.',
  wentWrong: 'У меня что-то сломалось, и это не получилось. Попробуйте ещё раз или начните с /start.',
  banned: 'Операторы закрыли вам доступ к боту.',
  firstOfAlbum: 'Из альбома я беру только первый файл.',
  noPayments: 'Здесь ничего не продаётся: оплата не принята.',
};

const en: ChatTexts = {
  outdated: 'That button is out of date: here is the current screen.',
  tooFast: 'That was quick: please wait some seconds and try again.',
  wentWrong: 'Something broke on my side, and it didn’t work. Try again, or begin with /start.',
  banned: 'The operators have closed this bot to you.',
  firstOfAlbum: 'Of an album I take the first file only.',
  noPayments: 'Nothing is sold here: the payment was not taken.',
};

const languages: Readonly<Record<InterfaceLanguage, ChatTexts>> = { ru, en };

export function chatTextsOf(language: InterfaceLanguage): ChatTexts {
  return languages[language];
}
