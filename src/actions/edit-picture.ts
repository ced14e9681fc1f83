import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { openSpending } from '../pipeline/spending.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import type { PictureEditRequest, PictureEditResult } from '../ports/picture-edit.ts';
import type { WorkContext } from '../ports/work.ts';
import { markDone } from '../store/provider-calls.ts';
import { copyWhole } from './fetch-file.ts';
import { maxPictureBytes, uploadedFile } from './keep-upload.ts';
import { type ActionParts, localOperator } from './parts.ts';

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
    const edited = await editedBy(parts, { picture, prompt: wish.prompt }, context);
    await copyWhole(edited.picturePath, destination);
    return edited.applied;
  });
}

/** Nobody comes back to it: what a service has under way when the shell is left is paid for and lost. */
async function editedBy(
  parts: ActionParts,
  request: PictureEditRequest,
  context: WorkContext,
): Promise<PictureEditResult> {
  const { pictureEdit: port, database } = parts;
  const tag = `edit:${randomUUID()}`;
  const spending = openSpending(parts, {
    ...{ tag, owner: localOperator.owner, capability: 'picture-edit', adapter: port.adapter.name },
    isOurs: async () => true,
  });
  const paid = port.adapter.kind === 'local' ? context : { ...context, spending };
  let work = await port.start(request, paid);
  while (work.status === 'pending') {
    await delay(work.pollAfterMs, undefined, { signal: context.signal });
    work = await port.status(work.operation, paid);
  }
  if (port.adapter.kind === 'cloud') await markDone(database.db, tag, work.result.cost.actualUsd);
  return work.result;
}
