import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstUserIds } from '../first-people.ts';
import { openStartedSandbox, type TestSandbox } from '../../../test/support/test-sandbox.ts';

let bot: TestSandbox;
beforeAll(async () => {
  bot = await openStartedSandbox();
});
afterAll(() => bot.close());

const send = async (more: object = {}) =>
  (await bot.call('sendMessage', { chat_id: bot.userId, text: 'Hi', ...more })).result.message_id as number;
const at = (messageId: number) => ({ chat_id: bot.userId, message_id: messageId });
const refusal = async (method: string, parameters: object) => {
  const { error_code: code, description } = await bot.call(method, parameters);
  return `${code} ${description}`;
};

describe('the address', () => {
  it('has the token: a wrong one is refused as Telegram does', async () => {
    const ask = async (path: string) => (await (await fetch(`${bot.apiRoot}${path}`)).json()) as object;
    expect(await ask('/botnonsense/getMe')).toEqual({
      ok: false,
      error_code: 401,
      description: 'Unauthorized: invalid token specified',
    });
    expect(await ask('/bot0123:abc/getMe')).toMatchObject({
      description: 'Unauthorized: invalid token specified',
    });
    expect(await ask('/bot123:abc/getMe')).toMatchObject({ error_code: 401, description: 'Unauthorized' });
    expect(await ask(`/bot${bot.sandbox.token}/getMee`)).toEqual({
      ok: false,
      error_code: 404,
      description: 'Not Found: method not found',
    });
    expect(await ask('/bot')).toMatchObject({ error_code: 404, description: 'Not Found' });
  });

  it('takes the method in any case and parameters in the query', async () => {
    const query = new URLSearchParams({
      chat_id: String(bot.userId),
      text: 'From a query',
      disable_notification: 'True',
    });
    const answer = await fetch(`${bot.apiRoot}/bot${bot.sandbox.token}/SENDmessage?${query}`);
    expect(await answer.json()).toMatchObject({ ok: true, result: { text: 'From a query' } });
  });
});

describe('parameters', () => {
  it('may come as a form, with JSON inside', async () => {
    const form = new URLSearchParams({
      chat_id: String(bot.userId),
      text: 'From a form',
      reply_markup: JSON.stringify({ inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] }),
    });
    const answer = await fetch(`${bot.apiRoot}/bot${bot.sandbox.token}/sendMessage`, {
      method: 'POST',
      body: form,
    });
    expect(await answer.json()).toMatchObject({
      result: { text: 'From a form', reply_markup: { inline_keyboard: [[{}]] } },
    });
  });

  it('may be numbers and objects written as text in JSON, and null for none', async () => {
    const answer = await bot.call('sendMessage', {
      chat_id: `${bot.userId}`,
      text: 'x',
      reply_parameters: '{"message_id":1}',
      entities: null,
    });
    expect(answer).toMatchObject({ ok: true, result: { reply_to_message: { message_id: 1 } } });
  });

  it('that are no JSON, or more than 1 MB of it, are refused', async () => {
    const post = (body: string) =>
      fetch(`${bot.apiRoot}/bot${bot.sandbox.token}/sendMessage`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
    expect((await post('{"chat')).status).toBe(400);
    const large = await post(JSON.stringify({ text: 'x'.repeat(1 << 20) }));
    expect(await large.json()).toEqual({
      ok: false,
      error_code: 413,
      description: 'Request Entity Too Large',
    });
  });
});

