import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStartedSandbox, type TestSandbox } from '../../../test/support/test-sandbox.ts';

let bot: TestSandbox;
beforeAll(async () => {
  bot = await openStartedSandbox();
});
afterAll(() => bot.close());

const keyboard = (...buttons: readonly object[]) => ({ inline_keyboard: [buttons] });
const message = (more: object) => ({ text: 'Hi', ...more });
const stars = { title: 'Ten', description: 'Credits', payload: 'p', currency: 'XTR' };
const photo = { type: 'photo', media: 'x' };

/** Method, parameters besides the chat, and what the complaint names. */
const refusals: readonly (readonly [string, string, object, RegExp])[] = [
  ['an unknown parameter', 'sendMessage', message({ colour: 'red' }), /colour: unknown/],
  ['a missing parameter', 'sendMessage', {}, /text: required/],
  ['a wrong type', 'sendMessage', { text: 5 }, /text: string expected, number 5 found/],
  [
    'a value that is not on the list',
    'sendChatAction',
    { action: 'sleep' },
    /action: one of typing, .*'sleep' found/,
  ],
  [
    'an unknown field inside',
    'sendMessage',
    message({ reply_parameters: { message_id: 1, loud: true } }),
    /loud: unknown/,
  ],
  [
    'callback data of 65 bytes in 33 letters',
    'sendMessage',
    message({ reply_markup: keyboard({ text: 'a', callback_data: `${'й'.repeat(32)}a` }) }),
    /callback_data: 1–64 bytes allowed, 65 found/,
  ],
  [
    'a button that does nothing',
    'sendMessage',
    message({ reply_markup: keyboard({ text: 'a' }) }),
    /Text buttons are unallowed in the inline keyboard/,
  ],
  [
    'a button that does two things',
    'sendMessage',
    message({ reply_markup: keyboard({ text: 'a', callback_data: 'a', url: 'https://example.com' }) }),
    /one action allowed, url and callback_data found/,
  ],
  [
    'a button without words',
    'sendMessage',
    message({ reply_markup: keyboard({ text: ' ', callback_data: 'a' }) }),
    /\.text: empty/,
  ],
  [
    'a button to no address',
    'sendMessage',
    message({ reply_markup: keyboard({ text: 'a', url: 'javascript:alert(1)' }) }),
    /url: an address/,
  ],
  [
    'nine buttons in a row',
    'sendMessage',
    message({
      reply_markup: keyboard(...Array.from({ length: 9 }, (_, i) => ({ text: 'a', callback_data: `${i}` }))),
    }),
    /at most 8 buttons a row allowed, 9 found/,
  ],
  [
    'a style that does not exist',
    'sendMessage',
    message({ reply_markup: keyboard({ text: 'a', callback_data: 'a', style: 'purple' }) }),
    /style: one of .*'purple' found/,
  ],
  [
    'a button to pay without an invoice',
    'sendMessage',
    message({ reply_markup: keyboard({ text: 'Pay', pay: true }) }),
    /pay: only under an invoice/,
  ],
  ['an album of one', 'sendMediaGroup', { media: [photo] }, /media: 2–10 items allowed, 1 found/],
  [
    'an album of photos and documents',
    'sendMediaGroup',
    { media: [photo, { type: 'document', media: 'x' }] },
    /photo, document can't be in one album/,
  ],
  [
    'an album with buttons',
    'sendMediaGroup',
    { media: [photo, photo], reply_markup: keyboard({ text: 'a', callback_data: 'a' }) },
    /reply_markup: an album has none/,
  ],
  ['a part that was not sent', 'sendPhoto', { photo: 'attach://picture' }, /no part named 'picture'/],
  [
    'a part of an album that was not sent',
    'sendMediaGroup',
    { media: [photo, { type: 'photo', media: 'attach://b' }] },
    /no part named 'b'/,
  ],
  [
    'entities that reach beyond the text',
    'sendMessage',
    message({ entities: [{ type: 'bold', offset: 1, length: 2 }] }),
    /1\+2 is outside of the text's 2/,
  ],
  [
    'entities and a parse mode',
    'sendMessage',
    message({ parse_mode: 'HTML', entities: [{ type: 'bold', offset: 0, length: 2 }] }),
    /not together with parse_mode/,
  ],
  [
    'two prices in Stars',
    'sendInvoice',
    {
      ...stars,
      prices: [
        { label: 'a', amount: 1 },
        { label: 'b', amount: 1 },
      ],
    },
    /exactly 1 item for XTR/,
  ],
  [
    'a provider for Stars',
    'sendInvoice',
    { ...stars, provider_token: 'x', prices: [{ label: 'a', amount: 1 }] },
    /must be empty for XTR/,
  ],
  [
    'an address asked for with Stars',
    'sendInvoice',
    { ...stars, need_email: true, prices: [{ label: 'a', amount: 1 }] },
    /need_email: not for XTR/,
  ],
  [
    'a payload of 129 bytes',
    'sendInvoice',
    { ...stars, payload: 'x'.repeat(129), prices: [{ label: 'a', amount: 1 }] },
    /payload: 1–128 bytes/,
  ],
  [
    'a title of 33 letters',
    'sendInvoice',
    { ...stars, title: 'x'.repeat(33), prices: [{ label: 'a', amount: 1 }] },
    /title: 1–32 characters/,
  ],
  ['copies out of order', 'copyMessages', { from_chat_id: 1, message_ids: [2, 1] }, /strictly increasing/],
  ['a method that is not here', 'sendDice', {}, /sendDice is not part of the sandbox/],
];

