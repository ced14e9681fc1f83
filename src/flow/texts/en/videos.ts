import type { CreditOperationKind } from '../../../domain/credits/credit-operation.ts';
import type { credits as creditsShape, videos as shape } from '../ru/videos.ts';
import { words } from './words.ts';

const operations: Record<CreditOperationKind, string> = {
  bonus: 'welcome gift',
  granted: 'top-up',
  taken: 'taken by an operator',
  held: 'video ordered',
  captured: 'video made',
  released: 'returned: the video failed',
  imported: 'brought over from the old account',
};

export const videos: typeof shape = {
  title: (page) => `<b>My videos</b>${page > 0 ? ` · page ${page + 1}` : ''}`,
  empty: '<b>My videos</b>\n\nYour ads and voice-overs will be here. Shall we make the first?',
  video: '🎬 Video',
  voiceOver: '🎙 Voice-over',
  cost: (price) => (price === 0 ? 'free' : words.credits(price)),
  ownPresenter: 'own portrait',
  made: (kind, date) => `<b>${kind}</b> · ${date}`,
  sendAgain: '📤 Send again',
  link: '🔗 Get a link',
  again: '🔁 Make another like this',
  toVideo: '🎬 Go on to the video',
  deleteQuestion:
    '<b>Delete it for good?</b>\n\nThe files and everything made for them will be deleted. The messages in this chat stay with you.',
  sending: 'Sending…',
  linking: 'Getting the link…',
};

export const credits: typeof creditsShape = {
  title: '<b>Credits</b>',
  balance: (balance) => `You have: <b>${words.credits(balance)}</b>`,
  held: (held) => `Held by videos in work: ${words.credits(held)}`,
  prices: (videoPrice, maxEdits, maxTakes) =>
    '<b>Prices</b>\n' +
    `• a video in either format: ${videoPrice === 0 ? 'free' : words.credits(videoPrice)};\n` +
    `• voice-overs, portrait edits and montage: free (up to ${words.ofTakes(maxTakes)} and ${words.ofEdits(maxEdits)} an ad).`,
  operations: '<b>Latest operations</b>',
  noOperations: 'No operations yet.',
  operation: (date, amount, kind) => `${date} · <b>${amount}</b> · ${operations[kind]}`,
  topUp: '💳 Top up',
  topUpText: (id) =>
    '<b>How to top up</b>\n\n' +
    `An operator does it. Tap the button and I’ll pass on your request with your ID: <code>${id}</code>. The answer comes here, to this chat.`,
  askOperators: '✍️ Ask for a top-up',
};
