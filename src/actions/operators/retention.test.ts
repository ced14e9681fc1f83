import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../platform/database/test-database.ts';
import { retentions, retireRows } from './retention.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.drop());

async function rowsOf(table: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(`select count(*) from ugc.${table}`);
  return Number(rows[0]?.count);
}

it('rows go when nobody needs them any more, however many; what still waits and what counts money stays', async () => {
  const ago = (days: number) => `now() - interval '${days} days' + n * interval '1 microsecond'`;
  const late = Object.fromEntries(Object.entries(retentions).map(([name, { days }]) => [name, days + 1]));
  const soon = Object.fromEntries(Object.entries(retentions).map(([name, { days }]) => [name, days - 1]));
  for (const [many, days] of [
    [2500, late],
    [2, soon],
  ] as const) {
    const some = `from generate_series(1, ${many}) n`;
    await database.pool.query(`
      insert into ugc.delivery (production_id, kind, state, sent_at)
        select gen_random_uuid(), 'video', case when n % 2 = 0 then 'sent' else 'undeliverable' end, ${ago(days.deliveries ?? 0)} ${some};
      insert into ugc.progress_message (production_id, chat_id, message_id, ended_at)
        select gen_random_uuid(), 1, 1, ${ago(days.progressMessages ?? 0)} ${some};
      insert into ugc.operator_message (id, person_id, kind, direction, state, created_at)
        select gen_random_uuid(), 'telegram:1', 'feedback', 'to_operators', 'sent', ${ago(days.operatorMessages ?? 0)} ${some};
      insert into ugc.audit_log (operator_id, command, outcome, at) select 1, 'stats', 'done', ${ago(days.auditEntries ?? 0)} ${some};
      insert into ugc.telegram_file (bot_id, content_key, file_id, saved_at)
        select ${many}, n::text, 'f', ${ago(days.telegramFiles ?? 0)} ${some};
      insert into ugc.activity_day (person_id, day) select 'telegram:' || n, (${ago(days.activityDays ?? 0)})::date ${some}`);
  }
  // Old, and not over.
  await database.pool.query(`
    insert into ugc.delivery (production_id, kind, created_at) values (gen_random_uuid(), 'video', now() - interval '9 years');
    insert into ugc.progress_message (production_id, chat_id, message_id, started_at)
      values (gen_random_uuid(), 1, 1, now() - interval '9 years');
    insert into ugc.operator_message (id, person_id, kind, direction, created_at)
      values (gen_random_uuid(), 'telegram:1', 'reply', 'to_person', now() - interval '9 years');
    insert into ugc.provider_call (tag, owner, capability, provider, state, estimated_usd, created_at, ended_at)
      values ('t', 'telegram:1', 'speech', 'elevenlabs', 'unknown', 1, now() - interval '9 years', now() - interval '9 years')`);

  const gone = await retireRows({ database }, new Date());
  expect(gone).toEqual(Object.fromEntries(Object.keys(retentions).map((name) => [name, 2500])));
  expect(await rowsOf('delivery')).toBe(3);
  expect(await rowsOf('progress_message')).toBe(3);
  expect(await rowsOf('operator_message')).toBe(3);
  expect(await rowsOf('audit_log')).toBe(2);
  expect(await rowsOf('telegram_file')).toBe(2);
  expect(await rowsOf('activity_day')).toBe(2);
  expect(await rowsOf('provider_call')).toBe(1);
});

it('stops between two statements when the process is to end', async () => {
  await expect(retireRows({ database }, new Date(), AbortSignal.abort())).rejects.toThrow('aborted');
});