/** The same for methods that name no chat. */
const refusalsWithoutChat: readonly (readonly [string, string, object, RegExp])[] = [
  [
    'a command with capitals',
    'setMyCommands',
    { commands: [{ command: 'Start', description: 'Go' }] },
    /BOT_COMMAND_INVALID/,
  ],
  ['a secret with spaces', 'setWebhook', { url: 'http://127.0.0.1:1/', secret_token: 'a b' }, /secret_token/],
  [
    '101 connections',
    'setWebhook',
    { url: 'http://127.0.0.1:1/', max_connections: 101 },
    /1–100 allowed, 101 found/,
  ],
  [
    'a kind of update that does not exist',
    'getUpdates',
    { allowed_updates: ['mesage'] },
    /allowed_updates\[0\]: .*'mesage' found/,
  ],
  [
    'an answer of 201 letters',
    'answerCallbackQuery',
    { callback_query_id: '1', text: 'x'.repeat(201) },
    /0–200 characters/,
  ],
  ['a name of 65 letters', 'setMyName', { name: 'x'.repeat(65) }, /0–64 characters/],
  [
    'a subscription of a week',
    'createInvoiceLink',
    { ...stars, prices: [{ label: 'a', amount: 1 }], subscription_period: 604800 },
    /2592000 expected, 604800 found/,
  ],
];

const all = [
  ...refusals.map(([what, method, parameters, words]) => ({
    what,
    method,
    parameters,
    words,
    withChat: true,
  })),
  ...refusalsWithoutChat.map(([what, method, parameters, words]) => ({
    what,
    method,
    parameters,
    words,
    withChat: false,
  })),
];

describe('a call that breaks the Bot API', () => {
  it.each(all)('is refused and kept: $what', async ({ method, parameters, words, withChat }) => {
    const before = bot.sandbox.violations().length;
    const answer = await bot.call(method, { ...(withChat && { chat_id: bot.userId }), ...parameters });
    expect(answer).toMatchObject({
      ok: false,
      description: expect.stringMatching(/^(Bad Request|Not Implemented): \[sandbox\]/),
    });
    expect(answer.description).toMatch(words);
    expect(answer.error_code).toBe(method === 'sendDice' ? 501 : 400);
    const violations = bot.sandbox.violations().slice(before);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject({ method, problems: [expect.stringMatching(words)] });
  });

  it('leaves nothing behind in the chat', () => {
    const [chat] = bot.sandbox.state().chats.filter(({ id }) => id === bot.userId);
    expect(chat?.messages.map(({ text }) => text)).toEqual(['/start']);
  });
});

describe('what the Bot API allows', () => {
  it.each([
    ['64 bytes of callback data', { reply_markup: keyboard({ text: 'a', callback_data: 'й'.repeat(32) }) }],
    ['a styled button', { reply_markup: keyboard({ text: 'a', callback_data: 'a', style: 'primary' }) }],
    ['a button that copies', { reply_markup: keyboard({ text: 'a', copy_text: { text: 'x' } }) }],
    ['a reply keyboard', { reply_markup: { keyboard: [[{ text: 'Yes' }], ['No']], resize_keyboard: true } }],
    ['entities of its own', { entities: [{ type: 'bold', offset: 0, length: 2 }] }],
  ])('passes: %s', async (_what, more) => {
    const before = bot.sandbox.violations().length;
    const answer = await bot.call('sendMessage', { chat_id: bot.userId, text: 'Hi', ...more });
    expect(answer).toMatchObject({ ok: true });
    expect(bot.sandbox.violations().slice(before)).toEqual([]);
  });

  it('shows reply buttons that came as plain texts like any others', async () => {
    const [chat] = bot.sandbox.state().chats.filter(({ id }) => id === bot.userId);
    expect(chat?.replyKeyboard).toMatchObject({ keyboard: [[{ text: 'Yes' }], [{ text: 'No' }]] });
  });
});