describe("Telegram's own words", () => {
  it.each([
    ['an unknown chat', 'sendMessage', { chat_id: 5, text: 'x' }, '400 Bad Request: chat not found'],
    [
      'a person who never wrote',
      'sendMessage',
      { chat_id: firstUserIds.russian, text: 'x' },
      '400 Bad Request: chat not found',
    ],
    [
      'a person known from a group alone',
      'sendMessage',
      { chat_id: firstUserIds.operator, text: 'x' },
      "403 Forbidden: bot can't initiate conversation with a user",
    ],
    ['an empty text', 'sendMessage', { text: ' \n ' }, '400 Bad Request: message text is empty'],
    [
      'a text of nothing but tags',
      'sendMessage',
      { text: '<b></b>', parse_mode: 'HTML' },
      '400 Bad Request: message text is empty',
    ],
    ['a text of 4097', 'sendMessage', { text: 'x'.repeat(4097) }, '400 Bad Request: message is too long'],
    [
      'a missing file',
      'sendPhoto',
      { photo: 'AgACAgIAAxk' },
      '400 Bad Request: wrong file identifier/HTTP URL specified',
    ],
    [
      'a file of the internet',
      'sendPhoto',
      { photo: 'https://example.com/a.jpg' },
      '400 Bad Request: failed to get HTTP URL content',
    ],
    ['an unknown file', 'getFile', { chat_id: undefined, file_id: 'x' }, '400 Bad Request: invalid file_id'],
    [
      'a reply to nothing',
      'sendMessage',
      { text: 'x', reply_parameters: { message_id: 9999 } },
      '400 Bad Request: message to be replied not found',
    ],
    [
      'an edit of nothing',
      'editMessageText',
      { message_id: 9999, text: 'x' },
      '400 Bad Request: message to edit not found',
    ],
    [
      "an edit of the person's message",
      'editMessageText',
      { message_id: 1, text: 'x' },
      "400 Bad Request: message can't be edited",
    ],
    [
      'a deletion of nothing',
      'deleteMessage',
      { message_id: 9999 },
      '400 Bad Request: message to delete not found',
    ],
    [
      'a copy of nothing',
      'copyMessage',
      { from_chat_id: firstUserIds.english, message_id: 9999 },
      '400 Bad Request: message to copy not found',
    ],
    ['a pin of nothing', 'pinChatMessage', { message_id: 9999 }, '400 Bad Request: message to pin not found'],
    [
      'an unclosed tag',
      'sendMessage',
      { text: 'a <b>b', parse_mode: 'HTML' },
      '400 Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
    ],
  ])('for %s', async (_what, method, parameters, words) => {
    const chat = method === 'getFile' ? {} : { chat_id: bot.userId };
    expect(await refusal(method, { ...chat, ...parameters })).toBe(words);
  });

  it('for an edit that changes nothing, and a text that has 4096 only after its tags are gone', async () => {
    const text = `<b>${'x'.repeat(4096)}</b>`;
    const reply_markup = { inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] };
    const id = await send({ text, parse_mode: 'HTML', reply_markup });
    const same = await refusal('editMessageText', { ...at(id), text, parse_mode: 'HTML', reply_markup });
    expect(same).toBe(
      '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
    expect(await bot.call('editMessageText', { ...at(id), text, parse_mode: 'HTML' })).toMatchObject({
      ok: true,
    });
  });

  it('for a bot that was blocked, and not once it is let in again', async () => {
    const act = (name: 'block' | 'unblock') => bot.sandbox.act({ act: name, userId: bot.userId });
    await act('block');
    expect(await refusal('sendMessage', { chat_id: bot.userId, text: 'x' })).toBe(
      '403 Forbidden: bot was blocked by the user',
    );
    await act('unblock');
    await send();
    const updates = (await bot.call('getUpdates')).result as readonly {
      my_chat_member?: { new_chat_member: { status: string } };
    }[];
    expect(updates.flatMap((update) => update.my_chat_member?.new_chat_member.status ?? [])).toEqual([
      'kicked',
      'member',
    ]);
  });
});

describe('a fault that was asked for', () => {
  const fault = (method: string, effect: object, more: object = {}) =>
    bot.sandbox.act({ act: 'fault', fault: { method, times: 1, effect, ...more } as never });

  it('answers as it says, once, with the time to wait in both places', async () => {
    const description = 'Too Many Requests: retry after 3';
    await fault('sendMessage', { kind: 'answer', code: 429, description, retryAfter: 3 }, { after: 1 });
    await send();
    const response = await fetch(
      `${bot.apiRoot}/bot${bot.sandbox.token}/sendMessage?chat_id=${bot.userId}&text=x`,
    );
    expect(response.headers.get('retry-after')).toBe('3');
    expect(await response.json()).toEqual({
      ok: false,
      error_code: 429,
      description,
      parameters: { retry_after: 3 },
    });
    await send();
  });

  it('loses an answer after the work is done, or refuses before it', async () => {
    const messages = () =>
      bot.sandbox.state().chats.find(({ id }) => id === bot.userId)?.messages.length ?? 0;
    const before = messages();
    await fault('sendMessage', { kind: 'lose-answer' });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(messages()).toBe(before + 1);
    await fault('sendMessage', { kind: 'refuse-connection' });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(messages()).toBe(before + 1);
  });

  it('ends when faults are cleared', async () => {
    await fault('getMe', { kind: 'answer', code: 500, description: 'Internal Server Error' }, { times: 100 });
    expect(await bot.call('getMe')).toMatchObject({ ok: false });
    await bot.sandbox.act({ act: 'clear-faults' });
    expect(await bot.call('getMe')).toMatchObject({ ok: true });
  });
});
