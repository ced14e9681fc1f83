import type { Details, GonePart, SpeechProblem } from '../details.ts';
import type { refusals as shape } from '../ru/refusals.ts';
import { problems } from './problems.ts';
import { settingRefused } from './setting-refused.ts';
import { stuck } from './stuck.ts';
import { words } from './words.ts';

const problemOf = (details: Details): string | undefined =>
  details.problem === undefined ? undefined : problems[details.problem](details);

const goneFiles: Readonly<Record<GonePart, string>> = {
  intro: 'The intro’s file is no longer kept. Send it again or remove the intro.',
  outro: 'The outro’s file is no longer kept. Send it again or remove the outro.',
  subtitles: 'Your subtitle file is no longer kept. Send it again or take the subtitles from the speech.',
};

const speechRefused: Readonly<Record<SpeechProblem, string>> = {
  'voice-locked': 'The voice service doesn’t let us use this voice. Choose another.',
  'voice-unknown': 'The voice service no longer has this voice. Choose another.',
  'text-too-long': 'The text is longer than the voice service takes at once. Shorten it and send it again.',
};

export const refusals: typeof shape = {
  'invalid-script': ({ speechProblem }) =>
    speechProblem
      ? speechRefused[speechProblem]
      : 'There is nothing to say in this text. At least one word or number is needed; emoji and signs are skipped.',
  'speech-too-long': ({ seconds, maxSeconds, cutWords, cutCharacters, characters, maxCharacters }) =>
    seconds === undefined
      ? `The script is too long${characters === undefined || maxCharacters === undefined ? '' : `: ${words.characters(characters)}, and ${words.number(maxCharacters)} are allowed`}. Cut ${cutCharacters === undefined ? 'it' : `at least ${words.characters(cutCharacters)}`}.`
      : `The script takes about ${words.seconds(seconds)} to say${maxSeconds === undefined ? '' : `, and up to ${words.seconds(maxSeconds)} are allowed`}. Cut ${cutWords === undefined ? 'it' : `about ${words.words(cutWords)}${cutCharacters === undefined ? '' : ` (${words.characters(cutCharacters)})`}`}.`,
  'script-blocked': ({ quote }) =>
    `The script holds something that may not be said or advertised${quote === undefined ? '' : `: “${quote}”`}. Rewrite that part and send the script again.`,
  'invalid-voice': ({ speechProblem }) =>
    speechProblem
      ? speechRefused[speechProblem]
      : 'This voice is no longer there for that language. Choose another.',
  'invalid-presenter': () => 'This presenter is no longer there. Choose another.',
  'invalid-portrait': (details) =>
    problemOf(details) ?? 'This picture can’t be read. Send another: JPEG, PNG or WebP.',
  'invalid-media': (details) =>
    problemOf(details) ?? 'This video can’t be read. Save it as MP4 and send it again.',
  'invalid-subtitles': (details) =>
    problemOf(details) ?? 'The subtitle file can’t be read. SRT or VTT is needed.',
  'link-refused': (details) =>
    problemOf(details) ?? 'This link can’t be opened. Check that it is direct and public.',
  'consent-missing': () => 'A portrait isn’t used without your consent. Confirm it and try again.',
  'disclosure-weakened': () => 'The operator doesn’t allow so weak a mark. Choose another.',
  'credits-missing': ({ needed, balance }) =>
    `You don’t have enough credits${needed === undefined || balance === undefined ? '' : `: ${words.number(needed)} needed, ${words.number(balance)} there`}. Top up; the voice-over will wait.`,
  'limit-reached': ({ limit }) =>
    `That’s all for today${limit === undefined ? '' : `: ${words.videos(limit)} can be made in a day`}. The voice-over is kept; order the video tomorrow.`,
  'too-many-requests': () => 'Too many requests at once. Wait a minute and try again.',
  conflict: () => 'Things changed here while you were deciding. Have another look.',
  forbidden: () => 'You can’t do this.',
  'not-found': ({ gone }) =>
    gone === undefined ? 'This is no longer here: it was probably deleted.' : goneFiles[gone],
  cancelled: () => 'The work was stopped.',
  'provider-refused': (details) =>
    problemOf(details) ??
    'The service refused to do this, probably for its safety filter. Try putting it another way.',
  'provider-unavailable': ({ trouble }) => `${stuck.why[trouble]} Try again a little later.`,
  'provider-answer-unusable': ({ trouble }) => `${stuck.why[trouble]} Please try again.`,
  'provider-unconfirmed': () =>
    'We asked the service, but no answer came, so we won’t ask it twice. Nothing was charged. Please try again.',
  'budget-spent': () => 'Today’s budget for outside services is spent. Please try again tomorrow.',
  'timed-out': () => 'This took too long. Please try again.',
  'link-invalid': () => 'The link has expired. Ask for a new one.',
  'invalid-arguments': ({ setting }) =>
    setting ? settingRefused(setting) : 'Something is missing. See whether everything is chosen.',
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
