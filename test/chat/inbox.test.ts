import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepUpdates } from '../../src/actions/inbox/keep-updates.ts';
import { purgeInbox } from '../../src/actions/inbox/purge-inbox.ts';
import { openKeyedLocks } from '../../src/platform/database/keyed-locks.ts';
import { ann } from '../support/chat-doors.ts';
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

const botId = () => Number(room.sandbox.token.split(':')[0]);
const shown = () => room.messages().map(({ text, caption }) => text ?? caption);
const rows = async () => {
  const { rows: found } = await room.database.pool.query(
    'select update_id::int as id, state, attempts from ugc.telegram_update order by sequence',
  );
  return found as { id: number; state: string; attempts: number }[];
};
const from = { id: ann, is_bot: false, first_name: 'Ben', language_code: 'en' };
const chat = { id: ann, type: 'private', first_name: 'Ben' };
const text = (id: number, words: string) => ({
  update_id: id,
  message: { message_id: id, date: 1, from, chat, text: words },
});

describe('an update', () => {
  it('that comes twice counts once', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.act({ act: 'repeat-update' });
    await room.settled();
    await room.say('hello');
    await room.sees('You wrote');
    expect((await room.state())?.past).toEqual(['command', 'text hello']);
  });

  it('is worked off after those that its sender sent before, also where two processes work', async () => {
    room.start({ updates: { kind: 'webhook', url: webhookUrl(room), secret: 'the-secret' } });
    const first = room.chat;
    const second = room.start({ updates: { kind: 'webhook', url: webhookUrl(room), secret: 'the-secret' } });
    await room.say('/start');
    await room.sees('Home 1');
    await room.settled();
    const words = Array.from({ length: 12 }, (_, index) => `text ${index}`);
    for (const [index, word] of words.entries()) {
      const receive = index % 2 === 0 ? first.receiveWebhook : second.receiveWebhook;
      const body = text(900_000_000 + index, word.slice(5));
      expect(await receive(body, 'the-secret')).toEqual({ status: 200 });
    }
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', ...words]);
  });

  it('that fails is tried three times, then given up with a word, and the next one has its turn', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.settled();
    let tries = 0;
    room.before = async (what) => {
      if (what !== 'tell') return;
      tries += 1;
      throw new TypeError('a slip');
    };
    await room.press('tell');
    await room.say('hello');
    await room.sees('You wrote');
    expect(tries).toBe(3);
    expect(shown()).toContain('went wrong');
    expect((await rows()).map(({ state }) => state)).toEqual(['done', 'dead', 'done']);
  });

  it('that killed the process each time it was tried is given up too', async () => {
    await keepUpdates(room.parts, botId(), [text(1, 'a killer')]);
    await room.database.pool.query('update ugc.telegram_update set attempts = 3');
    room.start();
    await room.until(async () => (await rows())[0]?.state === 'dead', 'the end of it');
    expect(await room.state()).toBeUndefined();
  });
});

