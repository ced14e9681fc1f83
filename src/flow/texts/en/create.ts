import type { create as shape } from '../ru/create.ts';
import { words } from './words.ts';

export const create: typeof shape = {
  format:
    '<b>What kind of ad shall we make?</b>\n\n' +
    '🗣 <b>Talking head</b>: a person looks into the camera and says your script.\n\n' +
    '🖼 <b>Presenter over my video</b>: you send a video of your own, and the presenter speaks in front of it.\n\n' +
    'The clip above shows both.',
  talkingHead: '🗣 Talking head',
  overVideo: '🖼 Over my video',
  background: (maxSeconds, fileMegabytes, linkMegabytes) =>
    '<b>Send a video for the background</b>\n\n' +
    `• as a video or a file, up to ${words.megabytes(fileMegabytes)};\n` +
    `• as a direct link, Google Drive and Dropbox included, up to ${words.megabytes(linkMegabytes)}.\n\n` +
    `MP4, MOV and WebM will do. I use its first ${words.seconds(maxSeconds)} at most and keep its sound below the voice.`,
  checkingBackground: '🔎 <b>Checking your video…</b>\n\nThis usually takes a few seconds.',
  stopChecking: '✖️ Don’t wait',
  tooLong: (maxSeconds) =>
    `<b>Your video is longer than ${words.seconds(maxSeconds)}</b>\n\nThe ad can’t use more than that. Take the beginning, or send another video?`,
  useBeginning: (maxSeconds) => `✂️ Use the first ${words.seconds(maxSeconds)}`,
  hasBackground: (seconds, width, height) =>
    `<b>The background is ready</b>\n\n${width}×${height}, ${words.seconds(seconds)}. Go on, or send another video.`,
  useBackground: '✅ Go on',
  gender: '<b>Who will speak?</b>\n\nChoose, and I’ll show you faces. You can change your mind later.',
};
