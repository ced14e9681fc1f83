import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  admin,
  buttonsOf,
  openOperatorDesk,
  type OperatorDesk,
  operatorsChat,
  secondAdmin,
  stranger,
} from '../../test/support/operator-desk.ts';
import { readProfile } from '../actions/people/read-profile.ts';
import { operatorCommandNames } from './command-names.ts';

let desk: OperatorDesk;
beforeAll(async () => {
  desk = await openOperatorDesk();
  await desk.person(admin);
  await desk.person(42, { username: 'ann_shop', languageCode: 'ru' });
});
afterAll(async () => await desk.close());
beforeEach(async () => {
  await desk.parts.database.pool.query('delete from ugc.audit_log');
  desk.loopback.calls.length = 0;
});

const balance = async () => (await readProfile(desk.parts, 'telegram:42')).balanceCredits;

describe('who is obeyed', () => {
  it('nobody but the operators, in whatever chat', async () => {
    expect(await desk.say('/credit_add 42 +5', { from: stranger })).toEqual([]);
    expect(await desk.say('/credit_add 42 +5', { from: stranger, chat: operatorsChat })).toEqual([]);
    expect(await desk.say('/credit_add 42 +5', { from: admin, chat: -777 })).toEqual([]);
    expect(await balance()).toBe(3);
    expect(await desk.audit()).toEqual([]);
  });

  it('an operator in private and in the operators’ chat', async () => {
    expect((await desk.say('/credit_get 42'))[0]).toContain('Balance: 3 credits');
    expect((await desk.say('/credit_get@our_bot @Ann_Shop', { chat: operatorsChat }))[1]).toContain(
      '<code>42</code>',
    );
  });

  it('not for another bot in their chat', async () => {
    const [asked, ...said] = await desk.say('/credit_get@another_bot 42', { chat: operatorsChat });
    expect([asked, said]).toEqual(['{}', []]);
    expect(await desk.audit()).toEqual([]);
  });

  it('nobody by a forwarded message', async () => {
    const fields = { forward_origin: { type: 'user', date: 0, sender_user: { id: admin } } };
    expect(await desk.say('/credit_add 42 +5', { fields })).toEqual([expect.stringContaining('Forwarded')]);
    expect(await desk.say('/credit_add 42 +5', { fields: { via_bot: { id: 5 } } })).toHaveLength(1);
    expect(await balance()).toBe(3);
    expect(await desk.audit()).toEqual([
      'credit_add → refused: forwarded',
      'credit_add → refused: forwarded',
    ]);
  });

  it('five commands in ten seconds, then one kind line and no more', async () => {
    const answers = [];
    for (let index = 0; index < 8; index += 1) answers.push(await desk.say('/credit_get 42'));
    expect(answers.map((texts) => texts.length)).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
    expect(answers[5]?.[0]).toContain('five commands in ten seconds');
    expect(await desk.say('/credit_get 42', { from: secondAdmin })).toHaveLength(1);
    expect((await desk.audit()).filter((line) => line.includes('too many'))).toHaveLength(3);
    await desk.parts.database.pool.query(`update ugc.audit_log set at = at - interval '11 s'`);
    expect((await desk.say('/credit_get 42'))[0]).toContain('Balance');
  });
});