describe('hostile updates', () => {
  const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)]);
  const endless = (): unknown => {
    let value: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    return value;
  };
  const hostile: readonly unknown[] = [
    null,
    7,
    'text',
    [],
    {},
    { update_id: 'one' },
    { update_id: -1, message: { from, chat } },
    { update_id: 2 ** 60, message: { from, chat } },
    { update_id: 1 },
    { update_id: 2, message: null },
    { update_id: 3, message: 'hello' },
    { update_id: 4, message: {} },
    { update_id: 5, message: { from: null, chat: null } },
    { update_id: 6, message: { from: { id: 'x' } } },
    { update_id: 7, message: { from, chat, text: 7 } },
    { update_id: 8, message: { message_id: 8, from, chat, text: { html: 'x' } } },
    { update_id: 9, message: { message_id: 9, from, chat, photo: [] } },
    { update_id: 10, message: { message_id: 10, from, chat, photo: [{ file_id: 1 }] } },
    { update_id: 11, message: { message_id: 11, from, chat, photo: 'x' } },
    { update_id: 12, message: { message_id: 12, from, chat, video: {} } },
    { update_id: 13, message: { message_id: 13, from, chat, text: 'x'.repeat(400_000) } },
    { update_id: 14, message: { message_id: 14, from: { ...from, is_bot: true }, chat, text: 'hi' } },
    { update_id: 15, callback_query: { id: '1', from } },
    { update_id: 16, callback_query: { from, data: 'x' } },
    { update_id: 17, callback_query: { id: 'x'.repeat(500), from, data: 'x'.repeat(5000), message: 7 } },
    {
      update_id: 18,
      callback_query: { id: '1', from, data: '\u0000.home', message: { message_id: 1, chat } },
    },
    { update_id: 19, my_chat_member: { from, chat } },
    { update_id: 20, my_chat_member: { from, chat, new_chat_member: { status: 'kicked\u0000' } } },
    { update_id: 21, pre_checkout_query: {} },
    { update_id: 22, pre_checkout_query: null },
    { update_id: 23, edited_message: { message_id: 1, from, chat, text: 'x' } },
    { update_id: 24, message: { message_id: 24, from, chat, text: `a\u0000b\ud800` } },
    { update_id: 25, message: { message_id: 25, from, chat, contact: deep(200) } },
    { update_id: 28, message: { message_id: 28, from, chat, contact: endless() } },
    { update_id: 26, __proto__: { message: { from, chat } } },
    {
      update_id: 27,
      message: { message_id: 27, from: { ...from, first_name: 'N\u0000' }, chat, text: '/start \u0000' },
    },
  ];

  it('neither stop the others nor come again', async () => {
    const { receiveWebhook } = room.start({
      updates: { kind: 'webhook', url: webhookUrl(room), secret: 'the-secret' },
      flood: { burst: 1000, perSecond: 1 },
    });
    for (const update of hostile) {
      expect(await receiveWebhook(update, 'the-secret')).toEqual({
        status: 200,
      });
    }
    expect(await receiveWebhook(text(1000, 'still here'), 'the-secret')).toEqual({ status: 200 });
    await room.until(async () => (await rows()).every(({ state }) => state !== 'waiting'), 'all of them');
    const ended = await rows();
    expect(ended.filter(({ state }) => state === 'dead')).toEqual([]);
    expect(ended.map(({ id }) => id)).toContain(1000);
    expect((await room.state())?.past).toContain('text ab�');
    expect((await room.state())?.past.at(-1)).toBe('text still here');
  });

  it('without the secret are not even looked at', async () => {
    const { receiveWebhook } = room.start({
      updates: { kind: 'webhook', url: webhookUrl(room), secret: 'the-secret' },
    });
    for (const secret of [undefined, '', 'the-secre', 'the-secret ', 'the-secret'.repeat(100)]) {
      expect(await receiveWebhook(text(1, 'x'), secret)).toEqual({ status: 401 });
    }
    expect(await rows()).toEqual([]);
  });
});

describe('the inbox', () => {
  it('lets a flood through up to its bound, says so once, and works off what it took', async () => {
    const { receiveWebhook } = room.start({
      updates: { kind: 'webhook', url: webhookUrl(room), secret: 'the-secret' },
      flood: { burst: 5, perSecond: 0.001 },
    });
    await room.say('/start');
    await room.sees('Home 1');
    for (let id = 1; id <= 20; id += 1) await receiveWebhook(text(id, String(id)), 'the-secret');
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', 'text 1', 'text 2', 'text 3', 'text 4']);
    await room.until(() => shown().includes('too fast'), 'the line');
    expect(shown().filter((line) => line === 'too fast')).toHaveLength(1);
  });

  it('answers who tries to pay at once, whatever waits before', async () => {
    room.start();
    await room.say('/start');
    const { message_id: messageId } = await room.sees('Home 1');
    const invoice = await fetch(`${room.apiRoot}/bot${room.sandbox.token}/sendInvoice`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        chat_id: ann,
        title: 'A video',
        description: 'One video',
        payload: 'order',
        currency: 'XTR',
        prices: [{ label: 'Video', amount: 1 }],
      }),
    });
    expect(invoice.status).toBe(200);
    const sent = room.messages().findLast(({ message_id: id }) => id > messageId);
    const gate = Promise.withResolvers<void>();
    room.before = async () => await gate.promise;
    await room.say('this waits');
    void room.act({ act: 'pay', userId: ann, chatId: ann, messageId: sent?.message_id ?? 0 });
    await room.until(() => room.count('answerPreCheckoutQuery') === 1, 'the answer');
    gate.resolve();
    await room.settled();
  });

  it('forgets what Telegram can not send again', async () => {
    await keepUpdates(room.parts, botId(), [text(1, 'old'), text(2, 'new')]);
    await room.database.pool.query(
      `update ugc.telegram_update set received_at = now() - interval '49 hours' where update_id = 1`,
    );
    expect(await purgeInbox(room.parts)).toBe(1);
    expect((await rows()).map(({ id }) => id)).toEqual([2]);
    expect(await keepUpdates(room.parts, botId(), [text(2, 'new')])).toEqual([]);
  });
});

describe('a lock by name', () => {
  it('is held by one at a time, within a process and between two', async () => {
    const locks = [openKeyedLocks(room.database), openKeyedLocks(room.database)] as const;
    let inside = 0;
    let most = 0;
    const signal = new AbortController().signal;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => locks[index % 2 === 0 ? 0 : 1].run('one', signal, work)),
    );
    expect(most).toBe(1);
    await Promise.all(locks.map((each) => each.close()));
  });
});
