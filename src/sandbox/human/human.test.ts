import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSandboxUser } from '../../../test/support/sandbox-user.ts';
import { openTestSandbox, type TestSandbox } from '../../../test/support/test-sandbox.ts';
import { createMovedClock } from '../../../test/support/moved-clock.ts';
import { firstUserIds, operatorsGroupId } from '../first-people.ts';
import type { HumanAct } from '../protocol.ts';

let bot: TestSandbox;
const clock = createMovedClock();
beforeAll(async () => {
  bot = await openTestSandbox({ clock, allowedHosts: ['studio.test'] });
});
afterAll(() => bot.close());
beforeEach(() => bot.sandbox.act({ act: 'reset' }));

const { english, russian, operator } = firstUserIds;
const act = (wanted: HumanAct) => bot.sandbox.act(wanted);
const say = (text: string, userId: number = english, chatId = userId) =>
  act({ act: 'say', userId, chatId, text });
const chat = (id: number) => bot.sandbox.state().chats.find((candidate) => candidate.id === id);
const updates = async () => {
  const { result } = await bot.call('getUpdates');
  if (result.length > 0) await bot.call('getUpdates', { offset: result.at(-1).update_id + 1 });
  return result;
};

describe('a page of another site', () => {
  const ask = (headers: Record<string, string>, method = 'GET', path = 'state') =>
    bot.sandbox.handle(
      new Request(`http://127.0.0.1:8080/sandbox/${path}`, {
        method,
        headers,
        ...(method === 'POST' && { body: '{"act":"reset"}' }),
      }),
    );

  it.each([
    ['by a name that points here', { host: 'evil.example:8080' }],
    ['by its origin', { host: 'localhost:8080', origin: 'https://evil.example' }],
    ['from a sandboxed frame', { host: 'localhost:8080', origin: 'null' }],
    ['from another port of this machine', { host: 'localhost:8080', origin: 'http://localhost:3000' }],
    ['without an origin but across sites', { host: 'localhost:8080', 'sec-fetch-site': 'cross-site' }],
  ])('is refused %s', async (_what, headers) => {
    await say('stays');
    for (const method of ['GET', 'POST']) {
      const path = method === 'GET' ? 'state' : 'act';
      expect((await ask({ 'content-type': 'application/json', ...headers }, method, path)).status).toBe(403);
    }
    expect(chat(english)?.messages).toHaveLength(1);
  });

  it('can’t post a form either', async () => {
    expect((await ask({ host: 'localhost:8080', 'content-type': 'text/plain' }, 'POST', 'act')).status).toBe(
      415,
    );
  });

  it.each(['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'studio.test'])(
    'is no page of %s itself',
    async (host) => {
      expect((await ask({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status).toBe(
        200,
      );
    },
  );
});

describe('people', () => {
  it('are there from the start, in both languages, with the operators’ group', () => {
    const { users } = bot.sandbox.state();
    expect(users.map(({ language_code: language }) => language)).toEqual(['ru', 'en', 'ru']);
    expect(chat(operatorsGroupId)).toMatchObject({ type: 'group', userIds: [operator] });
  });

  it('come, change and form groups', async () => {
    const added = await act({ act: 'add-user', user: { first_name: 'Eva', language_code: 'en' } });
    const id = added.ok ? (added.userId ?? 0) : 0;
    await act({
      act: 'change-user',
      user: { id, first_name: 'Eva', last_name: 'Lind', language_code: 'ru' },
    });
    const group = await act({ act: 'add-group', title: 'Two', userIds: [id, english] });
    const groupId = group.ok ? (group.chatId ?? 0) : 0;
    await say('hello all', id, groupId);
    const [update] = await updates();
    expect(update.message).toMatchObject({
      chat: { id: groupId, type: 'group', title: 'Two' },
      from: { last_name: 'Lind', language_code: 'ru' },
    });
    expect(await say('intruder', russian, groupId)).toMatchObject({ ok: false });
    expect(await bot.call('getChatMember', { chat_id: groupId, user_id: english })).toMatchObject({
      result: { status: 'member' },
    });
  });

  it('edit, reply and forward', async () => {
    const said = await say('one');
    const id = said.ok ? (said.message?.message_id ?? 0) : 0;
    await act({ act: 'edit', userId: english, chatId: english, messageId: id, text: 'one!' });
    await act({ act: 'say', userId: english, chatId: english, text: 'two', replyTo: id });
    await act({ act: 'forward', userId: english, chatId: english, fromChatId: english, messageId: id });
    const [first, edited, reply, forwarded] = await updates();
    expect(first.message.text).toBe('one');
    expect(edited.edited_message).toMatchObject({ message_id: id, text: 'one!' });
    expect(reply.message).toMatchObject({ text: 'two', reply_to_message: { message_id: id, text: 'one!' } });
    expect(forwarded.message).toMatchObject({
      text: 'one!',
      forward_origin: { type: 'user', sender_user: { id: english } },
    });
  });

  it.each([
    [
      'a button that is not there',
      { act: 'press', userId: english, chatId: english, messageId: 99, row: 0, column: 0 },
    ],
    [
      'an upload that is not there',
      { act: 'send', userId: english, chatId: english, kind: 'photo', uploadId: 'x' },
    ],
    ['a payment for nothing', { act: 'pay', userId: english, chatId: english, messageId: 99 }],
    ['a person who is not there', { act: 'say', userId: 1, chatId: 1, text: 'x' }],
    ['a chat of others', { act: 'say', userId: english, chatId: russian, text: 'x' }],
    ['an empty text', { act: 'say', userId: english, chatId: english, text: ' ' }],
  ] as const)('can’t do it with %s', async (_what, wanted) => {
    expect(await act(wanted)).toMatchObject({ ok: false, error: expect.stringMatching(/\w/) });
    expect(await updates()).toEqual([]);
  });

  it('who blocked the bot have to let it in again before they write, which /start does', async () => {
    await act({ act: 'block', userId: english });
    expect(await say('x')).toMatchObject({ ok: false, error: expect.stringContaining('unblock') });
    await act({ act: 'start', userId: english, payload: 'r_1' });
    expect(chat(english)).toMatchObject({ isBlocked: false, messages: [{ text: '/start r_1' }] });
  });

  it('whose act is malformed are told where', async () => {
    const response = await fetch(`${bot.apiRoot}/sandbox/act`, {
      method: 'POST',
      body: '{"act":"say","userId":"x"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: string }).error).toContain('userId');
  });
});

describe('whoever watches', () => {
  it('comes back to where they were, or is told to load all again', async () => {
    await say('before');
    const { sequence } = bot.sandbox.state();
    await say('while away');
    const read = async (headers: Record<string, string>) => {
      const response = await fetch(`${bot.apiRoot}/sandbox/events`, { headers });
      let text = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        if (/^(data|event: reload)/m.test(text)) break;
      }
      return text;
    };
    expect(await read({ 'last-event-id': String(sequence) })).toContain('while away');
    expect(await read({ 'last-event-id': String(sequence - 1_000_000) })).toContain('event: reload');
  });

  it('gets older messages page by page', async () => {
    for (let count = 0; count < 130; count += 1) await say(`n${count}`);
    const first = chat(english);
    expect([first?.messages.length, first?.hasOlder]).toEqual([100, true]);
    const response = await fetch(
      `${bot.apiRoot}/sandbox/state?chat=${english}&before=${first?.messages[0]?.message_id}`,
    );
    const { chats } = (await response.json()) as {
      chats: { messages: { text: string }[]; hasOlder: boolean }[];
    };
    expect(chats).toHaveLength(1);
    expect([chats[0]?.messages.length, chats[0]?.messages[0]?.text, chats[0]?.hasOlder]).toEqual([
      30,
      'n0',
      false,
    ]);
  });

  it('plays what was sent in pieces, and gets what is no picture as a download', async () => {
    const send = async (name: string, mime: string) => {
      const content = async function* () {
        yield Buffer.from('<script>0123456789');
      };
      const uploadId = await bot.sandbox.upload({ name, mime }, content());
      const sent = await act({ act: 'send', userId: english, chatId: english, kind: 'document', uploadId });
      const file = sent.ok ? (sent.message?.document as { file_id: string }) : undefined;
      return await fetch(`${bot.apiRoot}/sandbox/file/${file?.file_id}`, { headers: { range: 'bytes=8-9' } });
    };
    const video = await send('a.mp4', 'video/mp4');
    expect([video.status, await video.text(), video.headers.get('content-type')]).toEqual([
      206,
      '01',
      'video/mp4',
    ]);
    const page = await send('a.html', 'text/html');
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    expect(page.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('sees the end of a scripted person’s test without violations, or the violation', async () => {
    const user = await openSandboxUser(bot.apiRoot, english);
    await user.say('hello');
    expect(await user.violations()).toEqual([]);
    await bot.call('sendMessage', { chat_id: english, txt: 'x' });
    expect(await user.violations()).toMatchObject([
      { method: 'sendMessage', problems: ['text: required; txt: unknown'] },
    ]);
    user.close();
  });
});
