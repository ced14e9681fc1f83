import { AppError } from '../../kernel/errors.ts';
import { maxPictureBytes, uploadedFile } from '../keep-upload.ts';
import { keepCheckedPicture } from '../presenters/keep-picture.ts';
import { slowTaskWork } from './slow-task-work.ts';
import type { TaskWork } from './task-work.ts';

/** Has a presenter made of words alone, and keeps the picture as a draft that waits for the person's word on it. */
export const makePresenter: TaskWork<'make-presenter'> = async ({ parts }, personId, task, context) => {
  const port = parts.pictureMaking;
  if (!port) {
    throw new AppError(
      'provider-unavailable',
      'No service that makes pictures of words is configured here.',
      {
        details: { problem: 'not-configured' },
      },
    );
  }
  const { gender } = task;
  const prompt = task.prompt.replace(/\s+/g, ' ').trim();
  const request = { prompt, gender };
  const made = await slowTaskWork(parts, { port, request, capability: 'picture-edit', personId }, context);
  const upload = { path: made.picturePath, what: 'picture', maxBytes: maxPictureBytes };
  const picture = await uploadedFile(upload, 'image/png');
  const origin = { origin: 'prompt', gender, madeFrom: undefined, prompts: [prompt] } as const;
  const { presenterId } = await keepCheckedPicture(parts, personId, picture, origin, context);
  return { kind: 'make-presenter', presenterId };
};
