import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../src/platform/database/test-database.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { firstUserIds, operatorsGroupId } from '../../src/sandbox/first-people.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { failing, ledToPrivate } from '../doubles/fal-faults.ts';
import { english, haveSpoken, pressTo, toPresenter, until } from '../support/ad-walk.ts';
import { type CloudRoom, openCloudRoom } from '../support/cloud-room.ts';
import { leaksIn, signaturesOf } from '../support/leaks.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { openSandboxUser, type SandboxUser } from '../support/sandbox-user.ts';
import { dumpedTables, filesBelow } from '../support/written-down.ts';

const launcher = fileURLToPath(new URL('../../bin/ugc.js', import.meta.url));
const longMs = 120_000;

let folder: string;
let room: CloudRoom;
let strangers: CloudRoom;
let database: TestDatabase;
let sandbox: Sandbox;
let apiRoot: string;
let bot: RunningBot;
let said = '';
let needles: readonly string[];
let settings: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'canary-keys-'));
  [room, strangers, database] = await Promise.all([openCloudRoom(), openCloudRoom(), createTestDatabase()]);
  sandbox = await createSandbox({ folder: join(folder, 'sandbox'), log: silentLog });
  ({ apiRoot } = await sandbox.listen(0));
  const own = { password: 'cnry-password-of-the-database', webhook: 'cnry-webhook-0123456789' };
  const overlayServer = 'cnry-overlay.server-0123456789';
  const { host, port, user, database: name } = database.connection;
  settings = {
    ...Object.assign({}, ...Object.values(room.env)),
    TELEGRAM_BOT_TOKEN: sandbox.token,
    TELEGRAM_API_ROOT: apiRoot,
    TELEGRAM_WEBHOOK_SECRET: own.webhook,
    OVERLAY_SERVER_TOKEN: overlayServer,
    // This server asks nobody for it; the program handles it all the same.
    DATABASE_URL: `postgresql://${user}:${own.password}@localhost:${port}/${name}?host=${encodeURIComponent(String(host))}`,
    // One of them may ask five things in ten seconds.
    ADMIN_TG_IDS: `${firstUserIds.operator},${firstUserIds.russian}`,
    ADMIN_FEEDBACK_CHAT_ID: String(operatorsGroupId),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'trace',
  };
  const [, tokenSecret = ''] = sandbox.token.split(':');
  needles = [...room.canaries, ...strangers.canaries, ...Object.values(own), overlayServer, tokenSecret];
  bot = await runBot(join(folder, 'data'), settings, {
    hear: (text) => {
      said += text;
    },
  });
});
afterAll(async () => {
  await bot.stop();
  await sandbox.close();
  await Promise.all([room.close(), strangers.close(), database.drop()]);
  await rm(folder, { recursive: true, force: true });
});

async function person(id: number): Promise<SandboxUser> {
  return await openSandboxUser(apiRoot, id, { timeoutMs: 60_000 });
}

async function ask(operator: SandboxUser, command: string, answer: RegExp): Promise<void> {
  await operator.say(command);
  await operator.waitForText(answer);
}

/** Until the step that failed is handed back. */
async function untilWaiting(): Promise<void> {
  const question = `select 1 from ugc.step where state = 'running'`;
  await until(async () => (await database.pool.query(question)).rowCount === 0);
}

async function stateOfLast(): Promise<unknown> {
  const question = 'select state from ugc.production order by created_at desc limit 1';
  return (await database.pool.query(question)).rows[0]?.state;
}

/** All that it says, however it ends. */
async function doctor(env: Readonly<Record<string, string>>): Promise<string> {
  const own = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: join(folder, 'data') };
  const child = spawn(process.execPath, [launcher, 'doctor'], { env: { ...own, ...env } });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  await once(child, 'close');
  return text;
}

/** Services tell people what they were sent. */
function echoing(status: number, type: string) {
  const { apiKey } = room.fal;
  if (type === 'json') return failing(status, { detail: `Key ${apiKey} is not good.` });
  return failing(status, `<html>Key ${apiKey} is not good.</html>`, { 'content-type': 'text/html' });
}

/** Every place at which something may have been left. */
async function everything(more: Readonly<Record<string, string>>): Promise<Map<string, string | Buffer>> {
  const files = new Map(
    [...(await filesBelow(folder))].filter(([path]) => !path.startsWith('sandbox/files/')),
  );
  // That the sandbox knows the bot's token is its purpose.
  const journal = [...files].filter(([path]) => path.startsWith('sandbox/'));
  const [, tokenSecret = ''] = sandbox.token.split(':');
  for (const [path, content] of journal) {
    files.set(path, Buffer.from(content.toString('latin1').replaceAll(tokenSecret, ''), 'latin1'));
  }
  return new Map<string, string | Buffer>([
    ...Object.entries(more),
    ['output', said],
    ['chats', JSON.stringify(sandbox.state())],
    ...(await dumpedTables(database.pool)),
    ...files,
  ]);
}

