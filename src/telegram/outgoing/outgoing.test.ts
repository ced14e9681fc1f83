import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotApiStandIn, openBotApiStandIn } from '../../../test/support/bot-api-stand-in.ts';
import { plainOrder } from '../../../test/support/plain-order.ts';
import { makeTestVideo } from '../../../test/support/test-video.ts';
import { trackProgress } from '../../actions/outgoing/progress-messages.ts';
import type { ProductionNews } from '../../actions/productions/work-off-news.ts';
import type { ProductionStatus } from '../../domain/production/production-status.ts';
import type { FlowEvent } from '../../flow/event.ts';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.ts';
import { readEnvironment } from '../../platform/config/environment.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { resolveFfmpeg } from '../../platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../platform/log/log.ts';
import type { FilesPort } from '../../ports/files.ts';
import { createTelegram } from '../client.ts';
import { createChatPaces } from './chat-paces.ts';
import type { ProgressScreen } from '../progress-screen.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import { showProgress } from './progress-loop.ts';
import { startOutgoing } from './start-outgoing.ts';
import { tellNews } from './tell-news.ts';

const personId = 'telegram:42';
let folder: string;
let database: TestDatabase;
let api: BotApiStandIn;
let bot: OutgoingBot;
let dispatched: FlowEvent[];
let unreachable: string[];
let screen: (() => ProgressScreen | undefined) | undefined;
/** What the next edit waits for. */
let turn: (() => Promise<void>) | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outgoing-'));
  await makeTestVideo(folder, 'ad.mp4');
  database = await createTestDatabase();
  const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
  await ffmpeg.run({
    args: ['-i', 'ad.mp4', '-frames:v', '1', '-vf', 'scale=-2:320', 'small.jpg'],
    cwd: folder,
    timeoutMs: 20_000,
  });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  api = await openBotApiStandIn();
  dispatched = [];
  unreachable = [];
  screen = undefined;
  bot = await openBot();
});
afterEach(async () => await api.close());

const kept: Readonly<Record<string, string>> = { 'a/ad.mp4': 'ad.mp4', 'a/cover.jpg': 'small.jpg' };

async function openBot(): Promise<OutgoingBot> {
  const options = {
    token: `7000000000:${'A'.repeat(35)}`,
    apiRoot: api.apiRoot,
    log: silentLog,
  };
  const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
  const open = async (key: string) => ({
    path: join(folder, kept[key] ?? key),
    sha256: '',
    mime: '',
    bytes: 1,
  });
  return {
    parts: {
      database,
      log: silentLog,
      files: { open } as unknown as FilesPort,
      ffmpeg,
      scratchFolder: join(folder, 'scratch'),
    },
    telegram: createTelegram(options),
    hastyTelegram: createTelegram({ ...options, longestWaitSeconds: 0 }),
    botId: Math.floor(Math.random() * 1e9),
    words: {
      speechCaption: () => ({ html: 'Listen' }),
      videoCaption: () => ({ html: 'Your ad', rows: [[{ text: 'Again', anytime: { name: 'again' } }]] }),
      failure: (status) => ({ html: `Failed: ${status.productionId}` }),
      link: (url) => ({ html: url.href }),
      tooBig: (url) => ({ html: `Too big: ${url.href}` }),
    },
    keyboard: (rows) => ({
      inline_keyboard: rows.map((row) => row.map(({ text }) => ({ text, callback_data: '!again' }))),
    }),
    language: async () => 'en',
    status: async (_person, productionId) => statusOf(productionId),
    listenableSpeech: async () => ({ file: await open('ad.mp4'), contentKey: 'a/playable.m4a' }),
    videoLink: async () => new URL('http://localhost/files/a?signature=s'),
    markUnreachable: async (who) => unreachable.push(who),
    dispatch: async (_person, event) => void dispatched.push(event),
    progressScreen: async () => screen?.(),
    inTurn: async (_person, work) => {
      const waits = turn;
      turn = undefined;
      await waits?.();
      await work();
    },
  };
}