describe('what an operator is told', () => {
  it('every command, with its usage, by /help, which leaves the user’s help to the conversation', async () => {
    const [text = ''] = await desk.say('/help');
    for (const name of operatorCommandNames) expect(text).toContain(`/${name}`);
    expect(text.length).toBeLessThan(4096);
  });

  it.each([
    ['/credit_add', 'missing'],
    ['/credit_add bob +5', '“bob”'],
    ['/credit_add 42', 'missing'],
    ['/credit_add 42 five', '“five”'],
    ['/credit_add 42 0', '“0”'],
    ['/credit_add 42 +9999999', '“+9999999”'],
    ['/credit_set 42 -1', '“-1”'],
    ['/credit_get 42 43', '“43”'],
    ['/credit_add <b>x</b> +1', '&lt;b&gt;'],
    ['/reply 42', 'missing'],
    ['/credit_history 42 0', '“0”'],
  ])('what is wrong with %s', async (text, named) => {
    await desk.parts.database.pool.query('delete from ugc.audit_log');
    const [answer = ''] = await desk.say(text);
    expect(answer).toContain(named);
    expect(answer).toContain('Usage: <code>/');
    expect(await desk.audit()).toEqual([expect.stringContaining('refused: invalid-arguments')]);
    expect(await balance()).toBe(3);
  });

  it('nothing where a long answer stands under a photo', async () => {
    const photo = [{ file_id: 'p1', file_unique_id: 'u1', width: 9, height: 9 }];
    const fields = { text: undefined, caption: `/reply 42 ${'so '.repeat(200)}`, photo };
    expect((await desk.say('', { fields }))[0]).toContain('on its way');
  });

  it('that nobody has that id or name', async () => {
    expect(await desk.say('/credit_get @nobody_here')).toEqual([expect.stringContaining('No such user')]);
  });

  it('the nearest command to a mistyped one in their chat, and nothing about their talk there', async () => {
    expect(await desk.say('/credit_gte 42', { chat: operatorsChat })).toEqual([
      expect.stringContaining('/credit_get'),
    ]);
    expect(await desk.say('lunch?', { chat: operatorsChat })).toEqual([]);
  });
});

describe('credits', () => {
  it('are given once for a message, whatever comes twice, and the user is told', async () => {
    const first = await desk.say('/credit_add 42 +5 sorry for the wait', { messageId: 900 });
    expect(first[0]).toContain('Given: 5 credits. Balance: 8 credits');
    await desk.say('/credit_add 42 +5 sorry for the wait', { messageId: 900 });
    expect(await balance()).toBe(8);
    const { rows } = await desk.parts.database.pool.query(
      `select text from ugc.operator_message where person_id = 'telegram:42' and kind = 'notice'`,
    );
    expect(rows).toEqual([{ text: '🎁 Вам начислено: 5 кредитов. Ваш баланс: 8 кредитов.' }]);
    expect((await desk.audit())[0]).toBe('credit_add → moved 5 to 8');
  });

  it('are taken only where they are, also with a dash of a phone’s keyboard', async () => {
    expect((await desk.say('/credit_add 42 –6'))[0]).toContain('Taken: 6 credits. Balance: 2 credits');
    expect((await desk.say('/credit_add 42 -6'))[0]).toContain('They have 2 credits');
    expect((await desk.say('/credit_set 42 3'))[0]).toContain('Given: 1 credit. Balance: 3 credits');
    expect((await desk.say('/credit_set 42 3'))[0]).toContain('already');
  });

  it('have a history, newest first, leafed by buttons', async () => {
    for (let index = 0; index < 4; index += 1) {
      await desk.parts.database.pool.query('delete from ugc.audit_log');
      await desk.say(`/credit_add 42 +1 <note ${index}>`);
    }
    await desk.say('/credit_history 42');
    const shown = desk.loopback.calls.at(-1);
    if (!shown) throw new Error('nothing was shown');
    expect(String(shown.payload.text)).toContain('&lt;note 3&gt;');
    expect(buttonsOf(shown).map(({ text }) => text)).toEqual(['▶️']);
    const texts = await desk.press(shown, '▶️');
    expect(texts.join()).toContain('sign-up bonus');
    expect(texts.join()).toContain('−6');
    const beyond = await desk.say('/credit_history 42 9');
    expect(beyond[0]).toContain('nothing on this page');
    const last = desk.loopback.calls.at(-1);
    expect(last && buttonsOf(last).map(({ text }) => text)).toEqual(['⏮', '◀️']);
  });
});
