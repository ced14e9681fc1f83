import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type {
  Config,
  FalConfig,
  FilesConfig,
  HttpConfig,
  LimitsConfig,
  MontageConfig,
  OverlayConfig,
  SpeechConfig,
  TelegramConfig,
} from './config.ts';
import { limitVariables } from './limit-variables.ts';
import { machineVariables } from './machine-variables.ts';
import { type Environment, parseVariables, refusal } from './parse-variables.ts';
import { providerVariables } from './provider-variables.ts';
import type { ValuesOf } from './variable.ts';

const variables = { ...machineVariables, ...providerVariables, ...limitVariables };
type Values = ValuesOf<typeof variables>;

/** Throws `invalid-config` with one line that names the variable, what was found and what is allowed. */
export function readConfig(env: Environment): Config {
  const values = parseVariables(variables, env);
  const dataFolder = resolve(values.DATA_DIR);
  const fal = falConfig(values);
  return {
    dataFolder,
    database: values.DATABASE_URL
      ? { kind: 'server', url: values.DATABASE_URL }
      : { kind: 'embedded', folder: join(dataFolder, 'postgres') },
    speech: speechConfig(values),
    talkingHead: fal,
    pictureEdit: fal,
    overlay: overlayConfig(values),
    montage: montageConfig(values),
    files: filesConfig(values, dataFolder),
    telegram: telegramConfig(values),
    operators: {
      adminIds: values.ADMIN_TG_IDS,
      feedbackChatId: values.ADMIN_FEEDBACK_CHAT_ID ?? values.ADMIN_TG_IDS[0],
      allowNoDisclosure: values.ALLOW_NO_DISCLOSURE === 'yes',
      blocklistFile: values.BLOCKLIST_FILE && resolve(values.BLOCKLIST_FILE),
    },
    http: httpConfig(values),
    limits: limitsConfig(values),
    ffmpeg: {
      path: values.FFMPEG_PATH && resolve(values.FFMPEG_PATH),
      searchFolders: (env.PATH ?? '').split(delimiter).filter(isAbsolute),
      cacheFolder: join(dataFolder, 'cache'),
    },
    overlayServerToken: values.OVERLAY_SERVER_TOKEN,
    log: { level: values.LOG_LEVEL },
    stopAt: values.UGC_STOP_AT,
  };
}

function speechConfig(values: Values): SpeechConfig {
  const modelFolder = values.TTS_MODEL_DIR && resolve(values.TTS_MODEL_DIR);
  if (!values.ELEVEN_API_KEY) return { kind: 'local', modelFolder };
  return {
    kind: 'elevenlabs',
    apiKey: values.ELEVEN_API_KEY,
    baseUrl: values.ELEVEN_BASE_URL,
    model: values.ELEVEN_MODEL,
    maxConcurrent: values.ELEVEN_MAX_CONCURRENT,
    usdPer1000Credits: values.ELEVEN_USD_PER_1000_CREDITS,
    modelFolder,
  };
}

function falConfig(values: Values): FalConfig {
  if (!values.FALAI_API_TOKEN) return { kind: 'local' };
  return {
    kind: 'fal',
    apiKey: values.FALAI_API_TOKEN,
    queueBaseUrl: values.FALAI_QUEUE_BASE_URL,
    apiBaseUrl: values.FALAI_API_BASE_URL,
    storageBaseUrl: values.FALAI_STORAGE_BASE_URL,
    jwksUrl: values.FALAI_JWKS_URL,
    headModel: values.FALAI_HEAD_MODEL,
    headResolution: values.FALAI_HEAD_RESOLUTION,
    pictureModel: values.FALAI_EDIT_MODEL,
  };
}

function overlayConfig(values: Values): OverlayConfig {
  const { MODAL_OVERLAY_ENDPOINT: endpoint, MODAL_KEY: key, MODAL_SECRET: secret } = values;
  if (!endpoint) {
    refuseParts(
      'The overlay service',
      { MODAL_OVERLAY_ENDPOINT: endpoint },
      { MODAL_KEY: key, MODAL_SECRET: secret },
    );
    return { kind: 'local' };
  }
  const service = { kind: 'modal', endpoint, usdPerSecond: values.MODAL_OVERLAY_USD_PER_SECOND } as const;
  if (key && secret) return { ...service, token: { key, secret } };
  refuseParts("The overlay service's token", { MODAL_KEY: key, MODAL_SECRET: secret });
  return { ...service, token: undefined };
}

