import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { renderEnvExample } from './env-example.ts';
import { readEnvironment } from './environment.ts';
import { limitVariables } from './limit-variables.ts';
import { machineVariables } from './machine-variables.ts';
import { providerVariables } from './provider-variables.ts';
import { readConfig } from './read-config.ts';

const token = '123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc';
const r2 = {
  R2_ACCESS_KEY_ID: 'access-canary',
  R2_SECRET_ACCESS_KEY: 'secret-canary',
  R2_BUCKET_NAME: 'bucket',
  R2_ENDPOINT: 'https://store.example.com/',
};

function refusalOf(env: Record<string, string>): AppError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

test('with no variable set everything is local, in ./data', () => {
  const dataFolder = resolve('data');
  expect(readConfig({})).toEqual({
    dataFolder,
    database: { kind: 'embedded', folder: join(dataFolder, 'postgres') },
    speech: { kind: 'local', modelFolder: undefined },
    talkingHead: { kind: 'local' },
    pictureEdit: { kind: 'local' },
    overlay: { kind: 'local' },
    montage: { kind: 'local' },
    files: { kind: 'local', folder: join(dataFolder, 'files') },
    telegram: { kind: 'sandbox' },
    operators: {
      adminIds: [],
      feedbackChatId: undefined,
      allowNoDisclosure: false,
      blocklistFile: undefined,
    },
    http: { host: '127.0.0.1', port: 8080, publicUrl: 'http://127.0.0.1:8080' },
    limits: {
      signupBonusCredits: 3,
      videoPriceCredits: 1,
      maxEdits: 5,
      maxTakes: 3,
      maxCloudRenders: 10,
      maxVideosPerDay: 20,
      backgroundMaxSeconds: 15,
      overlayCacheHours: 24,
      providerDailyBudgetUsd: 50,
    },
    ffmpeg: { path: undefined, searchFolders: [], cacheFolder: join(dataFolder, 'cache') },
    log: { level: 'info' },
  });
});

describe('a key switches its service on', () => {
  test.each(['ELEVEN_API_KEY', 'ELEVENLABS_API_KEY'])('speech by %s', (name) => {
    expect(readConfig({ [name]: 'key' }).speech).toMatchObject({
      kind: 'elevenlabs',
      apiKey: 'key',
      baseUrl: 'https://api.elevenlabs.io',
      model: 'eleven_multilingual_v2',
      maxConcurrent: 2,
      usdPer1000Credits: 0.22,
    });
  });

  test.each(['FALAI_API_TOKEN', 'FAL_KEY'])('heads and edits by %s', (name) => {
    const config = readConfig({ [name]: 'id:key', FALAI_QUEUE_BASE_URL: 'http://127.0.0.1:9/' });
    expect(config.talkingHead).toMatchObject({
      kind: 'fal',
      apiKey: 'id:key',
      queueBaseUrl: 'http://127.0.0.1:9',
      headModel: 'omnihuman-1.5',
      headResolution: undefined,
      pictureModel: 'nano-banana',
    });
    expect(config.pictureEdit).toEqual(config.talkingHead);
  });

  test('montage by Shotstack, overlay by Modal', () => {
    const config = readConfig({
      SHOTSTACK_API_KEY: 'key',
      SHOTSTACK_STAGE: 'stage',
      MODAL_OVERLAY_ENDPOINT: 'https://ws--overlay-submit.modal.run',
      MODAL_KEY: 'wk-1',
      MODAL_SECRET: 'ws-1',
    });
    expect(config.montage).toMatchObject({ kind: 'shotstack', stage: 'stage' });
    expect(config.overlay).toMatchObject({ kind: 'modal', token: { key: 'wk-1', secret: 'ws-1' } });
  });

  test('files by any of the three ways to name the R2 server', () => {
    const { R2_ENDPOINT, ...rest } = r2;
    const account = '0123456789abcdef0123456789abcdef';
    expect(readConfig(r2).files).toMatchObject({ kind: 's3', endpoint: 'https://store.example.com' });
    expect(readConfig({ ...rest, R2_ENDPOINT_URL: R2_ENDPOINT }).files).toEqual(readConfig(r2).files);
    expect(readConfig({ ...rest, R2_ACCOUNT_ID: account }).files).toMatchObject({
      endpoint: `https://${account}.r2.cloudflarestorage.com`,
    });
  });

  test('the bot by its token: polling, or a webhook whose host is the public address', () => {
    const polling = readConfig({ TELEGRAM_BOT_TOKEN: token });
    expect(polling.telegram).toMatchObject({ kind: 'bot', updates: { kind: 'polling' } });
    expect(polling.http.host).toBe('0.0.0.0');
    const webhook = readConfig({ TELEGRAM_BOT_TOKEN: token, WEBHOOK_URL: 'https://ads.example.com/webhook' });
    expect(webhook.telegram).toMatchObject({ updates: { kind: 'webhook', secret: undefined } });
    expect(webhook.http.publicUrl).toBe('https://ads.example.com');
  });
});

