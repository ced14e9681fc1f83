import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestSandbox, type TestSandbox } from '../../../test/support/test-sandbox.ts';
import { createMovedClock } from '../../../test/support/moved-clock.ts';
import { firstUserIds, operatorsGroupId } from '../first-people.ts';
import type { HumanAct } from '../protocol.ts';

let bot: TestSandbox;
const clock = createMovedClock();
beforeAll(async () => {
  bot = await openTestSandbox({ clock });
});
afterAll(() => bot.close());
beforeEach(() => bot.sandbox.act({ act: 'reset' }));

const { english, russian } = firstUserIds;
const act = (wanted: HumanAct) => bot.sandbox.act(wanted);
const say = (text: string, userId: number = english, chatId = userId) =>
  act({ act: 'say', userId, chatId, text });
const chat = (id: number) => bot.sandbox.state().chats.find((candidate) => candidate.id === id);
const updates = async () => {
  const { result } = await bot.call('getUpdates');
  if (result.length > 0) await bot.call('getUpdates', { offset: result.at(-1).update_id + 1 });
  return result;
};

describe('what the bot shows', () => {
  it('is its commands in the person’s language, narrowest first', async () => {
    await say('/start');
    const set = (description: string, more: object) =>
      bot.call('setMyCommands', { commands: [{ command: 'go', description }], ...more });
    await set('all', {});
    await set('private', { scope: { type: 'all_private_chats' } });
    await set('приватно', { scope: { type: 'all_private_chats' }, language_code: 'ru' });
    await set('group', { scope: { type: 'all_group_chats' } });
    const seen = (id: number) => chat(id)?.commands[0]?.description;
    expect([english, russian, operatorsGroupId].map(seen)).toEqual(['private', 'приватно', 'group']);
    await set('mine', { scope: { type: 'chat', chat_id: english } });
    expect(seen(english)).toBe('mine');
    await bot.call('deleteMyCommands', { scope: { type: 'chat', chat_id: english } });
    expect(seen(english)).toBe('private');
    expect(
      (
        await bot.call('setMyCommands', {
          commands: [{ command: 'go', description: 'x' }],
          scope: { type: 'chat', chat_id: russian },
        })
      ).description,
    ).toBe('Bad Request: chat not found');
  });

  it('is its name and description by language', async () => {
    await bot.call('setMyName', { name: 'Studio' });
    await bot.call('setMyDescription', { description: 'Makes ads' });
    await bot.call('setMyDescription', { description: 'Делает рекламу', language_code: 'ru' });
    expect((await bot.call('getMyDescription', { language_code: 'ru' })).result.description).toBe(
      'Делает рекламу',
    );
    expect((await bot.call('getMyDescription', { language_code: 'de' })).result.description).toBe(
      'Makes ads',
    );
    expect(bot.sandbox.state().bot).toMatchObject({ name: 'Studio', description: 'Makes ads' });
  });

  it('is an action for 5 s and a draft for 30 s, until a message comes', async () => {
    await say('/start');
    await bot.call('sendChatAction', { chat_id: english, action: 'upload_video' });
    await bot.call('sendMessageDraft', { chat_id: english, draft_id: 1, text: 'Thin' });
    expect(chat(english)).toMatchObject({ action: { name: 'upload_video' }, draft: { text: 'Thin' } });
    clock.move(5001);
    expect(chat(english)?.action).toBeUndefined();
    expect(chat(english)?.draft).toBeDefined();
    await bot.call('sendMessage', { chat_id: english, text: 'Thinking' });
    expect(chat(english)?.draft).toBeUndefined();
  });

  it('is a pinned message, a reply keyboard and copies in the group', async () => {
    await say('/start');
    const { result } = await bot.call('sendMessage', {
      chat_id: english,
      text: 'Hi',
      reply_markup: { keyboard: [[{ text: 'Yes' }]] },
    });
    await bot.call('pinChatMessage', { chat_id: english, message_id: result.message_id });
    expect(chat(english)).toMatchObject({
      pinnedMessageId: result.message_id,
      replyKeyboard: { keyboard: [[{ text: 'Yes' }]] },
    });
    await bot.call('sendMessage', { chat_id: english, text: 'Bye', reply_markup: { remove_keyboard: true } });
    expect(chat(english)?.replyKeyboard).toBeUndefined();
    const copy = await bot.call('copyMessage', {
      chat_id: operatorsGroupId,
      from_chat_id: english,
      message_id: result.message_id,
    });
    expect(chat(operatorsGroupId)?.messages.at(-1)).toMatchObject({
      message_id: copy.result.message_id,
      text: 'Hi',
    });
    const forward = await bot.call('forwardMessage', {
      chat_id: operatorsGroupId,
      from_chat_id: english,
      message_id: result.message_id - 1,
    });
    expect(forward.result).toMatchObject({
      text: '/start',
      forward_origin: { sender_user: { id: english } },
    });
  });
});

