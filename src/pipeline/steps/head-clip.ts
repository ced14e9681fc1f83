import type { HeadClip } from '../../ports/overlay.ts';
import type { PipelineParts } from '../parts.ts';
import type { StepInput } from './step-definition.ts';
import { fileOf } from './step-result.ts';

/** The head as overlay and montage are given it. */
export async function headClip({ files }: PipelineParts, input: StepInput): Promise<HeadClip> {
  const head = input.earlier('head');
  const { matte } = head.files;
  const { faceBox } = head.value;
  return {
    video: await files.open(fileOf(head, 'video').key),
    ...(matte && { matte: await files.open(matte.key) }),
    size: head.value.size,
    durationSeconds: head.value.durationSeconds,
    ...(faceBox && { faceBox }),
  };
}
