import type { faqTitle as titleShape, faq as shape } from '../ru/faq.ts';
import { words } from './words.ts';

export const faqTitle: typeof titleShape = '<b>Questions and answers</b>\n\nWhat would you like to know?';

export const faq: typeof shape = {
  what: {
    question: 'What is this?',
    answer: () =>
      'A studio for video ads inside a chat. You choose a presenter and a voice, send a script, listen to the voice-over and order the video. The presenter says your words with lips in sync, and subtitles appear word by word. The presenters in the catalogue are fictional people.',
  },
  time: {
    question: 'How long does it take?',
    answer: () =>
      'The voice-over takes a few seconds, the video usually a minute or two. If there is a queue, I show your place in it. You may close the chat: what is ready arrives by itself.',
  },
  price: {
    question: 'What does it cost?',
    answer: ({ videoPriceCredits, maxEdits, maxTakes }) =>
      `A video in either format: ${videoPriceCredits === 0 ? 'free' : words.credits(videoPriceCredits)}. Voice-overs, portrait edits and montage are free: up to ${words.ofTakes(maxTakes)} and ${words.ofEdits(maxEdits)} an ad. You are charged only when the video is made.`,
  },
  formats: {
    question: 'Formats and limits',
    answer: ({
      maxSpeechSeconds,
      backgroundMaxSeconds,
      uploadMaxMegabytes,
      linkMaxMegabytes,
      maxVideosPerDay,
    }) =>
      [
        '• Two formats: a talking head, and a presenter over your own video.',
        `• Speech: up to ${words.seconds(maxSpeechSeconds)}.`,
        `• Background: MP4, MOV or WebM, up to ${words.megabytes(uploadMaxMegabytes)} as a file and ${words.megabytes(linkMaxMegabytes)} by link; the first ${words.seconds(backgroundMaxSeconds)} are used.`,
        '• The finished video is vertical, 1080×1920, with subtitles; montage also gives 1:1, 4:5 and 16:9.',
        `• In a day: ${words.videos(maxVideosPerDay)} at most.`,
      ].join('\n'),
  },
  montage: {
    question: 'What can I change later?',
    answer: () =>
      'Nearly everything but voice and face: template, subtitles (text, style, position or a file of your own), intro and outro, circle, frame format, AI mark. Tap “🎛 Montage” under a video, or /editrender. You see each change in a picture, there is a quick preview, and rendering anew is free: voice and face are not paid for twice.',
  },
  failure: {
    question: 'What if it fails?',
    answer: () =>
      'Then nothing is charged: the credits set aside for the ad return to your balance by themselves and at once. I tell you what happened and what can be done. Your voice-over and choices are kept.',
  },
  rights: {
    question: 'Rights and the AI mark',
    answer: ({ disclosures }) =>
      `The finished videos are yours. Each carries a mark that AI made it: laws and platforms ask for that. ${disclosures.includes('none') ? 'How visible it is you choose in your profile; the file itself always carries it.' : 'You can make it more visible in your profile, but not remove it.'} Another person’s face needs their consent; public figures and children may not be used.`,
  },
  contact: {
    question: 'How do I reach you?',
    answer: () =>
      'Send one message through /feedback, with a photo or video if you like. An operator’s answer comes here, to this chat.',
  },
};
