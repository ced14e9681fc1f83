import { mediaProblem } from '../../domain/media/media-problem.ts';
import type { Gender } from '../../domain/presenter/presenter.ts';
import { AppError } from '../../kernel/errors.ts';

const maxPromptLength = 1000;

/** The user's words on one line. Throws `provider-refused` for none, or too many. */
function said(prompt: string): string {
  const words = prompt.replace(/\s+/g, ' ').trim();
  if (words.length > maxPromptLength) {
    throw new AppError(
      'provider-refused',
      `The prompt has ${words.length} characters, at most ${maxPromptLength} are allowed.`,
      { details: mediaProblem('prompt-too-long', { found: words.length, allowed: maxPromptLength }) },
    );
  }
  if (words.length > 0) return words;
  throw new AppError('provider-refused', 'The prompt asks for nothing; say what is wanted.', {
    details: mediaProblem('no-change', {}),
  });
}

/** What isn't named stays: an edit that changes the face or turns it away makes no presenter. */
export function editPrompt(prompt: string): string {
  return (
    `Edit this photo of a person as follows: ${said(prompt)}\n` +
    'Unless asked for above, keep the same person, face, expression, pose, framing and light, and keep the photo realistic. ' +
    'The face stays fully visible, looks at the camera, and nobody else appears.'
  );
}

const nouns: Readonly<Record<Gender, string>> = { female: 'woman', male: 'man' };

/** One adult, from the waist up, whose face can be brought to life. */
export function portraitPrompt(prompt: string, gender: Gender): string {
  const noun = nouns[gender];
  return (
    `A photo-realistic vertical portrait of one adult ${noun}, a fictional person who is at least 21 years old: ${said(prompt)}\n` +
    `Show exactly one person, this ${noun}, half-body from the waist up, centred, with some room above the head. ` +
    'The head is level and faces the camera straight on, eyes to the lens, lips closed in a calm, friendly expression; ' +
    'nothing covers the face: no hands, no sunglasses, no microphone. ' +
    'Looks like a candid smartphone photo: natural soft light, sharp focus on the face, real skin, a simple plausible background. ' +
    'No text, no watermark, no frame, no collage.'
  );
}
