import type { Details } from '../details.ts';
import type { refusals as shape } from '../ru/refusals.ts';
import { words } from './words.ts';

const portraits: Readonly<Record<string, (details: Details) => string>> = {
  'no-face': () => 'I see no face in the photo. One person looking into the camera is needed.',
  'several-faces': ({ found }) =>
    `There are several faces in the photo${found === undefined ? '' : ` (${found})`} and one is needed. Crop it or send another.`,
  'face-too-small': () => 'The face is too small. Send a larger or closer shot.',
  'face-turned': () => 'The face is turned too far. The person should look into the camera.',
  'face-cut-off': () =>
    'The edge of the photo cuts the face off. All of it is needed, from forehead to chin.',
  'low-quality': () => 'The face isn’t clear enough. Send a sharper photo in good light.',
  'too-many-bytes': () => 'The file is too large: a picture of up to 20\u00a0MB will do.',
  'too-small': () => 'The picture is too small. Send a larger one.',
  'too-many-pixels': () => 'The picture is too large. Scale it down and send it again.',
  animated: () => 'This is an animation, and a still picture is needed.',
  format: () => 'This is no JPEG, PNG or WebP. Send a photo or a picture in one of these formats.',
};

const media: Readonly<Record<string, (details: Details) => string>> = {
  container: ({ format }) =>
    `${format === undefined ? 'Such a file' : `A file of the kind ${format}`} won’t do: an MP4, MOV or WebM video is needed. HandBrake, a free program, converts to MP4.`,
  'no-video': () => 'The file has no picture. A video with a picture is needed.',
  codec: () => 'The video is coded in an unusual way. Save it as MP4 (H.264) and send it again.',
  size: ({ found }) =>
    `The frame size${found === undefined ? '' : ` (${found})`} won’t do: each side must have between 16 and 4096\u00a0pixels.`,
  empty: () => 'There isn’t a single frame in this video. Send another.',
  'too-long': () => 'The video is too long. Cut out the part you need and send that.',
  rate: () => 'The video has too many frames a second. Save it with at most 60 and send it again.',
  'cut-off': () => 'The file breaks off in the middle. Send the whole of it again.',
  'too-big': ({ allowed }) =>
    `The file is too large${allowed === undefined ? '' : `: up to ${words.megabytes(allowed)} are allowed`}. Compress it or send a direct link.`,
};

const links: Readonly<Record<string, (details: Details) => string>> = {
  'not-a-link': () => 'That doesn’t look like a link. An address that begins with https:// is needed.',
  private: () => 'This link leads into a private network, and I don’t open those. A public link is needed.',
  'not-found': () => 'There is nothing at this link. Check that the file is open to everyone with the link.',
  'not-a-file': () => 'The link leads to a page, not to a file. A direct link to the video is needed.',
  'too-big': media['too-big'] ?? (() => ''),
  'too-many-redirects': () => 'The link redirects too often. A direct link to the video is needed.',
};

export const refusals: typeof shape = {
  'invalid-script': () =>
    'There is nothing to say in this text. At least one word or number is needed; emoji and signs are skipped.',
  'speech-too-long': ({ seconds, maxSeconds, cutWords, cutCharacters, characters, maxCharacters }) =>
    seconds === undefined
      ? `The script is too long${characters === undefined || maxCharacters === undefined ? '' : `: ${words.characters(characters)}, and ${words.number(maxCharacters)} are allowed`}. Cut ${cutCharacters === undefined ? 'it' : `at least ${words.characters(cutCharacters)}`}.`
      : `The script takes about ${words.seconds(seconds)} to say${maxSeconds === undefined ? '' : `, and up to ${words.seconds(maxSeconds)} are allowed`}. Cut ${cutWords === undefined ? 'it' : `some ${words.words(cutWords)}${cutCharacters === undefined ? '' : ` (${words.characters(cutCharacters)})`}`}.`,
  'script-blocked': ({ quote }) =>
    `The script holds something that may not be said or advertised${quote === undefined ? '' : `: “${quote}”`}. Rewrite that part and send the script again.`,
  'invalid-voice': () => 'This voice is no longer there for that language. Choose another.',
  'invalid-presenter': () => 'This presenter is no longer there. Choose another.',
  'invalid-portrait': (details) =>
    portraits[details.problem ?? '']?.(details) ??
    'This picture can’t be read. Send another: JPEG, PNG or WebP.',
  'invalid-media': (details) =>
    media[details.problem ?? '']?.(details) ?? 'This video can’t be read. Save it as MP4 and send it again.',
  'invalid-subtitles': () => 'The subtitle file can’t be read. SRT or VTT is needed.',
  'link-refused': (details) =>
    links[details.problem ?? '']?.(details) ??
    'This link can’t be opened. Check that it is direct and public.',
  'consent-missing': () => 'A portrait isn’t used without your consent. Confirm it and try again.',
  'disclosure-weakened': () => 'The operator doesn’t allow so weak a mark. Choose another.',
  'credits-missing': ({ needed, balance }) =>
    `You don’t have enough credits${needed === undefined || balance === undefined ? '' : `: ${words.number(needed)} needed, ${words.number(balance)} there`}. Top up; the voice-over will wait.`,
  'limit-reached': ({ limit }) =>
    `The limit is reached${limit === undefined ? '' : ` (${words.number(limit)})`}. Try again tomorrow or write to us.`,
  'too-many-requests': () => 'Too many requests at once. Wait a minute and try again.',
  conflict: () => 'Things changed here while you were deciding. Have another look.',
  forbidden: () => 'This isn’t open to you.',
  'not-found': () => 'This is no longer here: it was probably deleted.',
  cancelled: () => 'The work was stopped.',
  'provider-refused': ({ quote }) =>
    quote === undefined
      ? 'The service refused to do this, probably for its safety filter. Try putting it another way.'
      : `I don’t understand “${quote}”. I draw nothing new, but I can change light, colours, background and distance.`,
  'provider-unavailable': () => 'The service isn’t answering. Try again in a few minutes.',
  'provider-answer-unusable': () => 'The service sent something unusable. Please try again.',
  'timed-out': () => 'This took too long. Please try again.',
  'link-invalid': () => 'The link has expired. Ask for a new one.',
  'invalid-arguments': () => 'Something is missing. See whether everything is chosen.',
  'invalid-config': internal,
  'invalid-output': internal,
  'disk-full': internal,
  'ffmpeg-missing': internal,
  'ffmpeg-incapable': internal,
  'process-failed': internal,
  'database-unavailable': internal,
  'database-newer': internal,
  internal,
};

function internal(): string {
  return 'Something broke on our side. We know about it. Please try again a little later.';
}
