import { checkBookend } from '../montage/check-bookend.ts';
import { finishedProduction } from '../montage/montage-source.ts';
import { withFetchedVideo } from './fetch-video.ts';
import type { TaskWork } from './task-work.ts';

/** Brings a clip for before or after a video into our keeping; shown with its sound until the person takes it away. */
export const checkBookendTask: TaskWork<'check-bookend'> = async (tools, personId, task, context) => {
  const { productionId, part, source, tooLong } = task;
  const { parts } = tools;
  const person = { owner: personId, isOperator: false };
  await finishedProduction(parts, person, productionId);
  return await withFetchedVideo(tools, source, context, async ({ path, maxBytes }) => {
    const asked = { part, path, maxBytes, tooLong, ownSound: true };
    const { bookend } = await checkBookend(parts, person, asked, context);
    return { kind: 'check-bookend', productionId, part, bookend };
  });
};