describe('impossible mixes are refused, and what is missing is named', () => {
  test.each([
    [{ R2_BUCKET_NAME: 'bucket' }, /R2_ACCESS_KEY_ID, R2_SECRET_ACCESS_KEY, R2_ENDPOINT_URL .* missing/],
    [{ ...r2, R2_ENDPOINT: '' }, /R2_ENDPOINT_URL \(or R2_ACCOUNT_ID\) is missing/],
    [{ MODAL_KEY: 'wk-canary' }, /MODAL_KEY is there, MODAL_OVERLAY_ENDPOINT is missing/],
    [{ MODAL_OVERLAY_ENDPOINT: 'https://x.modal.run', MODAL_SECRET: 'ws-canary' }, /MODAL_KEY is missing/],
    [{ WEBHOOK_URL: 'https://a.example.com/webhook' }, /TELEGRAM_BOT_TOKEN is missing/],
    [{ FAL_KEY: 'one-canary', FALAI_API_TOKEN: 'two-canary' }, /FALAI_API_TOKEN and FAL_KEY/],
  ])('%o', (env, message) => {
    const refusal = refusalOf(env as Record<string, string>);
    expect(refusal).toMatchObject({ reason: 'invalid-config', message: expect.stringMatching(message) });
    expect(refusal.message).not.toMatch(/\n|canary/);
  });
});

describe('a wrong value is refused in one line that names it, what was found and what is allowed', () => {
  const wrong: Record<string, string> = {
    DATABASE_URL: 'mysql://ann:canary@host/db',
    PORT: '80800',
    HOST: 'a host',
    PUBLIC_URL: 'https:example.com',
    LOG_LEVEL: 'loud',
    TELEGRAM_BOT_TOKEN: 'canary',
    TELEGRAM_API_ROOT: 'api.telegram.org',
    WEBHOOK_URL: 'https://example.com',
    TELEGRAM_WEBHOOK_SECRET: 'canary with spaces',
    ADMIN_TG_IDS: '12, bob',
    ADMIN_FEEDBACK_CHAT_ID: '-1.5',
    ELEVEN_API_KEY: 'canary key',
    ELEVENLABS_API_KEY: 'canary\u00a0key',
    FAL_KEY: 'canary\u2026',
    ELEVEN_BASE_URL: 'ftp://api.elevenlabs.io',
    SHOTSTACK_STAGE: 'production',
    FALAI_HEAD_MODEL: 'sadtalker',
    FALAI_HEAD_RESOLUTION: '720',
    R2_BUCKET_NAME: 'My Bucket',
    R2_ACCOUNT_ID: 'abc',
    MAX_TAKES: '0',
    SIGNUP_BONUS_CREDITS: '-3',
    VIDEO_PRICE_CREDITS: '1.5',
    BACKGROUND_MAX_SECONDS: '1e2',
    PROVIDER_DAILY_BUDGET_USD: '$50',
    ALLOW_NO_DISCLOSURE: 'maybe',
  };

  test.each(Object.entries(wrong))('%s', (name, value) => {
    const refusal = refusalOf({ [name]: value });
    expect(refusal).toMatchObject({
      reason: 'invalid-config',
      message: expect.stringMatching(new RegExp(`^${name} is .+, but .+ is allowed\\.$`)),
      details: { variable: name },
    });
    if (value.includes('canary')) expect(refusal.message).not.toContain('canary');
    else expect(refusal.message).toContain(JSON.stringify(value));
  });
});

test('an empty or blank value is an unset one', () => {
  expect(readConfig({ PORT: ' ', ELEVEN_API_KEY: '', DATABASE_URL: '' })).toEqual(readConfig({}));
});

test('a .env file is read, and the environment wins over it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'env file '));
  try {
    await writeFile(join(folder, '.env'), 'PORT=9000 # ours\nUGC_TEST_ONLY="a b"\nPATH=/nowhere\n');
    const environment = readEnvironment(folder);
    expect(environment).toMatchObject({ PORT: '9000', UGC_TEST_ONLY: 'a b', PATH: process.env.PATH });
    expect(process.env.UGC_TEST_ONLY).toBeUndefined();
    expect(readEnvironment(join(folder, 'missing'))).toMatchObject({ PATH: process.env.PATH });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the example file has every variable with its default, and is itself a valid .env', async () => {
  const example = renderEnvExample();
  const tables = { ...machineVariables, ...providerVariables, ...limitVariables };
  for (const name of Object.keys(tables)) expect(example).toContain(`\n#${name}=`);
  const folder = await mkdtemp(join(tmpdir(), 'env-'));
  try {
    await writeFile(join(folder, '.env'), example.replaceAll(/^#([A-Z0-9_]+=)/gm, '$1'));
    const names = Object.keys(tables);
    // What this shell has set would win over the file.
    for (const name of names) vi.stubEnv(name, undefined);
    const read = Object.entries(readEnvironment(folder)).filter(([name]) => names.includes(name));
    expect(read).toHaveLength(names.length);
    expect(readConfig(Object.fromEntries(read))).toEqual(readConfig({}));
  } finally {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  }
});
