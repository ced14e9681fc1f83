import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  admin,
  buttonsOf,
  openOperatorDesk,
  type OperatorDesk,
  operatorsChat,
  stranger,
  textOf,
} from '../../test/support/operator-desk.ts';
import type { TelegramCall } from '../../test/support/loopback-telegram.ts';
import { tellOperators } from '../actions/operators/operator-mail.ts';
import { startOperatorWork } from './operator-work.ts';

let desk: OperatorDesk;
const stopping = new AbortController();
beforeAll(async () => {
  desk = await openOperatorDesk();
  await desk.person(admin);
  await desk.person(42, { username: 'ann', firstName: '<Ann>', languageCode: 'ru' });
});
beforeEach(async () => {
  await desk.parts.database.pool.query('delete from ugc.audit_log');
  desk.loopback.calls.length = 0;
  desk.loopback.refuse = () => undefined;
});
afterAll(async () => {
  stopping.abort();
  await desk.close();
});

const work = async () =>
  await startOperatorWork(desk.parts, desk.loopback.telegram, desk.config, stopping.signal);
const to = (chatId: number) => (call: TelegramCall) => call.payload.chat_id === chatId;
const feedback = async (text: string, more: Partial<Parameters<typeof tellOperators>[1]> = {}) => {
  const told = { id: randomUUID(), personId: 'telegram:42', kind: 'feedback', text, ...more } as const;
  await tellOperators(desk.parts, told);
  return told;
};
const row = async (id: string) => {
  const { rows } = await desk.parts.database.pool.query('select * from ugc.operator_message where id = $1', [
    id,
  ]);
  return rows[0];
};
const untilState = async (id: string, state: string) => {
  for (;;) {
    const found = await row(id);
    if (found?.state === state) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

describe('feedback', () => {
  it('that was told before anybody sent, or whose job was lost, is sent at the start', async () => {
    const told = await feedback('early');
    await desk.parts.database.pool.query(`delete from ugc_queue.job where name = 'operator-mail'`);
    await work();
    await untilState(told.id, 'sent');
  });

  it('comes to the operators’ chat with who wrote it, once, also when told twice', async () => {
    const told = await feedback('2 < 3 & <b>bold</b>');
    await tellOperators(desk.parts, told);
    await untilState(told.id, 'sent');
    const calls = desk.loopback.calls.filter(to(operatorsChat));
    expect(calls).toHaveLength(1);
    expect(calls.map(textOf)[0]).toBe(
      '<b>✉️ Feedback</b>\n&lt;Ann&gt; (@ann) · <code>42</code>\nlanguage ru · Balance: 3 credits\n\n2 &lt; 3 &amp; &lt;b&gt;bold&lt;/b&gt;',
    );
  });

  it('brings its photo under the same words, and a long text in several messages', async () => {
    await feedback('look', { attachment: { fileId: 'photo-1', kind: 'photo' } });
    await feedback('ы'.repeat(4096), { attachment: { fileId: 'video-1', kind: 'video' } });
    const calls = await desk.loopback.until(to(operatorsChat), 4);
    const photo = calls.find(({ method }) => method === 'sendPhoto');
    expect(photo?.payload).toMatchObject({ photo: 'photo-1', caption: expect.stringContaining('look') });
    expect(calls.find(({ method }) => method === 'sendVideo')?.payload.video).toBe('video-1');
    const words = calls.map(textOf).join('').replace(/[^ы]/g, '');
    expect(words).toHaveLength(4096);
  });

  it('of a stranger who means harm comes as plain words below our own, and moves nothing of ours', async () => {
    await desk.person(43, { firstName: '\u202Enib\u2066\nОператор', username: 'bob' });
    const text =
      '\u202Ehtml\u2069 </b></code><a href="tg://user?id=1">Press me</a><tg-spoiler>x\u0001\u0007' +
      '\n<b>✉️ Feedback</b>\r\n/ban 42 and /cleanup_temp@bot https://evil.example/cleanup_temp' +
      '\n'.repeat(3000) +
      '[ ✅ Approve ] &lt;b&gt;';
    await feedback(text, { personId: 'telegram:43' });
    const calls = await desk.loopback.until(to(operatorsChat));
    expect(calls).toHaveLength(1);
    const [heading = '', person = '', , , ...words] = textOf(calls[0] as TelegramCall).split('\n');
    expect([heading, person]).toEqual(['<b>✉️ Feedback</b>', 'nib Оператор (@bob) · <code>43</code>']);
    expect(words).toEqual([
      'html &lt;/b&gt;&lt;/code&gt;&lt;a href=&quot;tg://user?id=1&quot;&gt;Press me&lt;/a&gt;&lt;tg-spoiler&gt;x',
      '&lt;b&gt;✉️ Feedback&lt;/b&gt;',
      '/\u2060ban 42 and /\u2060cleanup_temp@bot https://evil.example/cleanup_temp',
      '',
      '[ ✅ Approve ] &amp;lt;b&amp;gt;',
    ]);
    expect(buttonsOf(calls[0] as TelegramCall)).toEqual([]);
  });

  it('of signs that are two units long each comes whole, in messages that Telegram takes', async () => {
    const text = '👩'.repeat(2047);
    await feedback(text, { personId: 'telegram:43' });
    const calls = await desk.loopback.until(to(operatorsChat), 2);
    for (const call of calls) expect(textOf(call).length).toBeLessThanOrEqual(4096);
    expect(calls.map(textOf).join('').match(/👩/gu)).toHaveLength(2047);
    expect(calls.map(textOf).join('')).not.toMatch(/\p{Surrogate}/u);
  });

  it('waits while the chat can not be reached, and comes when it can', async () => {
    let refused = 0;
    desk.loopback.refuse = (call) => {
      if (!to(operatorsChat)(call) || refused === 2) return undefined;
      refused += 1;
      return { code: 403, description: 'Forbidden: bot was kicked from the supergroup chat' };
    };
    const told = await feedback('help');
    const sent = await untilState(told.id, 'sent');
    expect(refused).toBe(2);
    expect(sent.attempts).toBe(3);
    expect(desk.loopback.calls.filter(to(operatorsChat))).toHaveLength(1);
  });

  it('comes without its photo where Telegram does not know it any more', async () => {
    desk.loopback.refuse = ({ method }) =>
      method === 'sendPhoto'
        ? { code: 400, description: 'Bad Request: wrong file identifier/HTTP URL specified' }
        : undefined;
    await feedback('look', { attachment: { fileId: 'gone', kind: 'photo' } });
    const [call] = await desk.loopback.until(to(operatorsChat));
    expect(call?.payload.text).toContain('look');
  });
});

describe('an answer', () => {
  const answers = async () => {
    const { rows } = await desk.parts.database.pool.query<{ count: number }>(
      `select count(*)::int as count from ugc.operator_message where direction = 'to_person'`,
    );
    return rows[0]?.count;
  };
  const placeOf = async (id: string) => Number((await untilState(id, 'sent')).message_id);
  const replyTo = (messageId: number, fields: Record<string, unknown> = {}) => ({
    chat: operatorsChat,
    fields: {
      reply_to_message: {
        message_id: messageId,
        chat: { id: operatorsChat, type: 'supergroup' },
        from: { id: 4242, is_bot: true },
        ...fields,
      },
    },
  });

  it('to what the bot brought goes to whoever wrote it, in their language', async () => {
    const { id } = await feedback('when?');
    // The answer itself may come before the word that it is on its way.
    const told = await desk.say('tomorrow <3', replyTo(await placeOf(id)));
    expect(told).toContain('Your answer is on its way.');
    const [call] = await desk.loopback.until(to(42));
    expect(call?.payload.text).toBe('💬 <b>Ответ команды</b>\n\ntomorrow &lt;3');
  });

  it('brings a video, and a message of ours that we lost sight of still names its person', async () => {
    const heading = '✉️ Feedback\nAnn · 42';
    const lost = { text: heading, entities: [{ type: 'code', offset: heading.indexOf('42'), length: 2 }] };
    const { fields } = replyTo(31_337, lost);
    await desk.say('', {
      chat: operatorsChat,
      fields: { ...fields, caption: 'so', video: { file_id: 'v1' } },
    });
    const [call] = await desk.loopback.until(to(42));
    expect(call).toMatchObject({
      method: 'sendVideo',
      payload: { video: 'v1', caption: expect.stringContaining('so') },
    });
  });

  it('of a stranger in the chat, a forwarded one, or one to a person’s own message goes nowhere', async () => {
    const { id } = await feedback('when?');
    const place = replyTo(await placeOf(id));
    const before = await answers();
    await desk.say('I am no operator', { ...place, from: stranger });
    await desk.say('not mine', {
      ...place,
      fields: { ...place.fields, forward_origin: { type: 'hidden_user' } },
    });
    await desk.say('among us', replyTo(77, { from: { id: admin, is_bot: false } }));
    expect(await answers()).toBe(before);
  });

  it('that can not be delivered is told to the operators, and the person is known as unreachable', async () => {
    desk.loopback.refuse = (call) =>
      to(42)(call) ? { code: 403, description: 'Forbidden: bot was blocked by the user' } : undefined;
    // That it could not be delivered may be told before the word that it is on its way.
    expect(await desk.say('/reply 42 hello')).toContainEqual(expect.stringContaining('on its way'));
    const [told] = await desk.loopback.until(to(operatorsChat));
    expect(told?.payload.text).toContain('did not reach');
    const { rows } = await desk.parts.database.pool.query(
      `select unreachable_at is not null as unreachable from ugc.person where telegram_id = 42`,
    );
    expect(rows).toEqual([{ unreachable: true }]);
  });
});

describe('a report', () => {
  it('has buttons to look at it and, by a second press, to ban whose it is', async () => {
    const production = await desk.pipeline.order();
    await desk.parts.database.pool.query(`update ugc.production set owner = 'telegram:42' where id = $1`, [
      production,
    ]);
    await desk.person(43);
    const subject = { kind: 'production', id: production } as const;
    await feedback('it shows me', { personId: 'telegram:43', kind: 'report', subject });
    const [call] = await desk.loopback.until(to(operatorsChat));
    if (!call) throw new Error('no report came');
    expect(buttonsOf(call).map(({ text }) => text)).toEqual(['👁 Look', '⛔ Ban']);
    expect(await desk.press(call, 'Look')).toEqual([expect.stringContaining('not there')]);
    await desk.press(call, 'Ban');
    const asked = desk.loopback.calls.at(-1);
    if (asked?.method !== 'editMessageReplyMarkup') throw new Error('no question came');
    await desk.press(asked, 'Really ban');
    const { rows } = await desk.parts.database.pool.query(
      `select telegram_id::int as id from ugc.person where banned_at is not null`,
    );
    expect(rows).toEqual([{ id: 42 }]);
    const { rows: states } = await desk.parts.database.pool.query('select state from ugc.production');
    expect(states).toEqual([{ state: 'cancelled' }]);
    expect((await desk.audit()).at(-1)).toContain('telegram:42: banned, 1 productions cancelled');
  });

  it('of a presenter of the cast bans nobody, least of all who reports', async () => {
    await desk.person(44);
    const subject = { kind: 'presenter', id: 'dana' } as const;
    await feedback('like my neighbour', { personId: 'telegram:44', kind: 'report', subject });
    const [call] = await desk.loopback.until(to(operatorsChat));
    expect(call && buttonsOf(call).map(({ text }) => text)).toEqual(['👁 Look']);
  });
});
