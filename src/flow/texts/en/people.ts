import type { Disclosure } from '../../../domain/ad/ad.ts';
import type { people as shape } from '../ru/people.ts';
import { words } from './words.ts';

const marks: Record<Disclosure, string> = {
  none: 'no visible mark',
  badge: 'a badge in the corner',
  label: 'a line in the first 3\u00a0seconds',
};

export const people: typeof shape = {
  feedback:
    '<b>Write to us</b>\n\nSend one message: a question, an idea or a complaint, with a photo or video if you like. We answer here, in this chat.',
  profile: '<b>Profile</b>',
  id: (id) => `Your ID: <code>${id}</code>`,
  balance: (balance) => `Balance: ${words.credits(balance)}`,
  made: (count) => `Videos made: ${words.number(count)}`,
  voice: (name) => `Your voice: ${name}`,
  languageLine: (name) => `Language: ${name}`,
  markLine: (disclosure) => `AI mark: ${marks[disclosure]}`,
  ownLine: (count) => `Portraits of your own: ${words.number(count)}`,
  mark: '🏷 AI mark',
  own: '🖼 My portraits',
  terms: '📄 Terms',
  myData: '📦 My data',
  forget: '🗑 Forget me',
  collecting: 'Collecting your data: I’ll send it as a file.',
  markTitle:
    '<b>The ‘AI-generated’ mark</b>\n\nViewers see it. You can’t choose less than the operator asks for. The file itself always carries the mark.',
  markChoice: (disclosure) => marks[disclosure],
  language: '<b>Язык · Language</b>',
  termsText:
    '<b>Terms and privacy</b>\n\n' +
    '• Advertise what you have the right to advertise, and promise nothing that isn’t so.\n' +
    '• Other people’s faces need their consent. No public figures, no children, no deception.\n' +
    '• Every ad carries a mark that AI made it.\n' +
    '• The finished videos are yours: use them anywhere.\n' +
    '• Credits pay for the service’s work. An ad that fails costs nothing.',
  privacy: (services) =>
    '<b>What we keep:</b> your Telegram ID and name, scripts, portraits, backgrounds and finished ads, the history of your credits. ' +
    (services.length === 0
      ? 'Everything is made on our own server and passed on to nobody.'
      : `Scripts and portraits are passed on to these services: ${services.join(', ')}.`) +
    ' What you write to us is kept for a year, the rest until you delete it.' +
    '\n\nGet it all as a file: /mydata. Delete it: /forget_me.',
  paysupport:
    '<b>Questions about payment</b>\n\nTell us what happened: the date, the amount, what you expected. An operator answers here. Credits for an ad that failed come back by themselves.',
  writeUs: '💬 Write to us',
  help:
    '<b>Commands</b>\n' +
    '/create – create an ad\n' +
    '/resume – go on with unfinished work\n' +
    '/my_videos – my videos\n' +
    '/editrender – montage of the last video: template, subtitles, intro, format\n' +
    '/renderinfo – how the last video was rendered\n' +
    '/rerender – render anew by settings as JSON\n' +
    '/overlay – make the overlay anew\n' +
    '/credits – credits and prices\n' +
    '/cancel – stop the work\n' +
    '/faq – questions and answers\n' +
    '/feedback – write to us\n' +
    '/profile – profile and settings\n' +
    '/language – language\n' +
    '/terms – terms and privacy\n' +
    '/paysupport – questions about payment\n' +
    '/mydata – my data as a file\n' +
    '/forget_me – delete my data',
  forgetTitle: '<b>Delete all your data?</b>',
  forgetWhat:
    'We delete your name, portraits and consents, backgrounds, scripts, voice-overs and videos, and our messages. Work in progress stops.',
  forgetKept:
    'We keep the history of credits without your name, because our books require it, and a note that you had the welcome gift, so that it isn’t given twice. This can’t be undone.',
  forgetYes: '🗑 Yes, delete everything',
  forgotten: 'Done: your data is deleted. If you want to come back, tap /start.',
  reportTitle: '<b>What are you reporting?</b>\n\nChoose a reason or describe it in your own words.',
  reportReasons: {
    consent: '👤 The person didn’t consent',
    deception: '🎭 Deception or impersonation',
    offence: '🤬 Insults, violence, nudity',
    claims: '💊 Forbidden claims',
  },
};
