import { ordersWith } from '../../domain/montage/render-settings.ts';
import { AppError } from '../../kernel/errors.ts';
import { draftMontage } from '../../pipeline/drafted-montage.ts';
import { requireOwnFiles } from '../montage/check-render-settings.ts';
import { drawnFolder } from '../montage/drawn-folders.ts';
import { requireMontageSource } from '../montage/montage-source.ts';
import { lookOf } from '../montage/read-montage.ts';
import type { TaskWork } from './task-work.ts';

/** A small clip of what the settings at hand give, made here and for speed; it goes after a day, or with the next one. */
export const previewClipTask: TaskWork<'preview-clip'> = async ({ parts }, personId, task, context) => {
  const { productionId } = task;
  const person = { owner: personId, isOperator: false };
  const { production, results, settings } = await requireMontageSource(parts, person, productionId);
  const [order] = ordersWith(production.order, settings);
  if (!order) throw new AppError('not-found', 'No template is chosen for this video.');
  const folder = drawnFolder('previews', production.owner, production.id);
  const videoKey = `${folder}/${lookOf(settings)}-${parts.local.montage.adapter.version}.mp4`;
  const outcome = { kind: 'preview-clip', productionId, videoKey } as const;
  if (await parts.files.exists(videoKey)) return outcome;
  await requireOwnFiles(parts, person, settings);
  const draft = draftMontage(parts, production, results, order);
  const overlay = await draft.takeOverlay(context);
  const { track } = await draft.subtitles();
  const work = await parts.local.montage.start(await draft.request('preview', overlay, track), context);
  if (work.status !== 'completed') throw new Error('the built-in montage is made when it is started');
  await parts.files.removeBelow(folder);
  await parts.files.store(videoKey, { path: work.result.videoPath, mime: 'video/mp4' });
  return outcome;
};
