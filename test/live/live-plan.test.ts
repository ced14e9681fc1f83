import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startElevenLabsDouble } from '../doubles/elevenlabs.ts';
import { livePartNames, livePlan } from './live-plan.ts';
import { livePurse } from './live-purse.ts';

const keys = {
  ELEVEN_API_KEY: 'sk_x',
  FALAI_API_TOKEN: 'id:secret',
  SHOTSTACK_API_KEY: 'x',
  MODAL_OVERLAY_ENDPOINT: 'https://ws--overlay-submit.modal.run',
  R2_ACCESS_KEY_ID: 'x',
  R2_SECRET_ACCESS_KEY: 'x',
  R2_BUCKET_NAME: 'the-real-one',
  R2_ENDPOINT_URL: 'https://s3.example.com',
  LIVE_R2_BUCKET_NAME: 'for-trying-things',
};
const runOf = (env: Record<string, string>) =>
  livePlan(env)
    .parts.filter(({ skippedBecause }) => skippedBecause === undefined)
    .map(({ name }) => name);
const reasonOf = (env: Record<string, string>, name: string) =>
  livePlan(env).parts.find((part) => part.name === name)?.skippedBecause;

describe('the plan of a run before the real services', () => {
  it('is to run nothing without a key or without a word about money', () => {
    expect(runOf({})).toEqual([]);
    expect(runOf({ LIVE_SPEND_USD: '100' })).toEqual([]);
    expect(reasonOf({}, 'speech')).toContain('ELEVEN_API_KEY is not set');
    expect(runOf(keys)).toEqual([]);
    expect(reasonOf(keys, 'speech')).toContain('LIVE_SPEND_USD is not set');
    expect(() => livePlan({ ...keys, LIVE_SPEND_USD: 'lots' })).toThrow('LIVE_SPEND_USD is "lots"');
    expect(() => livePlan({ ...keys, LIVE_SPEND_USD: '-1' })).toThrow('allowed');
  });

  it('is to run what fits into the cap, what is cheap first', () => {
    expect(runOf({ ...keys, LIVE_SPEND_USD: '0' })).toEqual(['files']);
    expect(runOf({ ...keys, LIVE_SPEND_USD: '0', SHOTSTACK_STAGE: 'stage' })).toEqual(['files', 'montage']);
    expect(runOf({ ...keys, LIVE_SPEND_USD: '0.2' })).toEqual(['files', 'speech', 'overlay']);
    expect(runOf({ ...keys, LIVE_SPEND_USD: '5' })).toEqual([...livePartNames]);
    expect(reasonOf({ ...keys, LIVE_SPEND_USD: '0.2' }, 'talking head')).toMatch(
      /may cost \$0\.96, and only/,
    );
  });

  it('never is to try things on the files of a real deployment', () => {
    const { LIVE_R2_BUCKET_NAME: _, ...real } = { ...keys, LIVE_SPEND_USD: '5' };
    expect(runOf(real)).not.toContain('files');
    expect(runOf({ ...real, LIVE_R2_BUCKET_NAME: real.R2_BUCKET_NAME })).not.toContain('files');
    expect(livePlan({ ...keys, LIVE_SPEND_USD: '5' }).config.files).toMatchObject({
      bucket: 'for-trying-things',
    });
  });
});

it('a purse is closed before its cap is passed, whatever was forecast, and gives back what was not taken', async () => {
  const purse = livePurse(1);
  const call = { provider: 'fal', estimatedUsd: 0.6 };
  const refused = purse.spending();
  await refused.sending(call);
  await expect(purse.spending().sending(call)).rejects.toMatchObject({ reason: 'budget-spent' });
  await refused.notTaken();
  await purse.spending().sending(call);
  expect(purse.spentUsd).toBeCloseTo(0.6);
});

it('`npm run test:live` says first what it may cost, runs the suites of what has a key, and skips the rest', async () => {
  const double = await startElevenLabsDouble({ ffmpegPath: process.env.FFMPEG_PATH ?? '/usr/bin/ffmpeg' });
  const { PATH, FFMPEG_PATH = '' } = process.env;
  const env = { PATH, LIVE_SPEND_USD: '0.5', ELEVEN_API_KEY: double.apiKey, ELEVEN_BASE_URL: double.baseUrl };
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
  const args = [vitest, 'run', '--config', 'vitest.live.config.ts', '--reporter', 'verbose'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...env, ...(FFMPEG_PATH !== '' && { FFMPEG_PATH }), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  await double.close();
  expect(code, text).toBe(0);
  expect(text).toMatch(
    /speech: is run, may cost \$0\.15\n[\s\S]*At most \$0\.15 is spent[\s\S]*speaks en by/,
  );
  expect(text).toMatch(/montage: skipped, since SHOTSTACK_API_KEY is not set/);
  expect(double.paidSubmits).toBeGreaterThan(3);
  const spent = Number(/Sent, by the adapters' estimates: \$([\d.]+)/.exec(text)?.[1]);
  expect(spent).toBeGreaterThan(0);
  expect(spent).toBeLessThanOrEqual(0.154);
});
