import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { admin, buttonsOf, openOperatorDesk, type OperatorDesk } from '../../test/support/operator-desk.ts';
import { csvLine } from '../actions/operators/csv.ts';
import { withStatisticsFiles } from '../actions/operators/detailed-statistics.ts';
import { readStatistics } from '../actions/operators/statistics.ts';
import { moscowDay, moscowMidnight } from '../actions/operators/moscow-day.ts';
import { openQueue } from '../platform/queue/queue.ts';
import { silentLog } from '../platform/log/log.ts';
import { statisticsText } from './commands/statistics.ts';
import { createOperatorDoor } from './operator-door.ts';
import { startOperatorWork, startSchedules, tellDailyStatistics } from './operator-work.ts';
import { operatorTexts } from './texts/texts.ts';
import { readFile } from 'node:fs/promises';

let desk: OperatorDesk;
beforeAll(async () => {
  desk = await openOperatorDesk();
  await desk.person(admin);
  await desk.person(50, { firstName: '=HYPERLINK("http://x")', username: 'fifty' });
  for (let id = 51; id < 60; id += 1) await desk.person(id);
  await desk.parts.database.pool.query(`
    update ugc.person set created_at = now() - interval '3 days' where telegram_id = 59;
    insert into ugc.production (id, owner, fingerprint, "order", state, finished_at, channel) values
      (gen_random_uuid(), 'telegram:50', 'a', '{}', 'delivered', now(), 'telegram'),
      (gen_random_uuid(), 'telegram:50', 'b', '{}', 'delivered', now() - interval '2 days', 'telegram'),
      (gen_random_uuid(), 'telegram:50', 'c', '{}', 'failed', now(), 'telegram');
    insert into ugc.provider_call
        (tag, owner, production_id, capability, provider, state, estimated_usd, actual_usd, created_at)
      select 'head:' || id, owner, id, 'talking-head', 'fal', 'done', 0.5, case when fingerprint = 'a' then 1.25 end, finished_at
      from ugc.production;
    insert into ugc.provider_call (tag, owner, capability, provider, state, estimated_usd)
      values ('never-taken', 'telegram:50', 'montage', 'shotstack', 'not-taken', 7),
        ('spoken', 'telegram:50', 'speech', 'elevenlabs', 'done', 0.04),
        ('lost', 'telegram:50', 'overlay', 'somebody <new>', 'unknown', 0.01);`);
});
afterAll(async () => await desk.close());
beforeEach(async () => {
  await desk.parts.database.pool.query('delete from ugc.audit_log');
  desk.loopback.calls.length = 0;
});

