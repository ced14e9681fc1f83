import { randomBytes } from 'node:crypto';
import { type ElevenLabsDouble, startElevenLabsDouble } from '../doubles/elevenlabs.ts';
import { type FalDouble, startFalDouble } from '../doubles/fal.ts';
import { type ModalDouble, openModalDouble } from '../doubles/modal-overlay.ts';
import { type S3Double, startS3Double } from '../doubles/s3-server.ts';
import { openShotstackDouble, type ShotstackDouble } from '../doubles/shotstack.ts';
import { alphaPerson } from './alpha-person.ts';

/** All services that the program may use, on this machine, each with keys that stand nowhere else. */
export interface CloudRoom {
  readonly eleven: ElevenLabsDouble;
  readonly fal: FalDouble;
  readonly modal: ModalDouble;
  readonly shotstack: ShotstackDouble;
  readonly bucket: S3Double;
  /** What `npm start` is given to use them all; by part, to leave some out. */
  readonly env: Readonly<Record<'speech' | 'fal' | 'overlay' | 'montage' | 'files', Environment>>;
  /** What must be found nowhere. */
  readonly canaries: readonly string[];
  /** What was taken that costs money, by service. */
  paid(): {
    readonly speech: number;
    readonly fal: number;
    readonly overlay: number;
    readonly montage: number;
  };
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';

export async function openCloudRoom(): Promise<CloudRoom> {
  const canaries: string[] = [];
  const canary = (before = ''): string => {
    const value = `${before}cnry${randomBytes(12).toString('hex')}`;
    canaries.push(value);
    return value;
  };
  const token = { key: canary('wk-'), secret: canary('ws-') };
  const keys = { v1: canary(), stage: canary() };
  const [eleven, fal, modal, shotstack, bucket] = await Promise.all([
    startElevenLabsDouble({ apiKey: canary('sk_'), ffmpegPath }),
    startFalDouble({ apiKey: `${canary()}:${canary()}` }),
    openModalDouble({ token, work: alphaPerson }),
    openShotstackDouble({ ffmpegPath, keys }),
    startS3Double({ accessKeyId: canary(), secretAccessKey: canary() }),
  ]);
  return {
    ...{ eleven, fal, modal, shotstack, bucket, canaries },
    env: {
      speech: { ELEVEN_API_KEY: eleven.apiKey, ELEVEN_BASE_URL: eleven.baseUrl },
      fal: {
        FALAI_API_TOKEN: fal.apiKey,
        FALAI_QUEUE_BASE_URL: fal.url,
        FALAI_API_BASE_URL: fal.url,
        FALAI_STORAGE_BASE_URL: fal.url,
        FALAI_JWKS_URL: fal.jwksUrl,
      },
      overlay: { MODAL_OVERLAY_ENDPOINT: modal.endpoint, MODAL_KEY: token.key, MODAL_SECRET: token.secret },
      montage: { SHOTSTACK_API_KEY: keys.v1, SHOTSTACK_BASE_URL: shotstack.address },
      files: {
        R2_ACCESS_KEY_ID: bucket.accessKeyId,
        R2_SECRET_ACCESS_KEY: bucket.secretAccessKey,
        R2_BUCKET_NAME: bucket.bucket,
        R2_ENDPOINT_URL: bucket.endpoint,
      },
    },
    paid: () => ({
      speech: eleven.paidSubmits,
      fal: fal.paidSubmits,
      overlay: modal.paidSubmits,
      montage: shotstack.submits,
    }),
    close: async () => {
      modal.close();
      shotstack.close();
      await Promise.all([eleven.close(), fal.close(), bucket.close()]);
    },
  };
}
