import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CloudRoom, openCloudRoom } from '../../test/support/cloud-room.ts';
import type { Finding } from '../cli/doctor.ts';
import { readConfig } from '../platform/config/read-config.ts';
import { askServices, examineServices } from './doctor-services.ts';

let room: CloudRoom;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  room = await openCloudRoom();
});
afterEach(async () => await room.close());

const machine = () => ({ DATA_DIR: folder, PATH: process.env.PATH, PUBLIC_URL: 'http://127.0.0.1:8080' });
const allServices = () => Object.assign({}, ...Object.values(room.env)) as Record<string, string>;

async function findings(env: Record<string, string> = {}): Promise<Readonly<Record<string, Finding>>> {
  const found = await examineServices(readConfig({ ...machine(), ...allServices(), ...env }));
  for (const canary of room.canaries) expect(JSON.stringify(found)).not.toContain(canary);
  return Object.fromEntries(found.map((one) => [one.subject, one]));
}
const states = (found: Readonly<Record<string, Finding>>) =>
  Object.fromEntries(Object.entries(found).map(([name, { state }]) => [name, state]));

describe('services that are configured', () => {
  it('are all asked, and nothing is paid for', async () => {
    const found = await findings();
    expect(states(found)).toEqual({
      elevenlabs: 'ok',
      fal: 'ok',
      'overlay endpoint': 'ok',
      shotstack: 'ok',
      files: 'ok',
    });
    expect(found.elevenlabs?.text).toMatch(
      /voices, model eleven_multilingual_v2; 1000 of 100000 credits used/,
    );
    expect(room.paid()).toEqual({ speech: 0, fal: 0, overlay: 0, montage: 0 });
    expect(room.bucket.store.objects.size).toBe(0);
  });

  it('are each told from the others where they refuse us, with the setting to look at and without a key', async () => {
    const found = await findings({
      ELEVEN_API_KEY: 'sk_wrong-wrong-wrong',
      FALAI_API_TOKEN: 'wrong-wrong:wrong',
      MODAL_KEY: 'wk-wrong-wrong',
      SHOTSTACK_API_KEY: 'wrong-wrong-wrong',
      R2_SECRET_ACCESS_KEY: 'wrong-wrong-wrong',
    });
    const settings: Readonly<Record<string, string>> = {
      elevenlabs: 'ELEVEN_API_KEY',
      fal: 'FALAI_API_TOKEN',
      'overlay endpoint': 'MODAL_KEY',
      shotstack: 'SHOTSTACK_STAGE',
      files: 'R2_SECRET_ACCESS_KEY',
    };
    expect(Object.keys(found)).toEqual(Object.keys(settings));
    for (const [name, setting] of Object.entries(settings)) {
      expect(found[name]).toMatchObject({ state: 'broken', text: expect.stringContaining(setting) });
      expect(found[name]?.text).not.toContain('wrong');
    }
  });

  it('tell of a model that there is not, and of credits that are used up, while the others are fine', async () => {
    room.eleven.state.usedCredits = 99_000;
    expect(states(await findings())).toMatchObject({ elevenlabs: 'warning', fal: 'ok', files: 'ok' });
    const found = await findings({ ELEVEN_MODEL: 'eleven_multilingual_v9' });
    expect(found.elevenlabs).toMatchObject({
      state: 'broken',
      text: expect.stringContaining('no model eleven_multilingual_v9 (ELEVEN_MODEL)'),
    });
  });

  it('are told apart by where nobody listens', async () => {
    const found = await findings({
      ELEVEN_BASE_URL: 'http://127.0.0.1:9',
      SHOTSTACK_BASE_URL: 'http://127.0.0.1:9',
      R2_ENDPOINT_URL: 'http://127.0.0.1:9',
    });
    // What kept it from answering, not that it is asked nothing more because of that.
    expect(found.elevenlabs?.text).toMatch(/ECONNREFUSED.*ELEVEN_BASE_URL/);
    expect(states(found)).toMatchObject({
      elevenlabs: 'broken',
      fal: 'ok',
      shotstack: 'broken',
      files: 'broken',
    });
  });

  it('are asked side by side, each until its time is over', async () => {
    const silent = { check: async () => await new Promise<never>(() => undefined) };
    const begun = performance.now();
    const found = await askServices(
      [
        { name: 'one', settings: 'ONE_KEY', ...silent },
        { name: 'two', settings: 'TWO_KEY', ...silent },
        { name: 'three', settings: 'THREE_KEY', check: async () => ({ state: 'ok', text: 'fine' }) },
        { name: 'four', settings: 'FOUR_KEY', check: async () => await Promise.reject(new Error('odd')) },
      ],
      200,
    );
    expect(performance.now() - begun).toBeLessThan(390);
    expect(found.map(({ subject, state }) => [subject, state])).toEqual([
      ['one', 'broken'],
      ['two', 'broken'],
      ['three', 'ok'],
      ['four', 'broken'],
    ]);
    expect(found[0]?.text).toMatch(/within 0\.2 s.* Look at ONE_KEY\.$/);
  });
});

describe('Telegram', () => {
  const token = '123456789:canary-token-0123456789abcdefghijk';
  const answers: Record<string, { status: number; body: unknown }> = {};
  const server = createServer((request, response) => {
    const { status, body } = answers[request.url?.split('/').at(-1) ?? ''] ?? { status: 404, body: {} };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  beforeAll(async () => await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const look = async (env: Record<string, string> = {}) => {
    const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const bot = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, ...env };
    const [found] = await examineServices(readConfig({ ...machine(), ...bot }));
    expect(JSON.stringify(found)).not.toContain('canary');
    return found;
  };
  beforeEach(() => {
    answers.getMe = { status: 200, body: { ok: true, result: { id: 1, is_bot: true, username: 'ads_bot' } } };
    answers.getWebhookInfo = { status: 200, body: { ok: true, result: { url: '' } } };
  });

  it('says who we are there, and whether updates come where we wait for them', async () => {
    expect(await look()).toEqual({ subject: 'Telegram', state: 'ok', text: '@ads_bot lets us in' });
    const webhook = { WEBHOOK_URL: 'https://bot.example.com/webhook' };
    expect(await look(webhook)).toMatchObject({
      state: 'warning',
      text: expect.stringContaining('WEBHOOK_URL'),
    });
  });

  it('refuses a wrong token, or is not there at all', async () => {
    answers.getMe = { status: 401, body: { ok: false, error_code: 401, description: 'Unauthorized' } };
    expect(await look()).toMatchObject({
      state: 'broken',
      text: expect.stringContaining('TELEGRAM_BOT_TOKEN'),
    });
    expect(await look({ TELEGRAM_API_ROOT: 'http://127.0.0.1:9' })).toMatchObject({
      state: 'broken',
      text: expect.stringContaining('TELEGRAM_API_ROOT'),
    });
  });
});