let bytes = 1000;
function statusOf(productionId: string): ProductionStatus {
  return {
    productionId,
    draftId: undefined,
    state: 'delivered',
    ...plainOrder,
    priceCredits: 1,
    createdAt: new Date(),
    confirmedAt: new Date(),
    failure: undefined,
    stage: undefined,
    fraction: 1,
    ahead: 0,
    speech: { audioKey: 'a/speech.wav', durationSeconds: 1.2 },
    video: {
      videoKey: 'a/ad.mp4',
      coverKey: 'a/cover.jpg',
      durationSeconds: 1.2,
      bytes,
      width: 360,
      height: 640,
    },
  };
}

async function addProduction(state = 'delivered'): Promise<string> {
  const id = randomUUID();
  await database.pool.query(
    `insert into ugc.production (id, owner, fingerprint, "order", state, channel) values ($1, $2, $1::uuid::text, $3, $4, 'telegram')`,
    [id, personId, JSON.stringify(plainOrder), state],
  );
  return id;
}

async function deliveryOf(productionId: string) {
  const { rows } = await database.pool.query(
    'select kind, state, attempts, repeats, message_id from ugc.delivery where production_id = $1',
    [productionId],
  );
  return rows[0];
}

const newsOf = (productionId: string, news: ProductionNews['news'] = 'delivered'): ProductionNews => ({
  productionId,
  personId,
  news,
  failure: news === 'failed' ? { reason: 'timed-out', details: {} } : undefined,
});
const tell = async (news: ProductionNews) => await tellNews(bot, createChatPaces(), news);
const sent = (method: string) => api.calls.filter((call) => call.method === method);

describe('a finished video', () => {
  it('goes out with size, length, thumbnail and full cover, is recorded, and then the conversation goes on', async () => {
    const id = await addProduction();
    await tell(newsOf(id));
    const [call] = sent('sendVideo');
    expect(call?.body).toMatch(/name="width"\r\n\r\n360\r\n/);
    expect(call?.body).toMatch(/name="duration"\r\n\r\n2\r\n/);
    expect(call?.body).toMatch(/name="supports_streaming"\r\n\r\ntrue/);
    expect(call?.body).toContain('attach://');
    expect(call?.body.match(/\xff\xd8\xff/g)?.length).toBeGreaterThanOrEqual(2);
    expect(await deliveryOf(id)).toMatchObject({ kind: 'video', state: 'sent', attempts: 1, repeats: 0 });
    expect(dispatched).toEqual([{ on: 'delivered', productionId: id }]);
  });

  it('is not sent a second time when it is told again, and sending again uploads nothing', async () => {
    const id = await addProduction();
    await tell(newsOf(id));
    await tell(newsOf(id));
    expect(sent('sendVideo')).toHaveLength(1);
    expect(dispatched).toHaveLength(2);
    const outgoing = startOutgoing(bot);
    await outgoing.sendAgain(personId, id);
    await outgoing.stop();
    expect(sent('sendVideo')).toHaveLength(2);
    expect(JSON.parse(sent('sendVideo')[1]?.body ?? '')).toMatchObject({ video: 'kept-by-telegram' });
  });

  it('whose answer was lost is repeated once, counted, and never a third time', async () => {
    const id = await addProduction();
    api.next.set('sendVideo', ['lost', 'lost', 'lost']);
    await expect(tell(newsOf(id))).rejects.toMatchObject({ reason: 'provider-unavailable' });
    expect(await deliveryOf(id)).toMatchObject({ state: 'sending', repeats: 0 });
    await expect(tell(newsOf(id))).rejects.toMatchObject({ reason: 'provider-unavailable' });
    await tell(newsOf(id));
    expect(sent('sendVideo')).toHaveLength(2);
    expect(await deliveryOf(id)).toMatchObject({ state: 'sent', repeats: 1, message_id: null });
    expect(dispatched).toHaveLength(1);
  });

  it('left between sending and recording by a killed process is resumed by the next start', async () => {
    const id = await addProduction();
    await database.pool.query(
      `insert into ugc.delivery (production_id, kind, state, attempts) values ($1, 'video', 'sending', 1)`,
      [id],
    );
    const outgoing = startOutgoing(bot);
    await expect.poll(async () => (await deliveryOf(id))?.state, { timeout: 5000 }).toBe('sent');
    await outgoing.stop();
    expect(await deliveryOf(id)).toMatchObject({ attempts: 2, repeats: 1 });
  });

  it('that Telegram asks to wait with is given back, uncounted, and sent later', async () => {
    const id = await addProduction();
    api.next.set('sendVideo', [{ error: 429, text: 'Too Many Requests: retry after 90', retryAfter: 90 }]);
    await expect(tell(newsOf(id))).rejects.toMatchObject({ reason: 'too-many-requests' });
    expect(await deliveryOf(id)).toMatchObject({ state: 'waiting' });
    await tell(newsOf(id));
    expect(await deliveryOf(id)).toMatchObject({ state: 'sent', repeats: 0 });
  });

  it('for somebody who blocked the bot stays in the history, and they are known as unreachable', async () => {
    const id = await addProduction();
    api.next.set('sendVideo', [{ error: 403, text: 'Forbidden: bot was blocked by the user' }]);
    await tell(newsOf(id));
    expect(await deliveryOf(id)).toMatchObject({ state: 'undeliverable' });
    expect(unreachable).toEqual([personId]);
    expect(dispatched).toHaveLength(1);
  });

  it('too big for a bot is sent as a link', async () => {
    const id = await addProduction();
    bytes = 60 * 1024 * 1024;
    await tell(newsOf(id));
    bytes = 1000;
    expect(sent('sendVideo')).toHaveLength(0);
    expect(sent('sendMessage')[0]?.body).toContain('Too big: http://localhost/files');
  });

  it('whose id Telegram has lost is uploaded anew', async () => {
    const [first, second] = [await addProduction(), await addProduction()];
    await tell(newsOf(first));
    api.next.set('sendVideo', [
      { error: 400, text: 'Bad Request: wrong file identifier/HTTP URL specified' },
    ]);
    await tell(newsOf(second));
    expect(sent('sendVideo')).toHaveLength(3);
    expect(sent('sendVideo')[2]?.body).toContain('attach://');
  });
});

