import type { common as commonShape, home as shape } from '../ru/home.ts';
import { words } from './words.ts';

export const home: typeof shape = {
  welcome: (name) =>
    `👋 <b>Hello${name === '' ? '' : `, ${name}`}!</b>\n\n` +
    'I make video ads with AI presenters. Pick a face and a voice, send your script, and in a couple of minutes you have a vertical clip in which a person says your words.',
  begin: (balance, videos) =>
    '<b>Shall we make your first ad?</b>\n\n' +
    `🎁 You have <b>${words.credits(balance)}</b>${videos > 0 ? `, enough for ${words.videos(videos)}` : ''}. Listening to the voice-over is free.`,
  again: (balance) => `<b>What shall we make today?</b>\n\nYou have ${words.credits(balance)}.`,
  unfinished: (count) => `⏳ Unfinished: ${words.videos(count)}.`,
  toUnfinished: '⏳ Unfinished work',
  hasDraft: 'Your unfinished ad is waiting: go on with it whenever you like.',
  create: '🎬 Create an ad',
  resume: '▶️ Go on with my ad',
  videos: '🎞 My videos',
  credits: '💳 Credits',
  faq: '❓ FAQ',
  feedback: '💬 Write to us',
  profile: '👤 Profile',
  language: '🌐 Language',
  restart:
    '<b>You have an unfinished ad</b>\n\nGo on with it or start a new one? It is lost only if you start a new one.',
  startAnew: '🆕 Start a new one',
};

export const common: typeof commonShape = {
  back: '‹ Back',
  menu: '🏠 Menu',
  pageNext: 'More ›',
  pagePrevious: '‹ Previous',
  cancel: '✖️ Cancel',
  delete: '🗑 Delete',
  deleteYes: '🗑 Yes, delete',
  keep: 'Keep it',
  report: '🚩 Report',
  female: '👩 Woman',
  male: '👨 Man',
  gone: 'This is no longer here: it was probably deleted.',
};
