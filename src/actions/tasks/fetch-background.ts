import type { WorkContext } from '../../ports/work.ts';
import { keepUpload, uploadedFile } from '../keep-upload.ts';
import type { ActionParts } from '../parts.ts';
import { type FetchedVideo, withFetchedVideo } from './fetch-video.ts';
import type { TaskWork } from './task-work.ts';

/** Brings a person's video into our keeping. */
export const fetchBackground: TaskWork<'fetch-background'> = async (tools, personId, { source }, context) =>
  await withFetchedVideo(tools, source, context, (fetched) =>
    judged(tools.parts, personId, fetched, context),
  );

async function judged(parts: ActionParts, personId: string, fetched: FetchedVideo, context: WorkContext) {
  const looked = await uploadedFile({ ...fetched, what: 'background' }, 'application/octet-stream');
  const found = await parts.mediaProbe.probe(looked, context);
  const person = { owner: personId, isOperator: false };
  const kept = await keepUpload(parts, person, looked, found.container);
  const { backgroundMaxSeconds } = parts.limits;
  const durationSeconds = Math.min(found.durationSeconds, backgroundMaxSeconds);
  return {
    kind: 'fetch-background',
    background: { ...kept, probe: { ...found, durationSeconds } },
    isTooLong: found.durationSeconds > backgroundMaxSeconds,
  } as const;
}
