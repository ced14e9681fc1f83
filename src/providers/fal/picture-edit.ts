import { decodePicture } from '../../platform/pictures/decoded-picture.ts';
import { throwIfCancelled } from '../../platform/process/throw-if-cancelled.ts';
import type { FalPictureModel } from '../../platform/config/fal-models.ts';
import type { PictureEditPort } from '../../ports/picture-edit.ts';
import type { PictureMakingPort } from '../../ports/picture-making.ts';
import type { FalInputs } from './fal-inputs.ts';
import {
  cancelPicture,
  findPicture,
  type PictureTools,
  pictureStatus,
  startPicture,
} from './picture-jobs.ts';
import { editPrompt, portraitPrompt } from './picture-prompts.ts';
import { shares } from './progress.ts';

/** Rises with every change that alters what the same request gives. */
const version = '1';
/** No text knows more of what a model did than that it did something. */
const applied = ['as-asked'];
/** Of the frame that a presenter is shown in. */
const portraitShape = '9:16';

export function createFalPictureEdit(
  tools: PictureTools & { readonly inputs: FalInputs; readonly name: FalPictureModel },
): PictureEditPort {
  const { editEndpoint } = tools.model;
  return {
    adapter: { name: `fal-${tools.name}-edit`, version, kind: 'cloud' },
    start: async ({ picture, prompt }, context) => {
      throwIfCancelled(context.signal, 'The picture edit');
      const asked = editPrompt(prompt);
      const { width, height } = await decodePicture(picture.path);
      const url = await tools.inputs.reach(picture, 'picture.png', context);
      context.reportProgress(shares.uploaded);
      return await startPicture(
        tools,
        {
          endpoint: editEndpoint,
          input: { prompt: asked, image_urls: [url], aspect_ratio: 'auto' },
          atLeast: Math.max(width, height),
        },
        context,
      );
    },
    status: async (operation, context) => {
      const work = await pictureStatus(tools, operation, context);
      if (work.status === 'pending') return work;
      return { status: 'completed', result: { ...work.result, applied, warnings: [] } };
    },
    find: async (lost, context) => await findPicture(tools, lost, editEndpoint, context),
    cancel: async (operation, context) => await cancelPicture(tools, operation, context),
  };
}

export function createFalPictureMaking(
  tools: PictureTools & { readonly name: FalPictureModel },
): PictureMakingPort {
  const { makeEndpoint } = tools.model;
  return {
    adapter: { name: `fal-${tools.name}`, version, kind: 'cloud' },
    start: async ({ prompt, gender }, context) => {
      throwIfCancelled(context.signal, 'Making a picture');
      const input = { prompt: portraitPrompt(prompt, gender), aspect_ratio: portraitShape };
      return await startPicture(tools, { endpoint: makeEndpoint, input, atLeast: 0 }, context);
    },
    status: async (operation, context) => {
      const work = await pictureStatus(tools, operation, context);
      if (work.status === 'pending') return work;
      return { status: 'completed', result: { ...work.result, warnings: [] } };
    },
    // Words alone bear no tag of ours: only a webhook can tell the id of a lost request for them.
    find: async (lost, context) => await findPicture(tools, lost, makeEndpoint, context),
    cancel: async (operation, context) => await cancelPicture(tools, operation, context),
  };
}
