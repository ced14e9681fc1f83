import type { script as scriptShape, voice as shape } from '../ru/voice.ts';
import { words } from './words.ts';

export const voice: typeof shape = {
  title: (language, page) =>
    `<b>Choose a voice</b> · language: ${language}${page > 0 ? ` · page ${page + 1}` : ''}`,
  hint: 'Tap a number to listen.',
  synthetic: 'The voices are made by a program.',
  remembered: '⭐ your last one',
  none: (language) =>
    `<b>There are no voices for this language</b>\n\nLanguage: ${language}. Choose another language for your script.`,
  choose: (name) => `✅ ${name}`,
  language: (name) => `🌐 Script language: ${name}`,
  alreadySelected: 'This voice is already playing above.',
  languageTitle: (areVoicesPlain) =>
    `<b>What language is your script in?</b>\n\nI recognise Russian and English by myself. Choose any other here${areVoicesPlain ? ': its voices are simpler and plainly sound like a machine' : ''}.`,
  sampleTitle: (language) => `Voice sample · ${language}`,
};

export const script: typeof scriptShape = {
  ask: (maxSeconds) =>
    '✍️ <b>Send your script</b>\n\n' +
    `Up to ${words.seconds(maxSeconds)} of speech, which is about ${words.words(Math.round((maxSeconds * 2.3) / 5) * 5)}. I read numbers, prices and dates by myself and skip emoji.\n\n` +
    'For example:\n' +
    '<blockquote>I spent three weeks looking for a cream that doesn’t leave my skin shiny. This one sinks in within a minute and lasts two months. It’s 30% off today: the link is below.</blockquote>',
  askAgain: '✍️ <b>Send another text</b>',
  summary: '<b>Check your script</b>',
  kept: '<b>Your script now</b>',
  language: (name) => `Language: ${name}`,
  length: (seconds, count) => `Length: about ${words.seconds(seconds)}, ${words.words(count)}`,
  price: (price, balance) =>
    price === 0
      ? `Price: free, you have ${words.credits(balance)}`
      : `Price of the video: ${words.credits(price)}, you have ${words.credits(balance)}`,
  free: 'The voice-over is free. You pay only when you have listened and ordered the video.',
  nearLimit: (maxSeconds) =>
    `⚠️ That’s close to the limit. If the speech comes out longer than ${words.seconds(maxSeconds)}, I’ll ask you to shorten it.`,
  tooFewCredits: '⚠️ You don’t have enough credits for the video yet, but you can listen to the voice-over.',
  hasLink: '⚠️ Nobody remembers a link they hear: better say “the link is below”.',
  speak: '🎙 Make the voice-over',
  toSpeech: '🎧 To the voice-over',
  otherVoice: '🗣 Another voice',
  resend: 'To change it, just send a new text.',
};