function montageConfig(values: Values): MontageConfig {
  if (!values.SHOTSTACK_API_KEY) return { kind: 'local' };
  return {
    kind: 'shotstack',
    apiKey: values.SHOTSTACK_API_KEY,
    stage: values.SHOTSTACK_STAGE,
    usdPerMinute: values.SHOTSTACK_USD_PER_MINUTE,
    baseUrl: values.SHOTSTACK_BASE_URL,
  };
}

function filesConfig(values: Values, dataFolder: string): FilesConfig {
  const endpoint =
    values.R2_ENDPOINT_URL ??
    (values.R2_ACCOUNT_ID && `https://${values.R2_ACCOUNT_ID}.r2.cloudflarestorage.com`);
  const accessKeyId = values.R2_ACCESS_KEY_ID;
  const secretAccessKey = values.R2_SECRET_ACCESS_KEY;
  const bucket = values.R2_BUCKET_NAME;
  if (accessKeyId && secretAccessKey && bucket && endpoint) {
    return { kind: 's3', accessKeyId, secretAccessKey, bucket, endpoint };
  }
  refuseParts('The file store', {
    R2_ACCESS_KEY_ID: accessKeyId,
    R2_SECRET_ACCESS_KEY: secretAccessKey,
    R2_BUCKET_NAME: bucket,
    'R2_ENDPOINT_URL (or R2_ACCOUNT_ID)': endpoint,
  });
  return { kind: 'local', folder: join(dataFolder, 'files') };
}

function telegramConfig(values: Values): TelegramConfig {
  const { TELEGRAM_BOT_TOKEN: token, WEBHOOK_URL: url } = values;
  if (!token) {
    refuseParts('The bot', { TELEGRAM_BOT_TOKEN: token }, { WEBHOOK_URL: url });
    return { kind: 'sandbox' };
  }
  return {
    kind: 'bot',
    token,
    apiRoot: values.TELEGRAM_API_ROOT,
    updates: url ? { kind: 'webhook', url, secret: values.TELEGRAM_WEBHOOK_SECRET } : { kind: 'polling' },
  };
}

function httpConfig(values: Values): HttpConfig {
  const port = values.PORT;
  return {
    host: values.HOST ?? (values.TELEGRAM_BOT_TOKEN ? '0.0.0.0' : '127.0.0.1'),
    port,
    publicUrl:
      values.PUBLIC_URL ??
      (values.WEBHOOK_URL ? new URL(values.WEBHOOK_URL).origin : `http://127.0.0.1:${port}`),
  };
}

function limitsConfig(values: Values): LimitsConfig {
  return {
    signupBonusCredits: values.SIGNUP_BONUS_CREDITS,
    videoPriceCredits: values.VIDEO_PRICE_CREDITS,
    maxEdits: values.MAX_EDITS,
    maxTakes: values.MAX_TAKES,
    maxCloudRenders: values.MAX_CLOUD_RENDERS,
    maxVideosPerDay: values.MAX_VIDEOS_PER_DAY,
    backgroundMaxSeconds: values.BACKGROUND_MAX_SECONDS,
    overlayCacheHours: values.OVERLAY_CACHE_HOURS,
    providerDailyBudgetUsd: values.PROVIDER_DAILY_BUDGET_USD,
  };
}

/** Refuses a service of which only a part is set. `extras` make no sense without the parts, but are not asked for. */
function refuseParts(
  what: string,
  parts: Readonly<Record<string, string | undefined>>,
  extras: Readonly<Record<string, string | undefined>> = {},
): void {
  const set = Object.entries({ ...parts, ...extras }).filter(([, value]) => value !== undefined);
  const missing = Object.entries(parts).filter(([, value]) => value === undefined);
  if (set.length === 0 || missing.length === 0) return;
  const names = (entries: [string, unknown][]) => entries.map(([name]) => name).join(', ');
  throw refusal(
    `${what} is only half set: ${names(set)} is there, ${names(missing)} is missing; all or none is allowed.`,
    missing[0]?.[0] ?? '',
  );
}
