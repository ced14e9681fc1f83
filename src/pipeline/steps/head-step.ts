import type { FrameFormat } from '../../domain/ad/ad.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import type { TalkingHeadRequest, TalkingHeadResult } from '../../ports/talking-head.ts';
import type { PipelineParts } from '../parts.ts';
import { type Made, findBy, mapWork, type StepDefinition, type StepInput } from './step-definition.ts';
import { fileOf } from './step-result.ts';

/**
 * One head for every aspect and template, so that a change of either makes no new one: montage crops it or fills
 * up beside it. 25 frames per second is what OmniHuman gives too.
 */
export const headFrame: FrameFormat = { width: 1080, height: 1920, framesPerSecond: 25 };

export const headStep: StepDefinition<'head'> = {
  kind: 'head',
  adapter: (parts) => parts.head.adapter,
  material: (_parts, input) => ({
    portrait: input.earlier('portrait').key,
    speech: input.earlier('speech').key,
    frame: { ...headFrame },
  }),
  start: async (parts, input, context) =>
    mapWork(await parts.head.start(await headRequest(parts, input), context), madeHead),
  status: async (parts, operation, context) => mapWork(await parts.head.status(operation, context), madeHead),
  find: ({ head }) => findBy(head),
  cancel: ({ head }) => head.cancel?.bind(head),
};

async function headRequest({ files }: PipelineParts, input: StepInput): Promise<TalkingHeadRequest> {
  const portrait = input.earlier('portrait');
  const speech = input.earlier('speech');
  const { matte, background } = portrait.files;
  return {
    portrait: await files.open(fileOf(portrait, 'picture').key),
    face: portrait.value.face,
    ...(matte && { matte: await files.open(matte.key) }),
    ...(background && { background: await files.open(background.key) }),
    speech: { audio: await files.open(fileOf(speech, 'audio').key), track: speech.value.track },
    frame: headFrame,
    seed: seedOf(portrait.key, speech.key),
  };
}

/** The same person saying the same thing moves the same way. */
function seedOf(portraitKey: string, speechKey: string): number {
  return Number.parseInt(sha256(portraitKey + speechKey).slice(0, 8), 16);
}

function madeHead(head: TalkingHeadResult): Made<'head'> {
  return {
    value: {
      size: { width: headFrame.width, height: headFrame.height },
      durationSeconds: head.durationSeconds,
      ...(head.faceBox && { faceBox: head.faceBox }),
      ...(head.mouthCurve && { mouthCurve: head.mouthCurve }),
    },
    files: {
      video: { path: head.videoPath, mime: 'video/mp4' },
      matte: head.mattePath === undefined ? undefined : { path: head.mattePath, mime: 'video/mp4' },
    },
    cost: head.cost,
    warnings: head.warnings,
  };
}
