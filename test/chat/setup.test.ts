import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegram } from '../../src/telegram/client.ts';
import { fetchSentFile } from '../../src/telegram/files.ts';
import { admin, ann } from '../support/chat-doors.ts';
import { type ChatRoom, openChatRoom, webhookUrl } from '../support/chat-room.ts';

let room: ChatRoom;
beforeEach(async () => {
  room = await openChatRoom();
});
afterEach(async () => {
  const violations = room.sandbox.violations();
  await room.close();
  expect(violations).toEqual([]);
});

const introduction = (name: string) => ({
  name,
  description: 'Makes ads.',
  shortDescription: 'Ads',
  commands: [{ command: 'start', description: 'Begin' }],
});
const setup = (name: string) => ({
  introductions: { '': introduction(name), ru: introduction('Студия'), en: introduction(name) },
  operatorCommands: [{ command: 'stats', description: 'Figures' }],
});
const telegram = () =>
  createTelegram({ token: room.sandbox.token, apiRoot: room.apiRoot, log: room.parts.log });
const told = () =>
  room.setupCalls.filter(({ method }) => method.startsWith('set') && method !== 'setWebhook').length;

describe('what the bot says of itself', () => {
  it('is told in each language, to operators more of it, and again only what has changed', async () => {
    // To whom never wrote the bot can say nothing of itself.
    await room.act({ act: 'start', userId: admin });
    room.start({ setup: setup('Studio') });
    await room.until(() => told() === 15, 'all to be told');
    expect(await telegram().getMyName({ language_code: 'ru' })).toEqual({ name: 'Студия' });
    expect(await telegram().getMyName({ language_code: 'en' })).toEqual({ name: 'Studio' });
    const commands = await telegram().getMyCommands({ scope: { type: 'chat', chat_id: admin } });
    expect(commands.map(({ command }) => command)).toEqual(['start', 'stats']);
    await room.chat.stop();
    room.start({ setup: setup('Atelier') });
    await room.until(async () => (await telegram().getMyName()).name === 'Atelier', 'the new name');
    await room.say('/start');
    await room.sees('Home 1');
    expect(told()).toBe(17);
  });

  it('that Telegram does not take keeps nothing else from being told, and is told with the next start', async () => {
    const description = 'Bad Request: chat not found';
    await room.fault('setMyCommands', { kind: 'answer', code: 400, description });
    room.start();
    await room.until(() => room.count('setChatMenuButton') === 1, 'the rest');
    await room.chat.stop();
    const before = room.setupCalls.length;
    room.start();
    const since = () => room.setupCalls.slice(before).map(({ method }) => method);
    await room.until(() => since().some((method) => method.startsWith('set')), 'what was missing');
    expect(since().filter((method) => method.startsWith('set'))).toEqual(['setMyCommands']);
  });
});

describe('the webhook', () => {
  it('is set once, with a secret that is kept, and set again where somebody else has changed it', async () => {
    const updates = { kind: 'webhook', url: webhookUrl(room), secret: undefined } as const;
    room.start({ updates });
    await room.until(() => room.count('setWebhook') === 1, 'the webhook');
    await room.say('/start');
    await room.sees('Home 1');
    await room.chat.stop();
    room.start({ updates });
    await room.say('hello');
    await room.sees('You wrote');
    expect(room.count('setWebhook')).toBe(1);
    await room.chat.stop();
    await telegram().setWebhook('http://127.0.0.1:9/else', { secret_token: 'other' });
    room.start({ updates });
    await room.until(
      async () => (await telegram().getWebhookInfo()).url === updates.url,
      'the webhook to be back',
    );
    const { rows } = await room.database.pool.query(
      `select value from ugc.bot_setting where key like 'webhook-secret:%'`,
    );
    expect(rows[0]?.value).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect((await room.chat.resetWebhook()).url).toBe(updates.url);
  });

  it('gives way to polling without losing what it had not delivered', async () => {
    await telegram().setWebhook('http://127.0.0.1:9/nobody');
    await room.say('/start');
    room.start();
    await room.sees('Home 1');
    expect((await telegram().getWebhookInfo()).url).toBe('');
    expect(await room.chat.receiveWebhook({}, undefined)).toEqual({ status: 404 });
    await expect(room.chat.resetWebhook()).rejects.toMatchObject({ reason: 'invalid-config' });
  });

  it('that can not keep an update asks for it again', async () => {
    const { receiveWebhook } = room.start({
      updates: { kind: 'webhook', url: webhookUrl(room), secret: 'the-secret' },
    });
    const from = { id: ann, is_bot: false, first_name: 'Ben' };
    const message = { message_id: 1, from, chat: { id: ann, type: 'private' }, text: 'hi' };
    await room.database.pool.query('alter table ugc.telegram_update rename to away');
    expect(await receiveWebhook({ update_id: 1, message }, 'the-secret')).toEqual({ status: 503 });
    await room.database.pool.query('alter table ugc.away rename to telegram_update');
    expect(await receiveWebhook({ update_id: 1, message }, 'the-secret')).toEqual({ status: 200 });
    await room.until(async () => (await room.state())?.past[0] === 'text hi', 'it to be worked off');
  });
});

describe('a file that somebody sent', () => {
  const picture = 'test/portraits/glasses.jpg';
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sent-'));
  });
  afterEach(async () => await rm(folder, { recursive: true }));

  async function send(): Promise<string> {
    const bytes = await readFile(picture);
    const content = (async function* () {
      yield bytes;
    })();
    const uploadId = await room.sandbox.upload({ name: 'my photo.jpg', mime: 'image/jpeg' }, content);
    await room.act({ act: 'send', userId: ann, chatId: ann, kind: 'document', uploadId });
    const [update] = await telegram().getUpdates();
    return update?.message?.document?.file_id ?? '';
  }
  const fetchTo = (fileId: string, bytes?: number) =>
    fetchSentFile(
      telegram(),
      { fileId, kind: 'document', ...(bytes !== undefined && { bytes }) },
      join(folder, 'file'),
      new AbortController().signal,
    );

  it('is fetched whole', async () => {
    await fetchTo(await send());
    expect((await readFile(join(folder, 'file'))).equals(await readFile(picture))).toBe(true);
  });

  it('that is too big, or gone, is refused, and nothing is left of it', async () => {
    const fileId = await send();
    await expect(fetchTo(fileId, 21e6)).rejects.toMatchObject({
      reason: 'invalid-media',
      details: { bytes: 21e6 },
    });
    await room.fault('getFile', { kind: 'answer', code: 400, description: 'Bad Request: file is too big' });
    await expect(fetchTo(fileId)).rejects.toMatchObject({ reason: 'invalid-media' });
    await expect(fetchTo('no such file')).rejects.toMatchObject({ reason: 'invalid-media' });
    expect(await readdir(folder)).toEqual([]);
  });
});