describe('an invoice in Stars', () => {
  const invoice = {
    title: 'Ten',
    description: 'Credits',
    payload: 'order 1',
    currency: 'XTR',
    prices: [{ label: 'Ten', amount: 50 }],
  };
  const checkout = async (messageId: number) => {
    await updates();
    await act({ act: 'pay', userId: english, chatId: english, messageId });
    return (await updates())[0].pre_checkout_query;
  };

  it('is paid when the bot agrees, and given back once', async () => {
    await say('/start');
    const { result } = await bot.call('sendInvoice', { chat_id: english, ...invoice });
    expect(result).toMatchObject({
      invoice: { total_amount: 50 },
      reply_markup: { inline_keyboard: [[{ pay: true }]] },
    });
    const query = await checkout(result.message_id);
    expect(query).toMatchObject({
      currency: 'XTR',
      total_amount: 50,
      invoice_payload: 'order 1',
      from: { id: english },
    });
    await bot.call('answerPreCheckoutQuery', { pre_checkout_query_id: query.id, ok: true });
    const paid = (await updates())[0].message.successful_payment;
    expect(paid).toMatchObject({ invoice_payload: 'order 1', total_amount: 50 });
    expect((await bot.call('getMyStarBalance')).result).toEqual({ amount: 50 });
    const refund = { user_id: english, telegram_payment_charge_id: paid.telegram_payment_charge_id };
    expect(await bot.call('refundStarPayment', refund)).toMatchObject({ ok: true });
    expect((await updates())[0].message.refunded_payment).toMatchObject({ total_amount: 50 });
    expect((await bot.call('refundStarPayment', refund)).description).toBe(
      'Bad Request: CHARGE_ALREADY_REFUNDED',
    );
    expect((await bot.call('getStarTransactions')).result.transactions).toHaveLength(2);
  });

  it('is not paid when the bot says no, or too late', async () => {
    await say('/start');
    const { result } = await bot.call('sendInvoice', { chat_id: english, ...invoice });
    const refused = await checkout(result.message_id);
    await bot.call('answerPreCheckoutQuery', {
      pre_checkout_query_id: refused.id,
      ok: false,
      error_message: 'Sold out',
    });
    const late = await checkout(result.message_id);
    clock.move(10_001);
    const answer = await bot.call('answerPreCheckoutQuery', { pre_checkout_query_id: late.id, ok: true });
    expect(answer.description).toContain('query is too old');
    expect(await updates()).toEqual([]);
  });

  it('may be a link to a subscription', async () => {
    await say('/start');
    const link = await bot.call('createInvoiceLink', { ...invoice, subscription_period: 2_592_000 });
    const { result } = await bot.call('sendMessage', {
      chat_id: english,
      text: 'Join',
      reply_markup: { inline_keyboard: [[{ text: 'Join', url: link.result }]] },
    });
    const query = await checkout(result.message_id);
    await bot.call('answerPreCheckoutQuery', { pre_checkout_query_id: query.id, ok: true });
    const paid = (await updates())[0].message.successful_payment;
    expect(paid).toMatchObject({ is_recurring: true, is_first_recurring: true });
    const edit = {
      user_id: english,
      telegram_payment_charge_id: paid.telegram_payment_charge_id,
      is_canceled: true,
    };
    expect(await bot.call('editUserStarSubscription', edit)).toMatchObject({ ok: true });
  });
});
