import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { z } from 'zod';
import { overPlate } from '../support/cast-pictures.ts';

/** What a model says of an input that it does not take, as fal.ai's error documentation has it. */
export interface ModelRefusal {
  readonly status: number;
  readonly type: string;
  readonly loc: readonly string[];
  readonly ctx?: Readonly<Record<string, unknown>>;
}

export class ModelError extends Error {
  readonly refusal: ModelRefusal;

  constructor(refusal: ModelRefusal) {
    super(refusal.type);
    this.refusal = refusal;
  }
}

export interface MadeFile {
  readonly bytes: Buffer;
  readonly mime: string;
  readonly name: string;
}

export interface Made {
  readonly files: readonly MadeFile[];
  /** Seconds of video or pictures, which are what is billed. */
  readonly units: number;
  output(urls: readonly string[]): unknown;
}

export interface VideoKnobs {
  /** The picture begins so much later than it should, and its sound with it. */
  readonly lateSeconds: number;
  /** A white corner for a fifth of each second. */
  readonly hasFlash: boolean;
  /** The video's shape, where the model does not keep the picture's. */
  readonly shape: { readonly width: number; readonly height: number } | undefined;
  readonly framesPerSecond: number;
}

const address = z.string().regex(/^https?:\/\//);
const pair = { image_url: address, audio_url: address };
const ratios = ['auto', '21:9', '16:9', '3:2', '4:3', '5:4', '1:1', '4:5', '3:4', '2:3', '9:16'] as const;
const picture = {
  prompt: z.string().min(3),
  num_images: z.number().int().min(1).max(4).default(1),
  output_format: z.enum(['png', 'jpeg', 'webp']).default('png'),
  aspect_ratio: z.enum(ratios).default('auto'),
  safety_tolerance: z.enum(['1', '2', '3', '4', '5', '6']).optional(),
  seed: z.number().int().optional(),
};
const size = { resolution: z.enum(['1K', '2K', '4K']).default('1K') };
const images = { image_urls: z.array(address).min(1) };

interface HeadLimits {
  readonly kind: 'head';
  readonly schema: z.ZodType<{ image_url: string; audio_url: string; resolution?: string | undefined }>;
  readonly minSeconds: number;
  maxSeconds(resolution: string | undefined): number;
  readonly maxBytes: number;
}
interface PictureLimits {
  readonly kind: 'picture';
  readonly schema: z.ZodType<{ prompt: string; image_urls?: string[] | undefined; aspect_ratio: string }>;
}

/** By the published schemas: what is not named is refused. */
const models: Readonly<Record<string, HeadLimits | PictureLimits>> = {
  'fal-ai/bytedance/omnihuman/v1.5': {
    kind: 'head',
    schema: z.strictObject({
      ...pair,
      prompt: z.string().optional(),
      resolution: z.enum(['720p', '1080p']).default('1080p'),
      turbo_mode: z.boolean().optional(),
    }),
    minSeconds: 0,
    maxSeconds: (resolution) => (resolution === '720p' ? 60 : 30),
    maxBytes: 30_000_000,
  },
  'fal-ai/bytedance/omnihuman': {
    kind: 'head',
    schema: z.strictObject(pair),
    minSeconds: 0,
    maxSeconds: () => 30,
    maxBytes: 30_000_000,
  },
  'fal-ai/kling-video/ai-avatar/v2/standard': kling(),
  'fal-ai/kling-video/ai-avatar/v2/pro': kling(),
  'veed/fabric-1.0': {
    kind: 'head',
    schema: z.strictObject({ ...pair, resolution: z.enum(['720p', '480p']) }),
    minSeconds: 0,
    maxSeconds: () => 300,
    maxBytes: 30_000_000,
  },
  'fal-ai/nano-banana': { kind: 'picture', schema: z.strictObject(picture) },
  'fal-ai/nano-banana/edit': { kind: 'picture', schema: z.strictObject({ ...picture, ...images }) },
  'fal-ai/nano-banana-pro': { kind: 'picture', schema: z.strictObject({ ...picture, ...size }) },
  'fal-ai/nano-banana-pro/edit': {
    kind: 'picture',
    schema: z.strictObject({ ...picture, ...images, ...size }),
  },
};

function kling(): HeadLimits {
  return {
    kind: 'head',
    schema: z.strictObject({ ...pair, prompt: z.string().optional() }),
    minSeconds: 2,
    maxSeconds: () => 60,
    maxBytes: 5_000_000,
  };
}

export const isModel = (endpoint: string): boolean => endpoint in models;

/** Really does the work: a video of the picture with the sound, a picture of the picture. Throws ModelError. */
export async function runModel(endpoint: string, input: unknown, knobs: VideoKnobs): Promise<Made> {
  const model = models[endpoint];
  if (!model) throw new Error(`There is no model ${endpoint}.`);
  const parsed = model.schema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const type = issue?.code === 'unrecognized_keys' ? 'extra_forbidden' : 'value_error';
    throw new ModelError({ status: 422, type, loc: ['body', ...(issue?.path ?? []).map(String)] });
  }
  if (model.kind === 'head') {
    return await makeVideo(parsed.data as z.output<HeadLimits['schema']>, model, knobs);
  }
  return await makePicture(parsed.data as z.output<PictureLimits['schema']>);
}

async function fetched(url: string, field: string): Promise<Buffer> {
  const answer = await fetch(url).catch(() => undefined);
  if (answer?.status === 200) return Buffer.from(await answer.arrayBuffer());
  throw new ModelError({ status: 422, type: 'file_download_error', loc: ['body', field] });
}

