import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyLedger } from '../../src/actions/credits/verify-ledger.ts';
import { openApp } from '../../src/compose/app.ts';
import { type FrontDoor, openFrontDoor } from '../../src/compose/front-door.ts';
import { type OpenRole, startRole } from '../../src/compose/open-role.ts';
import type { Config } from '../../src/platform/config/config.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { createTestDatabase, type TestDatabase } from '../../src/platform/database/test-database.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { BotApiMessage } from '../../src/sandbox/protocol.ts';
import { checkEnd, countUnfinished } from '../../tools/chaos/money-checks.ts';
import { randomOf } from '../../tools/chaos/random.ts';
import { scriptedEngines } from '../../tools/chaos/scripted-engines.ts';
import { makeTinyMedia } from '../../tools/chaos/tiny-media.ts';
import { createMovedClock } from '../support/moved-clock.ts';
import { openSandboxUser, type SandboxUser } from '../support/sandbox-user.ts';
import { openTestSandbox, type TestSandbox } from '../support/test-sandbox.ts';

type Update = { readonly update_id: number; readonly message?: object };

const takes = async (_update: Update, pass: () => Promise<number>): Promise<number> => await pass();
const secret = 'se-cret_1';
const secretHeader = 'x-telegram-bot-api-secret-token';
const clock = createMovedClock(Date.now());
const stopping = new AbortController();
/** Every attempt, in its order, with the answer that Telegram got. */
const attempts: { readonly id: number; status?: number }[] = [];
let treat = takes;
let folder: string;
let database: TestDatabase;
let telegram: TestSandbox;
let gate: Server;
let door: FrontDoor;
let bot: OpenRole;
let user: SandboxUser;