describe('/stats', () => {
  it('counts today by Moscow’s date and all there is', async () => {
    const [text = ''] = await desk.say('/stats');
    const [today = '', total = ''] = text.split('<b>In all</b>');
    expect(today).toContain('New: 10 people');
    expect(today).toContain('Active: 11 people');
    expect(today).toContain('Made: 1 video\n');
    expect(today).toContain('Failed: 1');
    expect(today).toContain('Given: 33 credits');
    expect(today).toContain('Spent: 0 credits');
    expect(today).toContain('Paid to providers: US$1.80');
    // Dearest first; of a request whose fate nobody knows, what it may have cost.
    expect(today).toContain(
      '· fal.ai: US$1.75, 2 requests\n· ElevenLabs: US$0.04, 1 request\n· somebody &lt;new&gt;: US$0.01, 1 request\n',
    );
    expect(today).not.toContain('Shotstack');
    expect(total).toContain('Users: 11 people');
    expect(total).toContain('Made: 2 videos');
    expect(total).toContain('Paid to providers: US$2.30');
    expect(total).toContain('· fal.ai: US$2.25, 3 requests');
  });

  it('tells of the day’s budget and of what is left at a service, and does not wait for one that is silent', async () => {
    const [before = ''] = await desk.say('/stats');
    const { dailyBudgetUsd } = desk.parts.paid;
    expect(before).toContain(`Budget of the day (UTC): US$1.80 of US$${dailyBudgetUsd.toFixed(2)}`);
    expect(before).not.toContain('credits used');
    const resetsAt = new Date('2026-12-01T00:00:00Z');
    const credits = { plan: 'creator <3', usedCredits: 1200, limitCredits: 100_000, resetsAt };
    Object.assign(desk.parts, {
      accounts: [
        { service: 'elevenlabs', readCredits: async () => credits },
        { service: 'other', readCredits: async () => await Promise.reject(new Error('no')) },
      ],
    });
    const [text = ''] = await desk.say('/stats');
    expect(text).toContain(
      'ElevenLabs: 1,200 of 100,000 credits used (plan creator &lt;3, renewed on 01/12/2026)',
    );
    expect(text).toContain('other: credits unknown');
    const found = await readStatistics(desk.parts, new Date());
    expect(statisticsText(operatorTexts('ru'), found)).toMatch(
      /ElevenLabs: израсходовано кредитов 1\s200 из 100\s000 \(тариф creator &lt;3, обновятся 01\.12\.2026\)/,
    );
  });

  it('has right plurals and numbers in Russian', () => {
    const ru = operatorTexts('ru');
    const people = [1, 2, 5, 11, 21, 22, 1234].map((count) => ru.newPeople(count).replaceAll('\u00a0', ' '));
    expect(people).toEqual([
      'Новых: 1 человек',
      'Новых: 2 человека',
      'Новых: 5 человек',
      'Новых: 11 человек',
      'Новых: 21 человек',
      'Новых: 22 человека',
      'Новых: 1 234 человека',
    ]);
    expect([1, 3, 5].map((count) => ru.creditsSpent(count))).toEqual([
      'Потрачено: 1 кредит',
      'Потрачено: 3 кредита',
      'Потрачено: 5 кредитов',
    ]);
  });

  it('begins its day at Moscow’s midnight', () => {
    expect(moscowDay(new Date('2026-11-22T20:59:59Z'))).toBe('2026-11-22');
    expect(moscowDay(new Date('2026-11-22T21:00:00Z'))).toBe('2026-11-23');
    expect(moscowMidnight(new Date('2026-11-22T21:30:00Z'))).toEqual(new Date('2026-11-22T21:00:00Z'));
  });
});

