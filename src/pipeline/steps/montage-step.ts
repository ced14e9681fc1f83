import { outputFrame } from '../../domain/ad/ad.ts';
import type { OrderedBookend } from '../../domain/ad/ad-order.ts';
import type { JsonValue } from '../../kernel/json.ts';
import type { SubtitleTrack } from '../../domain/subtitles/subtitle-track.ts';
import type { Bookend, MontageRequest, MontageResult, OverlayInput } from '../../ports/montage.ts';
import type { PipelineParts } from '../parts.ts';
import { headClip } from './head-clip.ts';
import { orderedSubtitles } from './ordered-subtitles.ts';
import {
  type EarlierResult,
  type Made,
  findBy,
  mapWork,
  type StepDefinition,
  type StepInput,
} from './step-definition.ts';
import { fileOf } from './step-result.ts';

export const montageStep: StepDefinition<'montage'> = {
  kind: 'montage',
  adapter: (parts) => parts.montage.adapter,
  material: (_parts, input) => {
    const { order } = input;
    return {
      head: input.earlier('head').key,
      speech: input.earlier('speech').key,
      overlay: input.has('overlay') ? overlayMaterial(input.earlier('overlay')) : null,
      background: order.composition?.background.sha256 ?? null,
      template: order.composition?.template ?? null,
      aspect: order.aspect,
      subtitles: JSON.parse(JSON.stringify(order.subtitles)),
      disclosure: order.disclosure,
      language: order.language,
      // Left out where there are none, so that what was made before such clips were known keeps its key.
      ...(order.intro && { intro: bookendMaterial(order.intro) }),
      ...(order.outro && { outro: bookendMaterial(order.outro) }),
    };
  },
  start: async (parts, input, context) => {
    const { track, warnings } = await orderedSubtitles(parts.files, input);
    const work = await parts.montage.start(await montageRequest(parts, input, track), context);
    return mapWork(work, (result) => madeMontage({ ...result, warnings: [...warnings, ...result.warnings] }));
  },
  status: async (parts, operation, context) =>
    mapWork(await parts.montage.status(operation, context), madeMontage),
  find: ({ montage }) => findBy(montage),
  cancel: ({ montage }) => montage.cancel?.bind(montage),
};

/** What is seen of it, and not its key: made anew under the same key it may look otherwise. */
function overlayMaterial({ value, files }: EarlierResult<'overlay'>): JsonValue {
  const digests = Object.entries(files).map(([name, { sha256 }]) => [name, sha256] as const);
  return JSON.parse(JSON.stringify({ value, files: Object.fromEntries(digests) }));
}

function bookendMaterial({ sha256, probe, ownSound }: OrderedBookend) {
  return { sha256, durationSeconds: probe.durationSeconds, ownSound };
}

async function bookend({ files }: PipelineParts, ordered: OrderedBookend): Promise<Bookend> {
  const { key, probe, ownSound } = ordered;
  return { video: await files.open(key), probe, ownSound };
}

export async function montageRequest(
  parts: PipelineParts,
  input: StepInput,
  track: SubtitleTrack | undefined,
): Promise<MontageRequest> {
  const { order } = input;
  const speech = input.earlier('speech');
  const overlay = input.has('overlay') ? await overlayInput(parts, input.earlier('overlay')) : undefined;
  return {
    format: order.format,
    frame: outputFrame(order.aspect, order.format),
    quality: 'final',
    head: await headClip(parts, input),
    speech: {
      audio: await parts.files.open(fileOf(speech, 'audio').key),
      durationSeconds: speech.value.track.durationSeconds,
    },
    ...(order.composition && {
      template: order.composition.template,
      background: {
        video: await parts.files.open(order.composition.background.key),
        probe: order.composition.background.probe,
      },
    }),
    ...(overlay && { overlay }),
    ...(order.intro && { intro: await bookend(parts, order.intro) }),
    ...(order.outro && { outro: await bookend(parts, order.outro) }),
    ...(track && { subtitles: track }),
    disclosure: order.disclosure,
    language: order.language,
  };
}

export async function overlayInput(
  { files }: PipelineParts,
  overlay: EarlierResult<'overlay'>,
): Promise<OverlayInput> {
  if (overlay.value.kind === 'circle') return overlay.value;
  const file = await files.open(fileOf(overlay, 'overlay').key);
  return overlay.value.kind === 'matte'
    ? { kind: 'matte', matte: file }
    : { kind: 'alpha-video', video: file };
}

function madeMontage(montage: MontageResult): Made<'montage'> {
  const { size, durationSeconds, speechStartSeconds, bytes, loudness, missingGlyphs, circleInFrame } =
    montage;
  return {
    value: {
      size,
      durationSeconds,
      speechStartSeconds,
      bytes,
      loudness,
      missingGlyphs,
      ...(circleInFrame && { circleInFrame }),
    },
    files: {
      video: { path: montage.videoPath, mime: 'video/mp4' },
      cover: { path: montage.coverPath, mime: 'image/jpeg' },
    },
    cost: montage.cost,
    warnings: montage.warnings,
  };
}
