import { AppError } from '../kernel/errors.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import { copyWhole } from './fetch-file.ts';
import { maxPictureBytes, uploadedFile } from './keep-upload.ts';
import type { ActionParts } from './parts.ts';

export interface PictureWish {
  readonly picturePath: string;
  readonly prompt: string;
}

/** Changes a picture by a prompt and puts the result where the user wants it. Gives what was done, as stable ids. */
export async function editPicture(
  parts: ActionParts,
  wish: PictureWish,
  destination: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const upload = { path: wish.picturePath, what: 'picture', maxBytes: maxPictureBytes };
  const original = await uploadedFile(upload, 'application/octet-stream');
  return await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const context = { signal, workFolder, reportProgress: () => undefined };
    const { picturePath } = await parts.faces.upright(original, context);
    const picture = await uploadedFile({ ...upload, path: picturePath }, 'image/png');
    const edited = await parts.pictureEdit.start({ picture, prompt: wish.prompt }, context);
    if (edited.status === 'pending') {
      throw new AppError('provider-unavailable', 'The picture is edited by a service that answers later.');
    }
    await copyWhole(edited.result.picturePath, destination);
    return edited.result.applied;
  });
}