it('a speech is sent as a track, a failure in words, and each enters the conversation', async () => {
  const id = await addProduction('awaiting_confirmation');
  await tell(newsOf(id, 'spoken'));
  expect(sent('sendAudio')).toHaveLength(1);
  await tell(newsOf(id, 'failed'));
  expect(sent('sendMessage')[0]?.body).toContain(`Failed: ${id}`);
  expect(dispatched.map(({ on }) => on)).toEqual(['spoken', 'failed']);
});

describe('progress', () => {
  const showing = async (until: () => boolean | Promise<boolean>) => {
    const end = new AbortController();
    const loop = showProgress(bot, createChatPaces(), end.signal);
    const deadline = performance.now() + 12_000;
    while (!(await until()) && performance.now() < deadline) await delay(20);
    end.abort();
    await loop;
  };

  it('edits the message at most every 4 s with its buttons, acts meanwhile, and never waits for a flood', async () => {
    const id = await addProduction('running');
    await trackProgress({ database }, id, 42, 7);
    await database.pool.query(`update ugc.progress_message set started_at = now() - interval '4 seconds'`);
    let percent = 0;
    screen = () => {
      percent += 1;
      return { html: `${percent} %`, keyboard: { inline_keyboard: [] }, revision: 1, messageId: 7 };
    };
    // The first one waits until the person's own press has been answered; the second one has nothing to wait for.
    turn = async () => await delay(400);
    await showing(() => sent('editMessageText').length === 2);
    const [first, second] = sent('editMessageText');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(3990);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ chat_id: 42, message_id: 7, parse_mode: 'HTML' });
    expect(sent('sendChatAction')[0]?.body).toContain('record_voice');
    await database.pool.query('delete from ugc.progress_message');
  });

  it('ends with a message that is gone, and with a production that has ended', async () => {
    const [gone, ended] = [await addProduction('running'), await addProduction('delivered')];
    await trackProgress({ database }, gone, 42, 8);
    await trackProgress({ database }, ended, 42, 9);
    await database.pool.query(`update ugc.progress_message set started_at = now() - interval '4 seconds'`);
    api.next.set('editMessageText', [{ error: 400, text: 'Bad Request: message to edit not found' }]);
    screen = () => ({ html: 'x', keyboard: { inline_keyboard: [] }, revision: 1, messageId: 8 });
    const open = async () =>
      (await database.pool.query('select 1 from ugc.progress_message where ended_at is null')).rowCount ?? 0;
    await showing(async () => (await open()) === 0);
    expect(await open()).toBe(0);
    expect(sent('editMessageText')).toHaveLength(1);
  });
});
