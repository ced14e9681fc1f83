import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packButton } from '../../src/flow/codec.ts';
import type { Person } from '../../src/actions/parts.ts';
import { type HostileBot, openHostileBot } from '../support/hostile-bot.ts';
import { hostileButtons } from './cases/buttons.ts';
import { borrowedCommands, type HostileUpdate, misshapenUpdates, writtenUpdates } from './cases/updates.ts';

let bot: HostileBot;
let victim: Person;
/** A video of the victim's that waits for their word. */
let theirs: string;
let before: string;
beforeAll(async () => {
  bot = await openHostileBot();
  victim = await bot.actions.person();
  await bot.actions.work();
  theirs = await bot.actions.speak(victim);
  await bot.actions.reach(theirs, 'awaiting_confirmation');
  before = await belongings();
});
afterAll(async () => await bot.close());

/** All that the victim has, and all that was ever charged. */
async function belongings(): Promise<string> {
  return JSON.stringify([
    await bot.rows('select state, confirmed_at, deleted_at from ugc.production where owner = $1', [
      victim.owner,
    ]),
    await bot.rows('select banned_at, forgotten_at from ugc.person where id = $1', [victim.owner]),
    await bot.rows(`select code, balance from ugc.ledger_account where code = $1`, [
      `person:${victim.owner}`,
    ]),
    await bot.rows('select * from ugc.credit_hold'),
    await bot.rows(`select kind, count(*) from ugc.ledger_entry where kind <> 'bonus' group by kind`),
    await bot.rows('select * from ugc.broadcast'),
  ]);
}

/** Nobody sends more than a person could: who floods is held back before anybody looks. */
const casesEach = 20;
let sender = 0;
let cases = 0;
let looked = 0;
let updateId = 900_000_000;
async function nextSender(): Promise<number> {
  if (cases % casesEach === 0) sender = await bot.newcomer();
  cases += 1;
  return sender;
}

async function afterwards(userId: number): Promise<void> {
  await bot.settled();
  expect(await bot.rows(`select body from ugc.telegram_update where state = 'dead'`)).toEqual([]);
  expect(await belongings()).toBe(before);
  const account = await bot.rows('select balance from ugc.ledger_account where code = $1', [
    `person:telegram:${userId}`,
  ]);
  expect(account).toEqual([{ balance: '3' }]);
  expect(bot.reached).toEqual([]);
  const lines = bot.logged.slice(looked);
  looked = bot.logged.length;
  expect(lines.filter((line) => /"level":"(error|fatal)"|^fatal/.test(line))).toEqual([]);
}

describe.each<[string, readonly HostileUpdate[]]>([
  ['misshapen', misshapenUpdates],
  ['borrowed', borrowedCommands],
  ['written', writtenUpdates],
])('%s updates do no harm', (_kind, updates) => {
  it.each(updates)('$name', async ({ update }) => {
    const userId = await nextSender();
    updateId += 1;
    const forged = update({ userId, messageId: updateId, updateId });
    expect(await bot.receive(forged)).toBe(200);
    // The same once more, as Telegram does when an answer was lost.
    expect(await bot.receive(forged)).toBe(200);
    await afterwards(userId);
  });
});

describe('forged buttons do no harm', () => {
  it.each(hostileButtons)('$name', async ({ data }) => {
    const userId = await nextSender();
    updateId += 1;
    const [row] = await bot.rows('select revision from ugc.conversation where person_id = $1', [
      `telegram:${userId}`,
    ]);
    const packed = packButton(0, { text: '', press: { name: 'x', value: theirs } }).split(':')[1] ?? '';
    const message = bot.screen(userId);
    const user = { id: userId, is_bot: false, first_name: 'Mallory', language_code: 'en' };
    const forged = {
      update_id: updateId,
      callback_query: {
        id: String(updateId),
        from: user,
        chat_instance: '1',
        data: data({ revision: Number(row?.revision), theirs: packed }),
        message: { message_id: message?.message_id, date: 1, chat: { id: userId, type: 'private' } },
      },
    };
    expect(await bot.receive(forged)).toBe(200);
    await afterwards(userId);
    const [talk] = await bot.rows('select state::text as state from ugc.conversation where person_id = $1', [
      `telegram:${userId}`,
    ]);
    // No report can name it: a ban may come of one.
    expect(String(talk?.state)).not.toMatch(new RegExp(`"subject": ?\\{[^}]*${theirs}`));
  });
});

it('what was put into screens is HTML that Telegram takes, and the talk goes on', async () => {
  expect(bot.sandbox.violations()).toEqual([]);
  const userId = await bot.newcomer();
  expect(bot.screen(userId)).toBeDefined();
  expect(await bot.actions.ledgerFaults()).toEqual([]);
});