it('no key is told to anybody or kept anywhere, whatever the services answer', {
  timeout: 600_000,
}, async () => {
  const user = await person(firstUserIds.english);
  const operator = await person(firstUserIds.operator);
  const other = await person(firstUserIds.russian);
  const { apiKey } = room.eleven;
  await user.start();
  await user.waitForText(/Shall we make your first ad/);

  await toPresenter(user, english);
  await pressTo(user, /Edit/, /What shall I change/);
  room.fal.fail('submit', echoing(401, 'json'));
  await user.say('warmer');
  await user.waitForText(/The service isn’t available/);
  room.fal.fail('submit', echoing(404, 'html'));
  await user.press(/Try again/);
  await user.waitForText(/something unusable/, longMs);
  await user.press(/‹ Back/);
  await pressTo(user, english.use, english.voices);

  room.eleven.fail('speech', {
    answer: { status: 401, body: { detail: { status: 'invalid_api_key', message: `No: ${apiKey}` } } },
  });
  await haveSpoken(user, english, 'Fresh bread!');
  await user.waitForText(/The voice service let us down/, longMs);
  room.eleven.fail('speech', {
    answer: {
      status: 403,
      body: `<html>${apiKey}</html>`,
      headers: { location: `http://10.0.0.1/?k=${apiKey}` },
    },
  });
  await user.press(/Wait/);
  await ask(operator, '/jobs', /Работа/);
  await operator.press('🔁 1');
  const speeches = () => room.eleven.requests.filter(({ route }) => route === 'speech').length;
  await until(() => speeches() === 2);
  await untilWaiting();
  await ask(operator, '/jobs', /Работа/);
  await operator.press('🔁 1');
  await pressTo(user, /Decide what’s next/, /Have a listen/, longMs);
  expect(room.eleven.paidSubmits).toBe(1);
  room.fal.fail('submit', echoing(401, 'json'));
  await user.press(/Make the video/);
  await user.waitForText(/brings faces to life let us down/, longMs);
  room.fal.fail('status', echoing(502, 'html'), ledToPrivate(302));
  room.fal.fail('file', {
    ...{ kind: 'answer', status: 302, body: '' },
    headers: { location: `http://10.0.0.1/?key=${room.fal.apiKey}` },
  });
  room.shotstack.trouble('render', {
    answer: 403,
    body: `{"message":"${room.env.montage.SHOTSTACK_API_KEY}"}`,
  });
  await user.press(/Wait/);
  await ask(operator, '/jobs', /Работа/);
  await operator.press('🔁 1');
  await until(async () => (await stateOfLast()) !== 'running', longMs);

  await other.start();
  await ask(other, '/stats', /Уплачено/);
  room.bucket.fail({ on: 'PutObject', how: { kind: 'answer', status: 403, code: 'AccessDenied' } });
  await ask(other, '/r2_test', /❌/);
  await ask(other, '/storage', /Места|свободно|Свободно/);
  await user.say('/mydata');
  await user.waitFor(({ document }) => document !== undefined, longMs);

  const doors = await Promise.all(
    ['/', '/ready', '/metrics', '/hooks/fal/x', '/files/x'].map(
      async (path) => await (await fetch(bot.baseUrl + path)).text(),
    ),
  );
  const good = await doctor(settings);
  expect(good).toMatch(/ElevenLabs/i);
  const wrongKeys = Object.assign({}, ...Object.values(strangers.env));
  const addresses = Object.fromEntries(
    Object.entries(settings).filter(([name]) => /URL|ENDPOINT|ROOT/.test(name)),
  );
  const bad = await doctor({ ...settings, ...wrongKeys, ...addresses });
  expect(bad.match(/^✗ /gm)?.length).toBeGreaterThanOrEqual(5);

  const signatures = signaturesOf(room);
  expect(signatures.length).toBeGreaterThan(2);
  const places = await everything({ doors: doors.join('\n'), good, bad });
  // What is looked through is what was written: each of them is there.
  expect(places.get('data/log/ugc.log')?.toString()).toContain('The step failed.');
  expect(places.get('ugc_queue.job_common')).toContain('productionId');
  expect(places.get('ugc.provider_call')).toContain('talking-head');
  expect(places.get('chats')).toContain('let us down');
  // Nor does anything come as far as the log, whose last guard would have taken it out.
  expect(
    places
      .get('data/log/ugc.log')
      ?.toString()
      .match(/.{80}\[redacted\].{20}/g),
  ).toBeNull();
  expect(leaksIn(places, [...needles, ...signatures])).toEqual([]);
  for (const each of [user, operator, other]) each.close();
});
