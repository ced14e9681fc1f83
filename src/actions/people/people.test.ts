import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.ts';
import type { ActionParts } from '../parts.ts';
import { knowPerson } from './know-person.ts';
import { markUnreachable } from './mark-unreachable.ts';
import { findPerson, personOf, readProfile } from './read-profile.ts';
import { rememberVoice } from './remember-voice.ts';
import { setDisclosure } from './set-disclosure.ts';
import { setLanguage } from './set-language.ts';

let database: TestDatabase;
let parts: Pick<ActionParts, 'database' | 'limits' | 'adminIds'>;
beforeAll(async () => {
  database = await createTestDatabase();
  parts = {
    database,
    adminIds: [7],
    limits: {
      signupBonusCredits: 3,
      videoPriceCredits: 1,
      maxEdits: 5,
      maxTakes: 3,
      maxCloudRenders: 10,
      maxVideosPerDay: 20,
      backgroundMaxSeconds: 15,
      overlayCacheHours: 24,
      providerDailyBudgetUsd: 50,
      weakestDisclosure: 'badge',
    },
  };
});
afterAll(async () => await database.drop());

let telegramId = 100;
beforeEach(() => {
  telegramId += 1;
});

const know = async (changes: object = {}, payload?: string) =>
  await knowPerson(parts, { telegramId, firstName: 'Anna', ...changes }, payload);
const profile = async () => await readProfile(parts, `telegram:${telegramId}`);

describe('whoever writes', () => {
  it('twenty times at once is new once, and gets the bonus once', async () => {
    const known = await Promise.all(Array.from({ length: 20 }, async () => await know()));
    expect(known.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect((await profile()).balanceCredits).toBe(3);
  });

  it('after having been forgotten, or with all of their row gone, gets no second bonus', async () => {
    await know();
    const { pool } = database;
    await pool.query(`update ugc.person set first_name = '', forgotten_at = now() where telegram_id = $1`, [
      telegramId,
    ]);
    expect(await know()).toMatchObject({ isNew: false });
    await pool.query('delete from ugc.person where telegram_id = $1', [telegramId]);
    expect(await know()).toMatchObject({ isNew: true });
    expect(await profile()).toMatchObject({ balanceCredits: 3, firstName: 'Anna' });
  });

  it('is known by the newest name, is active today, and can be reached again', async () => {
    const { personId } = await know({ username: 'anna' });
    await markUnreachable(parts, personId);
    await know({ firstName: 'Ann\0a-Maria', username: 'am' });
    expect(await profile()).toMatchObject({ firstName: 'Anna-Maria', username: 'am' });
    const { rows } = await database.pool.query(
      `select p.unreachable_at, a.day = (now() at time zone 'Europe/Moscow')::date as today
       from ugc.person p join ugc.activity_day a on a.person_id = p.id where p.id = $1`,
      [personId],
    );
    expect(rows).toEqual([{ unreachable_at: null, today: true }]);
  });

  it('keeps the payload of the very first start, and every later one by itself', async () => {
    const { personId } = await know({}, 'ref_1');
    for (const payload of ['ad-2', 'ref_1', 'no payload of any link!', 'x'.repeat(65)]) {
      await know({}, payload);
    }
    const first = await database.pool.query('select start_payload from ugc.person where id = $1', [personId]);
    const all = await database.pool.query(
      'select payload from ugc.start_payload where person_id = $1 order by payload',
      [personId],
    );
    expect(first.rows).toEqual([{ start_payload: 'ref_1' }]);
    expect(all.rows).toEqual([{ payload: 'ad-2' }, { payload: 'ref_1' }]);
  });
});

describe('a profile', () => {
  it.each([
    [undefined, undefined, 'ru'],
    ['ru-RU', undefined, 'ru'],
    ['en', undefined, 'en'],
    ['de', undefined, 'en'],
    ['en', 'ru', 'ru'],
  ] as const)('with Telegram in %s and the choice %s speaks %s', async (languageCode, chosen, expected) => {
    const { personId } = await know({ ...(languageCode && { languageCode }) });
    if (chosen) await setLanguage(parts, personId, chosen);
    expect((await profile()).language).toBe(expected);
  });

  it('tells what they chose, and who is an operator', async () => {
    const { personId } = await know();
    await rememberVoice(parts, personId, 'en', 'emma');
    await rememberVoice(parts, personId, 'en', 'james');
    await rememberVoice(parts, personId, 'ru', 'anna');
    await setDisclosure(parts, personId, 'label');
    expect(await profile()).toMatchObject({
      rememberedVoices: { en: 'james', ru: 'anna' },
      disclosure: 'label',
      isOperator: false,
      isBanned: false,
      heldCredits: 0,
      videosMade: 0,
      ownPresenters: 0,
    });
    await knowPerson(parts, { telegramId: 7, firstName: 'Op' });
    expect(personOf(await readProfile(parts, 'telegram:7'))).toEqual({
      owner: 'telegram:7',
      isOperator: true,
    });
  });

  it('never marks ads more weakly than the operator asks for', async () => {
    const { personId } = await know();
    await expect(setDisclosure(parts, personId, 'none')).rejects.toMatchObject({
      reason: 'disclosure-weakened',
      details: { found: 'none', allowed: 'badge' },
    });
    const strict = { ...parts, limits: { ...parts.limits, weakestDisclosure: 'label' as const } };
    expect((await readProfile(strict, personId)).disclosure).toBe('label');
  });

  it('is found by id or name, whatever case it is written in, and by nothing else', async () => {
    await know({ username: `Anna_${telegramId}` });
    expect(await findPerson(parts, { telegramId })).toMatchObject({ telegramId });
    expect(await findPerson(parts, { username: `@anna_${telegramId}` })).toMatchObject({ telegramId });
    expect(await findPerson(parts, { username: 'nobody' })).toBeUndefined();
    await expect(readProfile(parts, 'telegram:0')).rejects.toMatchObject({ reason: 'not-found' });
  });
});
