import type { commands as commandsShape, setup as shape } from '../ru/setup.ts';

export const setup: typeof shape = {
  name: 'UGC Bot: AI video ads',
  shortDescription: 'Video ads with AI presenters: send a script, get a vertical clip.',
  description:
    'A video ad in a couple of minutes, right in the chat.\n\n1. Choose a presenter and a voice.\n2. Send your script.\n3. Listen to the voice-over and order the video.\n\nThe presenter says your words with lips in sync and subtitles word by word. Over a video of yours or with your own photo, if you like.',
};

export const commands: typeof commandsShape = {
  start: 'Begin',
  create: 'Create an ad',
  resume: 'Go on with unfinished work',
  my_videos: 'My videos',
  credits: 'Credits and prices',
  overlay: 'Make the overlay anew',
  renderinfo: 'How the last video was rendered',
  editrender: 'Change the last video',
  rerender: 'Render anew by JSON',
  cancel: 'Stop the work',
  faq: 'Questions and answers',
  feedback: 'Write to us',
  profile: 'Profile and settings',
  language: 'Language · Язык',
  help: 'All commands',
  terms: 'Terms and privacy',
  paysupport: 'Questions about payment',
  mydata: 'My data as a file',
  forget_me: 'Delete my data',
};
