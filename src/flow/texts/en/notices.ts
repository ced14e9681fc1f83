import type { cancelled as cancelledShape, notices as shape, waits as waitsShape } from '../ru/notices.ts';
import { words } from './words.ts';

const buttons = 'One of the buttons is needed here.';

export const waits: typeof waitsShape = {
  home: 'Choose below what to do. A new ad begins with /create.',
  restart: buttons,
  format: 'First choose the format of your ad, with a button below.',
  background: 'A background video is needed here: as a file, a video or a link.',
  gender: 'Choose with a button who will speak.',
  gallery: 'Choose a presenter by number. To use a photo of your own, tap “📷 My own photo”.',
  presenter: 'Choose this presenter or go back, with the buttons below.',
  photo: 'A photo is needed here: as a picture or as a JPEG, PNG or WebP file.',
  consent: 'Confirm or decline with the buttons below.',
  edit: 'Tell me in words what to change in the portrait.',
  edited: 'Decide with the buttons whether to use this portrait or go on editing.',
  voice: 'Choose a voice by number. The script comes in the next step.',
  'script-language': 'Choose the language with a button.',
  script: 'Your script is needed here, as a plain message.',
  speaking: 'The voice is still being recorded. I’ll send it as soon as it’s ready.',
  listen: 'Listen to the voice-over and decide with the buttons what’s next.',
  producing: 'The video is still being made. I’ll send it as soon as it’s ready.',
  result: buttons,
  failed: 'Decide with the buttons what’s next.',
  videos: 'Choose a video by number.',
  video: 'What shall I do with this one? Choose with a button.',
  credits: buttons,
  'top-up': 'Tap the button, and an operator will know.',
  faq: 'Choose a question with a button. If yours isn’t there, write to us: /feedback.',
  feedback: 'One message is needed here: a text, a photo or a video.',
  profile: buttons,
  disclosure: 'Choose a mark with a button.',
  'own-presenters': 'Choose a portrait with a button.',
  'own-presenter': buttons,
  language: 'Choose a language with a button.',
  terms: 'There are only the terms here. The button below leads back.',
  paysupport: 'To ask about a payment, tap “💬 Write to us”.',
  help: 'Choose a command from the list or go back to the menu.',
  report: 'Choose a reason or describe it in a message.',
  forget: 'Confirm the deletion or go back, with the buttons below.',
  resume: 'Choose with a button what to go on with.',
};

export const notices: typeof shape = {
  'unknown-command': 'There is no such command. All of them are in /help.',
  outdated: 'That button is out of date; here is the current screen.',
  gone: 'This is no longer here: it was probably deleted.',
  'feedback-sent': '✅ Passed on. The answer comes here, to this chat.',
  'top-up-sent': '✅ Passed on to an operator. The answer comes here, to this chat.',
  'report-sent': '✅ Thank you, passed on to the operators. We’ll look into it.',
  'nothing-to-cancel': 'There is nothing to cancel: nothing is begun and nothing is in work.',
  'task-cancelled': 'All right, I’m not waiting for it.',
  'background-ready': '✅ The background of your ad is ready.',
  'background-gone': 'We no longer have your background video. Please send it again.',
  'photo-ready': '✅ I’ve looked at your photo and found the face.',
  'edit-ready': '✅ The portrait is edited, have a look.',
  'voice-for-language': 'The script is in another language than the voice. Choose a voice that speaks it.',
  'language-set': '✅ Language changed.',
  'disclosure-set': '✅ Mark changed.',
  'presenter-deleted': '🗑 The portrait and everything made from it are deleted.',
  'video-deleted': '🗑 Deleted.',
  'no-edits-left': 'There are no edits left for this ad. Use this portrait or the original.',
  'only-links': '⚠️ This is only a link, and the voice needs words: write what to say about the product.',
  'no-takes-left': 'There are no takes left. You can change the text or choose another voice.',
};

export const cancelled: typeof cancelledShape = (draft, productions, releasedCredits) =>
  [
    '✖️ Cancelled.',
    draft ? 'The unfinished ad is gone.' : '',
    productions > 0 ? `Stopped: ${words.jobs(productions)}.` : '',
    releasedCredits > 0 ? `You get ${words.credits(releasedCredits)} back.` : 'Nothing was charged.',
  ]
    .filter((part) => part !== '')
    .join(' ');