describe('/detailed_stats', () => {
  it('shows users five to a page, newest first, and leafs in place', async () => {
    await desk.say('/detailed_stats');
    const shown = desk.loopback.calls.at(-1);
    if (!shown) throw new Error('nothing was shown');
    expect(buttonsOf(shown).map(({ text }) => text)).toEqual(['▶️', '⬇️ CSV']);
    await desk.press(shown, '▶️');
    await desk.press('!op-people:2');
    const last = desk.loopback.calls.at(-1);
    expect(last?.payload.text).toContain('<code>59</code>');
    expect(last && buttonsOf(last).map(({ text }) => text)).toEqual(['⏮', '◀️', '⬇️ CSV']);
  });

  it('gives everybody as CSV that no spreadsheet runs', async () => {
    const stopping = new AbortController();
    await startOperatorWork(desk.parts, desk.loopback.telegram, desk.config, stopping.signal);
    expect(await desk.press('!op-csv')).toEqual([expect.stringContaining('being written')]);
    const [sent] = await desk.loopback.until(({ method }) => method === 'sendDocument');
    stopping.abort();
    expect(sent?.body).toContain('\uFEFFtelegram_id,first_name,');
    expect(sent?.body).toContain(`50,"'=HYPERLINK(""http://x"")",,fifty,en,`);
    expect(sent?.body).toContain(',providers_usd,');
    expect(sent?.body).toMatch(/^50,.*,2\.3,no,no\r$/m);
    expect(sent?.body).toContain('11 users');
    expect(await desk.audit()).toEqual(['button csv → ordered']);
  });

  it('comes in as many files as it needs, with everybody once', async () => {
    const ids: string[] = [];
    const sizes: number[] = [];
    const rows = await withStatisticsFiles(
      desk.parts,
      async (file) => {
        sizes.push(file.rows);
        const lines = (await readFile(file.path, 'utf8')).trim().split('\r\n').slice(1);
        ids.push(...lines.map((line) => line.split(',')[0] ?? ''));
      },
      4,
    );
    expect([rows, sizes]).toEqual([11, [4, 4, 3]]);
    expect(new Set(ids).size).toBe(11);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+7 900', "'+7 900"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t=1"`],
    [' \u200b=1', "' \u200b=1"],
    ['＝1', "'＝1"],
    ['a "b", c', '"a ""b"", c"'],
    ['Аня', 'Аня'],
  ])('%j as %j', (name, cell) => {
    expect(csvLine([name, 1])).toBe(`${cell},1\r\n`);
  });
});

describe('the daily statistics', () => {
  it('are told once a day, however many machines do it', async () => {
    const now = new Date('2026-11-22T16:00:00Z');
    const other = await openQueue(desk.parts.database, silentLog);
    const elsewhere = { ...desk.parts, queue: other };
    await Promise.all([
      ...[1, 2, 3].map(() => tellDailyStatistics(desk.parts, desk.config, now)),
      ...[1, 2, 3].map(() => tellDailyStatistics(elsewhere, desk.config, now)),
    ]);
    await other.stop({ graceful: true, timeoutMs: 2000 });
    const told = async () => {
      const { rows } = await desk.parts.database.pool.query(
        `select text from ugc.operator_message where person_id = 'system'`,
      );
      return rows;
    };
    expect(await told()).toEqual([{ text: expect.stringContaining('Statistics, 22.11.2026') }]);
    await tellDailyStatistics(desk.parts, desk.config, new Date('2026-11-23T16:00:00Z'));
    expect(await told()).toHaveLength(2);
  });

  it('stand in the schedule once, at 19:00 of Moscow, with cleanup and expiry, whoever starts them', async () => {
    const stopping = new AbortController();
    const done: string[] = [];
    const upkeep = {
      expireDrafts: async () => done.push('drafts'),
      expirePresenterDrafts: async () => done.push('presenters'),
      purgeInbox: async () => done.push('inbox'),
    };
    const other = await openQueue(desk.parts.database, silentLog);
    await startSchedules(desk.parts, desk.config, upkeep, stopping.signal);
    await startSchedules({ ...desk.parts, queue: other }, desk.config, upkeep, stopping.signal);
    const { rows } = await desk.parts.database.pool.query(
      'select name, cron, timezone from ugc_queue.schedule order by name',
    );
    expect(rows).toEqual([
      { name: 'cleanup-temp', cron: '0 */6 * * *', timezone: 'UTC' },
      { name: 'daily-statistics', cron: '0 19 * * *', timezone: 'Europe/Moscow' },
      { name: 'expiry', cron: '20 * * * *', timezone: 'UTC' },
    ]);
    // As the clock of each machine would.
    await Promise.all([
      desk.parts.queue.enqueue(desk.parts.database.db, 'expiry', {}),
      other.enqueue(desk.parts.database.db, 'expiry', {}),
    ]);
    while (done.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toEqual(['drafts', 'presenters', 'inbox']);
    stopping.abort();
    await other.stop({ graceful: true, timeoutMs: 2000 });
  });
});

it('/webhook_reset and /storage say what is, /r2_test which step fails', async () => {
  expect(await desk.say('/webhook_reset')).toEqual([expect.stringContaining('2 updates')]);
  expect((await desk.say('/storage'))[0]).toContain('Free on the disk');
  const [text = ''] = await desk.say('/r2_test');
  expect(text).toContain('a folder');
  for (const step of ['store', 'read back', 'list', 'make a link', 'remove'])
    expect(text).toContain(`✅ ${step}`);
  // Nobody serves files in this test.
  expect(text).toContain('❌ fetch by the link');
  expect(text).not.toContain('signature');
  expect((await desk.audit()).at(-1)).toBe('r2_test → failed: fetch, range');
});

it('a command that fails says so, and the log says why', async () => {
  const config = {
    ...desk.config,
    resetWebhook: async () => {
      throw new Error('secret words');
    },
  };
  const door = createOperatorDoor(desk.parts, desk.loopback.telegram, config);
  const message = {
    message_id: 1,
    date: 0,
    chat: { id: admin, type: 'private' },
    from: { id: admin, is_bot: false },
    text: '/webhook_reset',
  };
  const sender = {
    personId: `telegram:${admin}`,
    telegramId: admin,
    firstName: 'Op',
    language: 'ru',
  } as const;
  await door.handle(message as never, sender);
  expect(desk.loopback.calls.at(-1)?.payload.text).toContain('Не получилось');
});
