import type { DatabaseConfig } from '../database/database.ts';
import type { FfmpegConfig } from '../ffmpeg/resolve-ffmpeg.ts';
import type { LogLevel } from '../log/log.ts';
import type { FalHeadModel, FalHeadResolution, FalPictureModel } from './fal-models.ts';

/** Everything that can be set, parsed once; a mix that makes no sense has no value of this type. Holds secrets. */
export interface Config {
  /** Absolute. */
  readonly dataFolder: string;
  readonly database: DatabaseConfig;
  readonly speech: SpeechConfig;
  readonly talkingHead: FalConfig;
  readonly pictureEdit: FalConfig;
  readonly overlay: OverlayConfig;
  readonly montage: MontageConfig;
  readonly files: FilesConfig;
  readonly telegram: TelegramConfig;
  readonly operators: OperatorsConfig;
  readonly http: HttpConfig;
  readonly limits: LimitsConfig;
  readonly ffmpeg: FfmpegConfig;
  /** What callers of the overlay server have to show. */
  readonly overlayServerToken: string | undefined;
  readonly log: { readonly level: LogLevel };
  /** Where a crash test wants the process killed. */
  readonly stopAt: string | undefined;
}

/** `modelFolder` has voices for the local engine, which stays on offer beside the cloud's. */
export type SpeechConfig = { readonly modelFolder: string | undefined } & (
  | { readonly kind: 'local' }
  | {
      readonly kind: 'elevenlabs';
      readonly apiKey: string;
      readonly baseUrl: string;
      readonly model: string;
      readonly maxConcurrent: number;
      readonly usdPer1000Credits: number;
    }
);

export type FalConfig =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'fal';
      readonly apiKey: string;
      readonly queueBaseUrl: string;
      readonly apiBaseUrl: string;
      readonly storageBaseUrl: string;
      readonly jwksUrl: string;
      readonly headModel: FalHeadModel;
      /** Undefined: the model's usual one. */
      readonly headResolution: FalHeadResolution | undefined;
      readonly pictureModel: FalPictureModel;
    };

export type OverlayConfig =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'modal';
      readonly endpoint: string;
      readonly token: { readonly key: string; readonly secret: string } | undefined;
      readonly usdPerSecond: number;
    };

export type MontageConfig =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'shotstack';
      readonly apiKey: string;
      readonly stage: 'v1' | 'stage';
      readonly usdPerMinute: number;
      readonly baseUrl: string;
    };

export type FilesConfig =
  | { readonly kind: 'local'; readonly folder: string }
  | {
      readonly kind: 's3';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly bucket: string;
      readonly endpoint: string;
    };

export type TelegramConfig =
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'bot';
      readonly token: string;
      readonly apiRoot: string;
      readonly updates:
        | { readonly kind: 'polling' }
        /** Without a secret one is made and kept. */
        | { readonly kind: 'webhook'; readonly url: string; readonly secret: string | undefined };
    };

export interface OperatorsConfig {
  readonly adminIds: readonly number[];
  readonly feedbackChatId: number | undefined;
  readonly allowNoDisclosure: boolean;
  readonly blocklistFile: string | undefined;
}

export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  /** Without a closing slash. */
  readonly publicUrl: string;
}

export interface LimitsConfig {
  readonly signupBonusCredits: number;
  readonly videoPriceCredits: number;
  readonly maxEdits: number;
  readonly maxTakes: number;
  readonly maxCloudRenders: number;
  readonly maxVideosPerDay: number;
  readonly backgroundMaxSeconds: number;
  readonly overlayCacheHours: number;
  readonly providerDailyBudgetUsd: number;
}
