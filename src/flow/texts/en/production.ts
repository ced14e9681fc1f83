import type { StepKind } from '../../../domain/production/step.ts';
import type { production as shape } from '../ru/production.ts';
import { words } from './words.ts';

const stages: Record<StepKind, string> = {
  portrait: 'Preparing the portrait',
  speech: 'Recording the voice',
  head: 'Bringing the face to life',
  overlay: 'Cutting the presenter out',
  montage: 'Putting the ad together',
  verification: 'Checking that the lips match the speech',
};

export const production: typeof shape = {
  speaking: '🎙 <b>Recording the voice…</b>',
  stage: (kind) => stages[kind],
  starting: 'Starting',
  ahead: (count) =>
    `Ahead of you in the queue: ${words.number(count)}. You may close the chat; I’ll write when it’s ready.`,
  timeLeft: (left) => `${left.charAt(0).toUpperCase()}${left.slice(1)} left.`,
  speechReady: 'The voice-over is ready.',
  listenNow: '🎧 Listen',
  speechTitle: (take) => `Voice-over${take > 0 ? `, take ${take + 1}` : ''}`,
  speechCaption: (seconds, take) => `🎙 ${production.speechTitle(take)} · ${words.lasting(seconds)}`,
  decide: 'Decide what’s next',
  listen: '<b>Have a listen. Is it right?</b>',
  listenHere: 'The voice-over is the message above.',
  order: (price, balance) =>
    price === 0
      ? 'A video from this voice-over is free.'
      : `The video costs ${words.credits(price)}, you have ${words.credits(balance)}. If it fails, you aren’t charged.`,
  notEnough: (price, balance) =>
    `⚠️ The video costs ${words.credits(price)} and you have ${words.credits(balance)}. The voice-over stays here: top up and come back to it.`,
  confirm: (price) => (price === 0 ? '✅ Make the video' : `✅ Make the video · ${words.credits(price)}`),
  topUp: '💳 Top up',
  changeText: '✏️ Change the text',
  otherTake: (next, max) => `🔁 Another take (${next} of ${max})`,
  otherVoice: '🗣 Another voice',
  making: '🎬 <b>Making your video</b>',
  mayLeave: 'You may close the chat; I’ll send the video here.',
  cancelQuestion: (credits) =>
    credits === 0
      ? '<b>Stop it?</b>\n\nWhat is half done is lost.'
      : `<b>Stop it?</b>\n\nWhat is half done is lost; you get ${words.credits(credits)} back.`,
  cancelYes: '✖️ Yes, stop',
  cancelNo: 'Let it finish',
  deliveryCaption: (seconds, price) =>
    `🎬 Your ad · ${words.lasting(seconds)} · ${price === 0 ? 'free' : words.credits(price)}`,
  result: '<b>Your ad is ready:</b> it’s the message above.',
  nowBalance: (balance) => `You have ${words.credits(balance)}.`,
  whatNext: 'What next?',
  again: '🔁 Another with the same choices',
  newAd: '🎬 New ad',
  myVideos: '🎞 My videos',
  finish: '🏁 Finish',
  openVideo: '📥 Link and more',
  failedTitle: '<b>That didn’t work</b>',
  failedWithout: 'Nothing was charged.',
  failedReturned: (credits) => `Nothing was charged: you have ${words.credits(credits)} back.`,
  retry: '🔁 Try again',
  deliveredMeanwhile: 'The video is ready.',
  showVideo: '🎞 To the video',
  endedMeanwhile: 'This work has already ended.',
  unfinishedTitle: '<b>Unfinished work</b>',
  unfinishedNone: '<b>Nothing is unfinished</b>\n\nAll done. Shall we start a new ad?',
  waitsForYou: '🎧 waits for your decision',
  inWork: (percent) => `⏳ in work, ${words.percent(percent)}`,
  draftWaits: '✏️ an ad in the making',
};
