import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMovedClock, type MovedClock } from '../../../test/support/moved-clock.ts';
import { openTestSandbox, type TestSandbox } from '../../../test/support/test-sandbox.ts';
import { retryDelayMs } from './delivery.ts';

interface Delivered {
  readonly update: {
    readonly update_id: number;
    readonly message?: { readonly text: string; readonly chat: { readonly id: number } };
  };
  readonly secret: string | undefined;
  readonly answer: (status: number, headers?: Record<string, string>, body?: string) => void;
}

let bot: TestSandbox;
let clock: MovedClock;
let server: Server;
let url: string;
const delivered: Delivered[] = [];
const arrived: (() => void)[] = [];

beforeEach(async () => {
  clock = createMovedClock();
  bot = await openTestSandbox({ clock });
  delivered.length = 0;
  server = createServer(async (request, response) => {
    const update = JSON.parse(await bodyOf(request)) as Delivered['update'];
    const secret = request.headers['x-telegram-bot-api-secret-token'] as string | undefined;
    const answer: Delivered['answer'] = (status, headers = {}, body = '') =>
      response.writeHead(status, headers).end(body);
    delivered.push({ update, secret, answer });
    for (const tell of arrived.splice(0)) tell();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
});
afterEach(async () => {
  await bot.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const say = (text: string, userId = bot.userId) =>
  bot.sandbox.act({ act: 'say', userId, chatId: userId, text });

async function next(count: number): Promise<Delivered> {
  while (delivered.length < count) await new Promise<void>((resolve) => arrived.push(resolve));
  return delivered[count - 1] as Delivered;
}

/** Until the failure has been noted and the next attempt is planned. */
async function alarm(): Promise<number> {
  while (clock.nextAlarmMs() === undefined) await bot.call('getMe');
  return clock.nextAlarmMs() ?? 0;
}

const pending = async () => (await bot.call('getWebhookInfo')).result.pending_update_count as number;

describe('a webhook', () => {
  it('gets updates with its secret, one chat in order, others meanwhile', async () => {
    await bot.call('setWebhook', { url, secret_token: 'se-cret_1' });
    await say('a1');
    await say('a2');
    await say('b1', 510_000_101);
    const first = await next(1);
    const other = await next(2);
    expect([first, other].map(({ update }) => update.message?.text)).toEqual(['a1', 'b1']);
    expect(first.secret).toBe('se-cret_1');
    other.answer(200);
    first.answer(200);
    expect((await next(3)).update.message?.text).toBe('a2');
    delivered[2]?.answer(200);
    while ((await pending()) > 0);
  });

  it('gets a message and a press of one person at once', async () => {
    await say('/start');
    const reply_markup = { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] };
    const { result } = await bot.call('sendMessage', { chat_id: bot.userId, text: 'Hi', reply_markup });
    await bot.call('setWebhook', { url, drop_pending_updates: true });
    await say('words');
    await bot.sandbox.act({
      act: 'press',
      userId: bot.userId,
      chatId: bot.userId,
      messageId: result.message_id,
      row: 0,
      column: 0,
    });
    await next(2);
    expect(delivered.map(({ update }) => Object.keys(update)[1])).toEqual(['message', 'callback_query']);
  });

  it('is tried again at once, then after 2, 4, 8 … seconds, the same update with the same number', async () => {
    await bot.call('setWebhook', { url });
    await say('again');
    const id = (await next(1)).update.update_id;
    delivered[0]?.answer(500);
    (await next(2)).answer(502);
    for (const [index, delayMs] of [2000, 4000, 8000, 16_000, 32_000].entries()) {
      expect(await alarm()).toBe(delayMs);
      clock.move(delayMs);
      (await next(index + 3)).answer(500);
    }
    await alarm();
    expect(new Set(delivered.map(({ update }) => update.update_id))).toEqual(new Set([id]));
    const { result } = await bot.call('getWebhookInfo');
    expect(result).toMatchObject({
      url,
      pending_update_count: 1,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    });
    expect(retryDelayMs(20, () => 0)).toBe(60_000);
    expect(retryDelayMs(20, () => 0.999)).toBeLessThan(120_000);
  });

  it('waits as long as Retry-After asks', async () => {
    await bot.call('setWebhook', { url });
    await say('later');
    (await next(1)).answer(429, { 'retry-after': '77' });
    expect(await alarm()).toBe(77_000);
    clock.move(77_000);
    (await next(2)).answer(204);
    while ((await pending()) > 0);
  });

  it('may answer with a method to call', async () => {
    await bot.call('setWebhook', { url });
    await say('hello');
    const reply = { method: 'sendMessage', chat_id: bot.userId, text: 'From the answer' };
    (await next(1)).answer(200, { 'content-type': 'application/json' }, JSON.stringify(reply));
    const texts = () =>
      bot.sandbox
        .state()
        .chats.find(({ id }) => id === bot.userId)
        ?.messages.map(({ text }) => text);
    while (!texts()?.includes('From the answer')) await bot.call('getMe');
  });

  it('has to be HTTPS on one of four ports, unless it is this machine', async () => {
    const set = async (address: string) => (await bot.call('setWebhook', { url: address })).description;
    expect(await set('http://example.com/')).toBe(
      'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    );
    expect(await set('https://example.com:444/')).toContain('only on ports 80, 88, 443 or 8443');
    expect(await set('nonsense')).toBe('Bad Request: bad webhook: invalid webhook URL specified');
  });
});
