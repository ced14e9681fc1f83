import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { csvLine } from '../../src/actions/operators/csv.ts';
import {
  admin,
  openOperatorDesk,
  type OperatorDesk,
  operatorsChat,
  stranger,
} from '../support/operator-desk.ts';
import { hostileCells, hostileCommands, hostilePresses } from './cases/operators.ts';

let desk: OperatorDesk;
let before: string;
beforeAll(async () => {
  desk = await openOperatorDesk();
  await desk.person(42, { firstName: '<b>Ann', username: 'ann_shop' });
  await desk.person(43);
  before = await everything();
});
// The limit of commands in ten seconds is another test's.
beforeEach(async () => void (await desk.parts.database.pool.query('delete from ugc.audit_log')));
afterAll(async () => await desk.close());

async function everything(): Promise<string> {
  const { rows } = await desk.parts.database.pool.query(`select (select json_agg(p) from (
      select id, banned_at from ugc.person order by id) p) as people,
    (select json_agg(a) from (select code, balance from ugc.ledger_account order by code) a) as accounts,
    (select count(*) from ugc.ledger_entry) as entries, (select count(*) from ugc.broadcast) as broadcasts,
    (select count(*) from ugc.operator_message) as messages`);
  return JSON.stringify(rows);
}

/** Every answer is HTML that Telegram takes. */
function expectSoundHtml(texts: readonly string[]): void {
  for (const text of texts)
    expect(text.replace(/<\/?(b|i|code|pre|a|blockquote)( [^<>]*)?>/g, '')).not.toMatch(/[<>]/);
}

describe('a command that can not be meant changes nothing', () => {
  it.each(hostileCommands)('%j', async (text) => {
    expectSoundHtml(await desk.say(text));
    expect(await everything()).toBe(before);
  });

  it.each(['/credit_add 42 5', '/ban 42', '/broadcast hi', '/cleanup_temp', '/stats'])(
    'nor does %j of a stranger, in a group of others, or forwarded',
    async (text) => {
      await desk.say(text, { from: stranger });
      await desk.say(text, { from: stranger, chat: operatorsChat });
      await desk.say(text, { from: admin, chat: -777 });
      await desk.say(text, {
        fields: { forward_origin: { type: 'hidden_user', sender_user_name: 'x', date: 0 } },
      });
      await desk.say(text, { fields: { via_bot: { id: 5, is_bot: true, first_name: 'x' } } });
      expect(await everything()).toBe(before);
    },
  );
});

describe('a press on no button of ours changes nothing', () => {
  it.each(hostilePresses)('%j', async (data) => {
    expectSoundHtml(await desk.press(data));
    expect(await everything()).toBe(before);
  });
});

describe('a name is no formula in the statistics', () => {
  it.each(hostileCells)('%j', (name) => {
    const [cell = ''] =
      /^(?:"((?:[^"]|"")*)"|([^,]*)),5\r\n$/
        .exec(csvLine([name, 5]))
        ?.slice(1)
        .filter(Boolean) ?? [];
    expect(cell).not.toBe('');
    expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠|]/u);
  });
});
