import type { FalHeadModel, FalHeadResolution } from '../../platform/config/fal-models.ts';
import { AppError } from '../../kernel/errors.ts';

/** One way in which a model may be asked. */
export interface HeadMode {
  /** Undefined where the model has one resolution only. */
  readonly resolution: FalHeadResolution | undefined;
  /** The speech must be shorter. */
  readonly maxAudioSeconds: number;
  /** Of the video that is made, which is as long as the speech. */
  readonly usdPerSecond: number;
}

export interface HeadModel {
  /** Where it is submitted; status and result are asked by its first two parts alone. */
  readonly endpoint: string;
  /** The usual one first. */
  readonly modes: readonly [HeadMode, ...HeadMode[]];
  /** A shorter speech is sent with silence behind it, which is cut off the video again. */
  readonly minAudioSeconds: number;
  readonly maxAudioBytes: number;
  /** Seconds of work for a second of video, roughly: only for the progress bar. */
  readonly pace: number;
  input(files: HeadFiles, mode: HeadMode): Readonly<Record<string, string>>;
}

export interface HeadFiles {
  readonly imageUrl: string;
  readonly audioUrl: string;
}

const files = ({ imageUrl, audioUrl }: HeadFiles) => ({ image_url: imageUrl, audio_url: audioUrl });
const withResolution = (given: HeadFiles, { resolution }: HeadMode) => ({
  ...files(given),
  ...(resolution !== undefined && { resolution }),
});

/**
 * Inputs by fal's published schemas, prices by its model pages, November 2026; a price only forecasts what a call costs.
 * Where no limit is published (`fabric-1.0`: of five minutes others report) the product's own is what binds.
 */
export const headModels: Readonly<Record<FalHeadModel, HeadModel>> = {
  'omnihuman-1.5': {
    endpoint: 'fal-ai/bytedance/omnihuman/v1.5',
    modes: [
      { resolution: '720p', maxAudioSeconds: 60, usdPerSecond: 0.16 },
      { resolution: '1080p', maxAudioSeconds: 30, usdPerSecond: 0.16 },
    ],
    minAudioSeconds: 1,
    maxAudioBytes: 20_000_000,
    pace: 12,
    input: withResolution,
  },
  'omnihuman-1.0': {
    endpoint: 'fal-ai/bytedance/omnihuman',
    modes: [{ resolution: undefined, maxAudioSeconds: 30, usdPerSecond: 0.14 }],
    minAudioSeconds: 1,
    maxAudioBytes: 20_000_000,
    pace: 20,
    input: files,
  },
  'kling-avatar-2-standard': {
    endpoint: 'fal-ai/kling-video/ai-avatar/v2/standard',
    modes: [{ resolution: undefined, maxAudioSeconds: 60, usdPerSecond: 0.0562 }],
    minAudioSeconds: 2,
    maxAudioBytes: 5_000_000,
    pace: 25,
    input: files,
  },
  'kling-avatar-2-pro': {
    endpoint: 'fal-ai/kling-video/ai-avatar/v2/pro',
    modes: [{ resolution: undefined, maxAudioSeconds: 60, usdPerSecond: 0.115 }],
    minAudioSeconds: 2,
    maxAudioBytes: 5_000_000,
    pace: 35,
    input: files,
  },
  'fabric-1.0': {
    endpoint: 'veed/fabric-1.0',
    modes: [
      { resolution: '720p', maxAudioSeconds: 300, usdPerSecond: 0.15 },
      { resolution: '480p', maxAudioSeconds: 300, usdPerSecond: 0.08 },
    ],
    minAudioSeconds: 1,
    maxAudioBytes: 20_000_000,
    pace: 15,
    input: withResolution,
  },
};

export interface ChosenHead {
  readonly name: FalHeadModel;
  readonly model: HeadModel;
  readonly mode: HeadMode;
}

/** Throws `invalid-config` for a resolution that the model doesn't have. */
export function chosenHead(name: FalHeadModel, resolution: FalHeadResolution | undefined): ChosenHead {
  const model = headModels[name];
  const mode =
    resolution === undefined
      ? model.modes[0]
      : model.modes.find((candidate) => candidate.resolution === resolution);
  if (mode) return { name, model, mode };
  const allowed = model.modes.flatMap((candidate) => candidate.resolution ?? []).join(' or ');
  throw new AppError(
    'invalid-config',
    `FALAI_HEAD_RESOLUTION is "${resolution}", but ${name} ${allowed === '' ? 'has one resolution only: leave it unset' : `allows ${allowed}`}.`,
    { details: { variable: 'FALAI_HEAD_RESOLUTION' } },
  );
}

/** Throws `speech-too-long` before anything is sent or paid. */
export function refuseTooLong({ name, mode }: ChosenHead, seconds: number): void {
  if (seconds < mode.maxAudioSeconds) return;
  const found = Math.ceil(seconds * 10) / 10;
  const at = mode.resolution === undefined ? '' : ` at ${mode.resolution}`;
  throw new AppError(
    'speech-too-long',
    `The speech lasts ${found} s; ${name}${at} takes less than ${mode.maxAudioSeconds} s.`,
    {
      details: {
        service: 'fal',
        problem: 'audio-too-long',
        seconds: Math.ceil(seconds),
        maxSeconds: mode.maxAudioSeconds,
      },
    },
  );
}