async function makeVideo(
  input: z.output<HeadLimits['schema']>,
  limits: HeadLimits,
  knobs: VideoKnobs,
): Promise<Made> {
  const [image, audio] = [
    await fetched(input.image_url, 'image_url'),
    await fetched(input.audio_url, 'audio_url'),
  ];
  const loc = ['body', 'audio_url'];
  if (audio.length > limits.maxBytes) {
    throw new ModelError({ status: 422, type: 'file_too_large', loc, ctx: { max_size: limits.maxBytes } });
  }
  const seconds = await secondsOf(audio);
  const maxSeconds = limits.maxSeconds(input.resolution);
  if (seconds >= maxSeconds) {
    const ctx = { max_duration: maxSeconds, provided_duration: seconds };
    throw new ModelError({ status: 422, type: 'audio_duration_too_long', loc, ctx });
  }
  if (seconds < limits.minSeconds) {
    const ctx = { min_duration: limits.minSeconds, provided_duration: seconds };
    throw new ModelError({ status: 422, type: 'audio_duration_too_short', loc, ctx });
  }
  const bytes = await animated(image, audio, seconds, input.resolution ?? '720p', knobs);
  return {
    files: [{ bytes, mime: 'video/mp4', name: 'output.mp4' }],
    units: Math.ceil(seconds),
    output: ([url]) => ({
      video: { url, content_type: 'video/mp4', file_name: 'output.mp4', file_size: bytes.length },
      duration: seconds,
    }),
  };
}

async function secondsOf(audio: Buffer): Promise<number> {
  using input = new Input({ source: new BufferSource(new Uint8Array(audio)), formats: ALL_FORMATS });
  try {
    return await input.computeDuration();
  } catch {
    throw new ModelError({ status: 422, type: 'unsupported_audio_format', loc: ['body', 'audio_url'] });
  }
}

async function animated(
  image: Buffer,
  audio: Buffer,
  seconds: number,
  resolution: string,
  { lateSeconds, hasFlash, shape, framesPerSecond }: VideoKnobs,
): Promise<Buffer> {
  const loaded = await loadImage(image).catch(() => {
    throw new ModelError({ status: 422, type: 'image_load_error', loc: ['body', 'image_url'] });
  });
  const short = Number.parseInt(resolution, 10);
  const scale = short / Math.min(loaded.width, loaded.height);
  const even = (value: number) => 2 * Math.round((value * scale) / 2);
  const { width, height } = shape ?? { width: even(loaded.width), height: even(loaded.height) };
  const folder = await mkdtemp(join(tmpdir(), 'fal-double-'));
  try {
    await writeFile(join(folder, 'image'), image);
    await writeFile(join(folder, 'audio'), audio);
    const flash = `,drawbox=x=0:y=0:w=80:h=80:color=white:t=fill:enable='lt(mod(t-${lateSeconds}\\,1)\\,0.19)*gte(t\\,${lateSeconds})'`;
    const cover = `scale=${width}:${height}:force_original_aspect_ratio=increase,crop=${width}:${height}`;
    await promisify(execFile)(process.env.FFMPEG_PATH ?? 'ffmpeg', [
      ...['-v', 'error', '-y', '-f', 'image2', '-loop', '1', '-framerate', String(framesPerSecond)],
      ...['-i', join(folder, 'image'), '-i', join(folder, 'audio')],
      ...['-vf', `${cover},format=yuv420p${hasFlash ? flash : ''}`],
      ...(lateSeconds > 0 ? ['-af', `adelay=${Math.round(lateSeconds * 1000)}:all=1`] : []),
      ...['-t', String(seconds + lateSeconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20'],
      ...['-c:a', 'aac', '-ar', '44100', join(folder, 'output.mp4')],
    ]);
    return await readFile(join(folder, 'output.mp4'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makePicture({ prompt, image_urls }: z.output<PictureLimits['schema']>): Promise<Made> {
  if (/\bforbidden\b/i.test(prompt)) {
    throw new ModelError({ status: 422, type: 'content_policy_violation', loc: ['body', 'prompt'] });
  }
  const pictures = /\bspeechless\b/i.test(prompt) ? [] : [await drawn(image_urls?.[0], prompt)];
  return {
    files: pictures.map((bytes) => ({ bytes, mime: 'image/png', name: 'output.png' })),
    units: 1,
    output: (urls) => ({
      images: urls.map((url) => ({ url, content_type: 'image/png', file_name: 'output.png' })),
      description: 'Here is what you asked for.',
    }),
  };
}

/** As large as it need be for a face to be found: smaller than most of what it is sent, as a real model's pictures are. */
async function drawn(url: string | undefined, prompt: string): Promise<Buffer> {
  if (url !== undefined) return tinted(await loadImage(await fetched(url, 'image_urls')));
  const who = /\bwoman\b/i.test(prompt) ? 'mira' : 'timur';
  const known = portraits.get(who) ?? overPlate(who).then(tinted);
  portraits.set(who, known);
  return await known;
}

const portraits = new Map<string, Promise<Buffer>>();

function tinted(source: Image | Canvas): Buffer {
  const scale = Math.sqrt(400_000 / (source.width * source.height));
  const canvas = createCanvas(Math.round(source.width * scale), Math.round(source.height * scale));
  const context = canvas.getContext('2d');
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  context.fillStyle = 'rgba(255, 180, 80, 0.12)';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.toBuffer('image/png');
}
