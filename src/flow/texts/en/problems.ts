import type { FoundKind } from '../../../domain/media/media-problem.ts';
import type { Details } from '../details.ts';
import type { problems as shape } from '../ru/problems.ts';
import { words } from './words.ts';

const kinds: Readonly<Record<FoundKind, string>> = {
  avi: 'an AVI video',
  mkv: 'an MKV video',
  wmv: 'a WMV video',
  flv: 'an FLV video',
  mpeg: 'an MPEG video',
  gif: 'a GIF picture',
  picture: 'a picture',
  heic: 'a HEIC photo',
  audio: 'sound without a picture',
  video: 'a video',
  document: 'a document',
  archive: 'an archive',
  playlist: 'a playlist',
  page: 'a web page',
  text: 'a text',
  empty: 'an empty file',
  unknown: 'a file of an unknown kind',
};
const atLine = (line: number | undefined) => (line === undefined ? '' : ` in line ${line}`);
const kindOf = ({ kind }: Details) => kinds[kind ?? 'unknown'];
const toMp4 = 'Convert it to MP4, for example with HandBrake, which is free, and send it again.';

export const problems: typeof shape = {
  'too-big': ({ foundMegabytes, allowedMegabytes }) =>
    `The file is too large${foundMegabytes === undefined ? '' : ` (${words.megabytes(foundMegabytes)})`}${allowedMegabytes === undefined ? '' : `: up to ${words.megabytes(allowedMegabytes)} are allowed`}. Compress the video or send a direct link to it.`,
  empty: () => 'The file is empty. Send another.',
  container: (details) => `This is ${kindOf(details)}, and MP4, MOV or WebM is needed. ${toMp4}`,
  'not-a-video': (details) => `This is ${kindOf(details)}, and a video is needed: MP4, MOV or WebM.`,
  'only-sound': () => 'The file holds only sound. A video with a picture is needed.',
  codec: () => `The video is coded in an unusual way. ${toMp4}`,
  'picture-too-small': ({ found, allowed }) =>
    `The frame is too small${found === undefined ? '' : `: ${found}`}${allowed === undefined ? '' : `, and each side needs at least ${words.number(allowed)} pixels`}. Send a larger video.`,
  'picture-too-large': ({ found }) =>
    `The frame is too large${found === undefined ? '' : `: ${found}`}. Scale the video down to 4K or less and send it again.`,
  'too-long': () => 'The video is too long. Cut out the part you need and send that.',
  'clip-too-long': ({ found, allowed }) =>
    `The clip is too long${found === undefined ? '' : `: ${found} s`}${allowed === undefined ? '' : `, and up to ${words.number(allowed)} s are allowed`}. I can take its beginning.`,
  'clip-too-short': ({ allowed }) =>
    `The clip is so short that it would only flash by${allowed === undefined ? '' : `; at least ${words.number(allowed)} s are needed`}. Send a longer one.`,
  'frame-rate': () => 'The video has too many frames a second. Save it with at most 60 and send it again.',
  'cut-off': () => 'The file breaks off in the middle. Send the whole of it again.',
  broken: () => 'This video can’t be read: the file seems to be damaged. Save it again as MP4.',

  'link-invalid': () => 'That doesn’t look like a link. An address that begins with https:// is needed.',
  'link-private': () =>
    'This link leads into a private network, and I don’t open those. A public link is needed.',
  'link-unreachable': ({ status }) =>
    `There is nothing at this link${status === undefined || status === 0 ? '' : ` (answer ${status})`}. Check the address and send it again.`,
  'link-too-slow': () => 'The file at this link comes too slowly. Send it here or give another link.',
  'link-too-many-redirects': () => 'The link redirects too often. A direct link to the video is needed.',
  'link-too-big': ({ allowedMegabytes }) =>
    `The file at this link is too large${allowedMegabytes === undefined ? '' : `: up to ${words.megabytes(allowedMegabytes)} are allowed`}. Compress the video and send it again.`,
  'link-login-page': () =>
    'A login page came instead of the file. Open it to everyone with the link and send the link again.',
  'link-share-page': () =>
    'This is a page of a service, not the file itself. Download the video and send it here.',
  'link-folder': () => 'This is a link to a folder. A link to one file is needed.',
  'link-not-video': (details) =>
    `The link leads to ${kindOf(details)}, and a video is needed: MP4, MOV or WebM.`,

  'too-many-bytes': () => 'The file is too large: a picture of up to 20\u00a0MB will do.',
  'too-small': () => 'The picture is too small. Send a larger one.',
  'too-many-pixels': () => 'The picture is too large. Scale it down and send it again.',
  format: (details) => `This is ${kindOf(details)}, and a photo is needed: JPEG, PNG or WebP.`,
  animated: () => 'This is an animation, and a still picture is needed.',
  damaged: () => 'The picture is damaged. Send it again, or another.',
  'foreign-data': () =>
    'There is something besides the picture in this file. Save the picture again and send it.',

  'no-face': () => 'I see no face in the photo. One person looking into the camera is needed.',
  'several-faces': ({ found }) =>
    `There are several faces in the photo${found === undefined ? '' : ` (${found})`} and one is needed. Crop it or send another.`,
  'face-too-small': () => 'The face is too small. Send a larger or closer shot.',
  'face-turned': () => 'The face is turned too far. The person should look into the camera.',
  'face-cut-off': () =>
    'The edge of the photo cuts the face off. All of it is needed, from forehead to chin.',
  'low-quality': () => 'The face isn’t clear enough. Send a sharper photo in good light.',

  'subtitles-too-big': ({ allowed }) =>
    `The subtitle file is too large${allowed === undefined ? '' : `: up to ${words.number(allowed)}\u00a0kB are allowed`}. It doesn’t look like subtitles.`,
  'subtitles-not-text': () => 'This is no text file. Subtitles in SRT or VTT are needed.',
  'subtitles-encoding': () =>
    'I can’t tell how the letters of this file are encoded. Save it as UTF-8 and send it again.',
  'subtitles-empty': () =>
    'There is no line with a text and a time in this file. Subtitles in SRT or VTT are needed.',
  'subtitles-too-many': ({ allowed }) =>
    `The file has too many lines${allowed === undefined ? '' : `: up to ${words.number(allowed)} are allowed`}. Keep those that are spoken in the ad.`,
  'subtitles-time': ({ line }) =>
    `I don’t understand the time${atLine(line)}. It is written like this: 00:00:01,500 --&gt; 00:00:03,000. Mend it and send the file again.`,
  'subtitles-order': ({ line }) =>
    `The subtitle${atLine(line)} ends before it begins. Mend its time and send the file again.`,
  'subtitles-long-text': ({ line, allowed }) =>
    `The subtitle${atLine(line)} is too long${allowed === undefined ? '' : `: up to ${words.characters(allowed)} are allowed`}. Divide it into several.`,
  'subtitles-after-speech': ({ seconds }) =>
    `All subtitles begin after the speech has ended${seconds === undefined ? '' : `, which lasts ${words.number(seconds)}\u00a0s`}. See whether the file belongs to this ad.`,
  'subtitles-no-word': () => 'There is nothing to see in this line. Write a word, or take the line away.',
  'subtitles-no-font': () =>
    'Our fonts don’t have these letters. Latin, Cyrillic, Greek, Hebrew and Arabic will do.',
  'subtitles-too-much': ({ characters, maxCharacters, cutCharacters }) =>
    `Nobody can read that much in this ad${characters === undefined || maxCharacters === undefined ? '' : `: ${words.characters(characters)}, and ${words.number(maxCharacters)} are allowed`}. Cut ${cutCharacters === undefined ? 'it' : `at least ${words.characters(cutCharacters)}`}.`,

  'prompt-too-long': ({ allowed }) =>
    `That’s too long${allowed === undefined ? '' : `: up to ${words.characters(allowed)} are allowed`}. Put it more briefly.`,
  'not-understood': ({ quote }) =>
    `${quote === undefined ? 'I can’t do that' : `I don’t understand “${quote}”`}. I draw nothing new, but I can change light, colours, background and distance.`,
  'no-change': () => 'There is nothing to change: the portrait is like that already. Ask for something else.',
  'no-person-found': () => 'I couldn’t tell the person from the background. Try changing light or distance.',
  'face-fills-picture': () => 'The face fills the frame already: it can’t come closer.',
  'person-at-edge': () => 'The person stands at the very edge, so there is no room to step back.',
  'no-background': () => 'Hardly any background is seen in this portrait, so there is nothing to change.',
};
