import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMovedClock, type MovedClock } from '../../../test/support/moved-clock.ts';
import { openTestSandbox, type TestSandbox } from '../../../test/support/test-sandbox.ts';

let bot: TestSandbox;
let clock: MovedClock;
beforeEach(async () => {
  clock = createMovedClock();
  bot = await openTestSandbox({ clock });
});
afterEach(() => bot.close());

const say = (text: string) => bot.sandbox.act({ act: 'say', userId: bot.userId, chatId: bot.userId, text });
const poll = async (parameters: object = {}) =>
  (await bot.call('getUpdates', parameters)).result as readonly Update[];
const texts = (updates: readonly Update[]) => updates.map(({ message }) => message?.text);

interface Update {
  readonly update_id: number;
  readonly message?: { readonly message_id: number; readonly text: string };
}

describe('getUpdates', () => {
  it('gives updates in order until an offset confirms them', async () => {
    for (const text of ['a', 'b', 'c']) await say(text);
    const [first, second, third] = await poll();
    expect([second, third].map((update) => update?.update_id)).toEqual([
      (first?.update_id ?? 0) + 1,
      (first?.update_id ?? 0) + 2,
    ]);
    expect(texts(await poll({ limit: 2 }))).toEqual(['a', 'b']);
    expect(texts(await poll({ offset: second?.update_id }))).toEqual(['b', 'c']);
    expect(texts(await poll())).toEqual(['b', 'c']);
  });

  it('keeps the newest for a negative offset and forgets the others', async () => {
    for (const text of ['a', 'b', 'c']) await say(text);
    expect(texts(await poll({ offset: -1 }))).toEqual(['c']);
    expect(texts(await poll())).toEqual(['c']);
  });

  it('waits for something to happen', async () => {
    const waiting = poll({ timeout: 30 });
    await bot.call('getMe');
    await say('at last');
    expect(texts(await waiting)).toEqual(['at last']);
  });

  it('ends empty when the time is over, at most 50 s', async () => {
    const waiting = poll({ timeout: 300 });
    while (clock.nextAlarmMs() === undefined) await bot.call('getMe');
    expect(clock.nextAlarmMs()).toBe(50_000);
    clock.move(50_000);
    expect(await waiting).toEqual([]);
  });

  it('ends a poll that waits when another begins', async () => {
    const first = bot.call('getUpdates', { timeout: 30 });
    while (clock.nextAlarmMs() === undefined) await bot.call('getMe');
    await poll();
    expect(await first).toMatchObject({
      error_code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
  });

  it('is refused while a webhook is set, and ends when one is', async () => {
    const waiting = bot.call('getUpdates', { timeout: 30 });
    while (clock.nextAlarmMs() === undefined) await bot.call('getMe');
    await bot.call('setWebhook', { url: 'http://127.0.0.1:1/' });
    expect(await waiting).toMatchObject({
      error_code: 409,
      description: 'Conflict: terminated by setWebhook request',
    });
    expect(await bot.call('getUpdates')).toMatchObject({
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    await bot.call('deleteWebhook');
    expect(await poll()).toEqual([]);
  });

  it('leaves out kinds that were not asked for, and remembers what was', async () => {
    await poll({ allowed_updates: ['callback_query'] });
    await say('unheard');
    expect(await poll()).toEqual([]);
    await poll({ allowed_updates: [] });
    await say('heard');
    expect(texts(await poll())).toEqual(['heard']);
  });

  it('forgets a press after 150 s and a message after a day', async () => {
    const { result } = await sendWithButton();
    await bot.sandbox.act({
      act: 'press',
      userId: bot.userId,
      chatId: bot.userId,
      messageId: result.message_id,
      row: 0,
      column: 0,
    });
    expect(await poll()).toHaveLength(2);
    clock.move(151_000);
    expect(texts(await poll())).toEqual(['/start']);
    clock.move(24 * 3600_000);
    expect(await poll()).toEqual([]);
  });

  it('repeats an update under its old number when asked to', async () => {
    await say('twice');
    const [update] = await poll();
    await poll({ offset: (update?.update_id ?? 0) + 1 });
    await bot.sandbox.act({ act: 'repeat-update' });
    expect(await poll()).toEqual([update]);
  });
});

async function sendWithButton() {
  await bot.sandbox.act({ act: 'start', userId: bot.userId });
  const reply_markup = { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] };
  return await bot.call('sendMessage', { chat_id: bot.userId, text: 'Hi', reply_markup });
}

describe('an answer to a press', () => {
  it('comes in time once, and is too late after 30 s', async () => {
    const { result } = await sendWithButton();
    const place = { userId: bot.userId, chatId: bot.userId, messageId: result.message_id, row: 0, column: 0 };
    const press = async () => {
      const pressed = await bot.sandbox.act({ act: 'press', ...place });
      return pressed.ok ? pressed.callbackId : undefined;
    };
    const tooOld = {
      error_code: 400,
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    };
    const first = { callback_query_id: await press() };
    clock.move(29_000);
    expect(await bot.call('answerCallbackQuery', first)).toMatchObject({ ok: true });
    expect(await bot.call('answerCallbackQuery', first)).toMatchObject(tooOld);
    const second = { callback_query_id: await press() };
    clock.move(31_000);
    expect(await bot.call('answerCallbackQuery', second)).toMatchObject(tooOld);
  });
});