/** Stands before the program's own port, as a proxy does that the internet sees; gives its address. */
async function openGate(): Promise<string> {
  gate = createServer(async (request, response) => {
    const body = await textOf(request);
    const update = JSON.parse(body) as Update;
    const attempt: (typeof attempts)[number] = { id: update.update_id };
    attempts.push(attempt);
    const headers = { [secretHeader]: String(request.headers[secretHeader]) };
    const url = `http://127.0.0.1:${door.port}${request.url}`;
    const pass = async () => (await fetch(url, { method: 'POST', headers, body })).status;
    attempt.status = await treat(update, pass);
    response.writeHead(attempt.status).end();
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(gate.address() as AddressInfo).port}/webhook`;
}

function configOf(url: string): Config {
  const { host = '', port, user: role, database: name } = database.connection;
  const config = readConfig({ DATA_DIR: join(folder, 'data'), PATH: process.env.PATH });
  const { apiRoot, sandbox } = telegram;
  const updates = { kind: 'webhook', url, secret } as const;
  const databaseUrl = `postgresql://${role}@localhost:${port}/${name}?host=${encodeURIComponent(host)}`;
  return {
    ...config,
    database: { kind: 'server', url: databaseUrl },
    http: { ...config.http, host: '127.0.0.1', port: 0 },
    telegram: { kind: 'bot', token: sandbox.token, apiRoot, updates },
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ugc-webhook-'));
  const mediaFolder = join(folder, 'media');
  [database, telegram] = await Promise.all([createTestDatabase(), openTestSandbox({ clock })]);
  await makeTinyMedia(mediaFolder);
  const config = configOf(await openGate());
  door = await openFrontDoor({ config, role: 'all', run: 'test', log: silentLog });
  const app = await openApp(config, silentLog);
  const random = { ...randomOf('webhook'), chance: () => false };
  const parts = { ...app.parts, ...scriptedEngines({ random, mediaFolder }) };
  const onFatal = (error: Error) => expect.unreachable(error.message);
  const options = { config, role: 'all', door, log: silentLog, stopping: stopping.signal, onFatal } as const;
  bot = await startRole(options, { ...app, parts });
  user = await openSandboxUser(telegram.apiRoot, telegram.userId);
}, 60_000);
afterAll(async () => {
  user?.close();
  stopping.abort();
  await bot?.close();
  await door?.close();
  await telegram?.close();
  gate?.closeAllConnections();
  gate?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const webhookInfo = async () => (await telegram.call('getWebhookInfo')).result;

async function untilTaken(): Promise<void> {
  await expect.poll(async () => (await webhookInfo()).pending_update_count, { timeout: 10_000 }).toBe(0);
}

/** What the person does is not taken for so many attempts, and comes when Telegram's time for it has come. */
async function whileDown(status: number, failures: number, does: () => Promise<unknown>): Promise<void> {
  await untilTaken();
  const before = attempts.length;
  treat = async (_update, pass) => (attempts.length - before > failures ? await pass() : status);
  await does();
  const tried = () => attempts.length - before;
  for (let failed = 2; failed <= failures; failed += 1) {
    const delayMs = 1000 * 2 ** (failed - 1);
    await expect.poll(() => clock.nextAlarmMs(), { timeout: 10_000 }).toBe(delayMs);
    expect(tried()).toBe(failed);
    clock.move(delayMs - 1);
    expect(clock.nextAlarmMs()).toBe(1);
    expect((await webhookInfo()).pending_update_count).toBe(1);
    expect(tried()).toBe(failed);
    clock.move(1);
    await expect.poll(tried).toBe(failed + 1);
  }
  await untilTaken();
  expect(new Set(attempts.slice(before).map(({ id }) => id)).size).toBe(1);
  treat = takes;
}

/** The message reaches the bot when the later press has done its work. */
async function pressFirst(words: string, label: RegExp, leadsTo: RegExp, answer: RegExp): Promise<void> {
  await untilTaken();
  const pressed = Promise.withResolvers<void>();
  const taken: number[] = [];
  treat = async (update, pass) => {
    if (update.message) await pressed.promise;
    taken.push(update.update_id);
    return await pass();
  };
  await user.say(words);
  await user.press(label);
  await user.waitForText(leadsTo);
  pressed.resolve();
  await user.waitForText(answer);
  await untilTaken();
  expect(taken).toHaveLength(2);
  expect(taken[0]).toBeGreaterThan(taken[1] ?? 0);
  treat = takes;
}

/** Telegram sends once more what the bot has taken already. */
async function repeat(): Promise<void> {
  await untilTaken();
  const before = attempts.length;
  await user.act({ act: 'repeat-update' });
  await expect.poll(() => attempts[before]).toEqual({ id: attempts[before - 1]?.id, status: 200 });
  await untilTaken();
}

const hasAd = ({ video }: BotApiMessage) =>
  (video as { file_name?: string } | undefined)?.file_name === 'ad.mp4';

it('takes a person to their video by a webhook that fails, repeats and mixes up', async () => {
  await whileDown(500, 4, async () => await user.start());
  await user.waitForText(/Shall we make your first ad/);
  await user.press(/Create an ad/);
  await repeat();
  await user.press(/Talking head/);
  await user.waitForText(/Who will speak/);
  await whileDown(503, 3, async () => await user.pressOnly(/Woman/));
  await user.waitForText(/Choose a presenter/);
  await user.press('1');
  await user.press(/Choose/);
  await user.waitForText(/Choose a voice/);
  await user.press(/^✅/);
  await user.waitForText(/Send your script/);
  await whileDown(502, 2, async () => await user.say('Fresh bread every morning. Come by!'));
  await repeat();
  await user.waitForText(/Check your script/);
  await pressFirst('Thank you!', /Make the voice-over/, /Have a listen/, /decide with the buttons/);
  await whileDown(500, 3, async () => await user.pressOnly(/Make the video/));
  await repeat();
  await user.waitFor(hasAd);
  await user.waitForText(/Your ad is ready/);
  await user.say('/my_videos');
  await user.waitForText(/My videos/);
  expect(user.screen().text).toContain('Fresh bread');
  const { message_id: last } = user.lastMessage();
  await repeat();
  await expect.poll(async () => await countUnfinished(database.pool), { timeout: 20_000 }).toBe(0);

  expect(user.messages().filter(hasAd)).toHaveLength(1);
  expect(user.lastMessage().message_id).toBe(last);
  const { isSound, totals } = await verifyLedger({ database });
  expect({ isSound, ...totals }).toMatchObject({ isSound: true, capturedHolds: 1, releasedHolds: 0 });
  expect((await checkEnd(database.pool)).filter(({ count }) => count > 0)).toEqual([]);
  const { rowCount } = await database.pool.query('select from ugc.telegram_update');
  expect(rowCount).toBe(new Set(attempts.map(({ id }) => id)).size);
  expect(await user.violations()).toEqual([]);
}, 120_000);
