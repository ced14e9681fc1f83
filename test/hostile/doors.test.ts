import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpApp } from '../../src/http/create-http-app.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createReadiness } from '../../src/http/readiness.ts';
import { createLogTo } from '../../src/platform/log/log.ts';
import { createLocalFiles, type LocalFiles } from '../../src/providers/local-files/provider.ts';
import { createPageHandler } from '../../src/sandbox/page/page-handler.ts';
import { createWebhookGuard, createWebhookHandler } from '../../src/telegram/webhook.ts';
import { openTestSandbox, type TestSandbox } from '../support/test-sandbox.ts';
import { foreignRequests, forgedWebhooks, type HostileRequest } from './cases/doors.ts';
import { hostileSignedLinks } from './cases/signed-links.ts';

const logged: string[] = [];
const log = createLogTo({ write: (line) => logged.push(line) }, { level: 'trace', secrets: [] });
const received: unknown[] = [];
let folder: string;
let files: LocalFiles;
let stranger: LocalFiles;
let sandbox: TestSandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doors-'));
  files = await createLocalFiles({ folder: join(folder, 'files'), publicUrl: 'http://localhost:8080' });
  stranger = await createLocalFiles({ folder: join(folder, 'other'), publicUrl: 'http://localhost:8080' });
  const path = join(folder, 'video');
  await writeFile(path, 'somebody’s video');
  for (const key of ['results/own/video.mp4', 'results/other/video.mp4']) {
    await files.store(key, { path, mime: 'video/mp4' });
    await stranger.store(key, { path, mime: 'video/mp4' });
  }
  sandbox = await openTestSandbox();
});
afterAll(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
});

function ask(address: string, { method = 'GET', headers = {}, body }: Partial<HostileRequest> = {}) {
  const admits = createWebhookGuard(async () => 'the-secret');
  const bot = { parts: { log }, botId: 1 } as never;
  const receive = createWebhookHandler(bot, admits, async (updates) => void received.push(...updates));
  const app = createHttpApp({
    log,
    run: 'r1',
    metrics: createMetrics(async () => undefined),
    readiness: createReadiness({}),
    openLink: files.openLink,
    webhook: { path: '/telegram/hook', admits, receive },
    botUsername: () => undefined,
    ...(address.includes('/sandbox/') && { page: createPageHandler(sandbox.sandbox) }),
  });
  const url = new URL(address, 'http://localhost:8080');
  return app.request(new Request(url, { method, headers, ...(body !== undefined && { body }) }));
}

async function expectRefused(answer: Response, status: number): Promise<void> {
  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toMatch(/somebody’s video|Ben|\/tmp\//);
  expect(logged.splice(0).filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
}

describe('a forged webhook is turned away', () => {
  it.each(forgedWebhooks)('$name', async ({ path, status, ...request }) => {
    received.length = 0;
    await expectRefused(await ask(path, request), status);
    if (status !== 200) expect(received).toEqual([]);
  });
});

describe('a link to a kept file gives nothing', () => {
  const signed = async (by: LocalFiles) => await by.link('results/own/video.mp4', 3600);

  it.each(hostileSignedLinks)('$name', async ({ change }) => {
    const answer = await ask(change(await signed(files)));
    await expectRefused(answer, [403, 404].includes(answer.status) ? answer.status : 403);
  });

  it('that another installation signed', async () => {
    await expectRefused(await ask((await signed(stranger)).href), 403);
  });

  it('that has ended', async () => {
    await expectRefused(await ask((await files.link('results/own/video.mp4', -1)).href), 403);
  });

  it('but to whom it was signed for', async () => {
    expect(await (await ask((await signed(files)).href)).text()).toBe('somebody’s video');
  });
});

describe('the sandbox is driven from its own page alone', () => {
  it.each(foreignRequests)('$name', async ({ path, status, ...request }) => {
    const before = sandbox.sandbox.state().sequence;
    await expectRefused(await ask(path, request), status);
    expect(sandbox.sandbox.state().sequence).toBe(before);
  });
});

describe('the Bot API server of the sandbox refuses in its own words', () => {
  it.each([
    '/bot%E0%A4%A/getMe',
    '/bot1:x/getMe',
    '/bot/getMe',
    '/file/bot%E0%A4%A/x',
    '/file/bot1:x/../../x',
    '/bot',
  ])('%s', async (path) => {
    const answer = await fetch(`${sandbox.apiRoot}${path}`);
    expect([401, 404]).toContain(answer.status);
    expect(await answer.json()).toMatchObject({ ok: false });
  });
});
