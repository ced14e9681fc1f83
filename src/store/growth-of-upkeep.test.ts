import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainOrder } from '../../test/support/plain-order.ts';
import { rowsRead } from '../../test/support/rows-read.ts';
import { sha256 } from '../platform/files/sha256.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import { countRecentCommands } from './audit-log.ts';
import { cancelTasksOf, listWaitingSince } from './chat-tasks.ts';
import { isOwnPresenter } from './consents.ts';
import { listUnsentDeliveries } from './deliveries.ts';
import {
  findFolderOwners,
  findUnreferenced,
  removeExpiredResults,
  removeOldTasks,
} from './file-references.ts';
import { forgetActivity, forgetConversation, forgetPresenters, forgetProductions } from './forgetting.ts';
import { deleteUpdatesBefore, listWaiting, listWaitingLanes } from './inbox.ts';
import { findMessageAt, listWaitingMessages } from './operator-messages.ts';
import { listAllOfOwner, listGallery, lockStaleDrafts } from './own-presenters.ts';
import { personalData } from './personal-data.ts';
import { listProductionsOfPictures } from './picture-productions.ts';
import { listOpenProgress } from './progress-messages.ts';
import {
  removeActivityDays,
  removeAuditEntries,
  removeDeliveries,
  removeOperatorMessages,
  removeProgressMessages,
  removeTelegramFiles,
} from './retention.ts';
import type { Sql } from './sql.ts';
import { forgetTelegramFiles } from './telegram-files.ts';

const people = 2000;
const owner = 'telegram:7';
const folder = sha256(owner).slice(0, 16);

/** One row a person in each table, a minute apart, of which the last three are still to be done. */
const past = [
  `insert into ugc.person (id, telegram_id, first_name, created_at)
   select 'telegram:' || n, n, 'P', now() - interval '2 days' from generate_series(1, ${people}) n`,
  `insert into ugc.telegram_update (bot_id, update_id, lane, kind, body, state, received_at)
   select 1, n, n, 'message', '{}', case when n <= 3 then 'waiting' else 'done' end, now() - n * interval '1 minute'
   from generate_series(1, ${people}) n`,
  `insert into ugc.telegram_file (bot_id, content_key, file_id, saved_at)
   select 1, 'photo:stills/' || left(encode(sha256(('telegram:' || n)::bytea), 'hex'), 16) || '/a', 'f', now() - n * interval '1 minute' from generate_series(1, ${people}) n`,
  `insert into ugc.delivery (production_id, kind, state, created_at, sent_at)
   select gen_random_uuid(), 'video', case when n <= 3 then 'waiting' else 'sent' end, now() - n * interval '1 minute',
     case when n > 3 then now() - n * interval '1 minute' end from generate_series(1, ${people}) n`,
  `insert into ugc.production (id, owner, fingerprint, "order", state, channel, created_at, finished_at)
   select gen_random_uuid(), 'telegram:' || n, n::text, $1, 'delivered', 'telegram', now() - n * interval '1 minute', now()
   from generate_series(1, ${people}) n`,
  `insert into ugc.progress_message (production_id, chat_id, message_id, started_at, ended_at)
   select id, 1, 1, created_at, case when row_number() over (order by created_at desc) > 3 then created_at end
   from ugc.production`,
  `insert into ugc.chat_task (id, person_id, task, state, created_at)
   select gen_random_uuid(), 'telegram:' || n, '{"kind": "preview-clip"}', case when n <= 10 then 'waiting' else 'done' end,
     now() - n * interval '1 minute' from generate_series(1, ${people}) n`,
  `insert into ugc.operator_message (id, person_id, kind, direction, state, chat_id, message_id, created_at)
   select gen_random_uuid(), 'telegram:' || n, 'feedback', 'to_operators', case when n <= 3 then 'waiting' else 'sent' end,
     1, n, now() - n * interval '1 minute' from generate_series(1, ${people}) n`,
  `insert into ugc.audit_log (operator_id, command, outcome, at)
   select 7, 'stats', 'done', now() - n * interval '1 minute' from generate_series(1, ${people}) n`,
  `insert into ugc.activity_day (person_id, day)
   select 'telegram:' || n, (now() - n * interval '1 hour')::date from generate_series(1, ${people}) n`,
  `insert into ugc.own_presenter (id, owner, origin, picture_key, picture_sha256, created_at, consented_at, deleted_at)
   select gen_random_uuid(), 'telegram:' || n, 'photo', 'k' || n, 's' || n, now() - n * interval '1 minute',
     case when n > 3 then now() end, case when n % 2 = 0 then now() end from generate_series(1, ${people}) n`,
  `insert into ugc.conversation (person_id, revision, state)
   select 'telegram:' || n, 1, '{}' from generate_series(1, ${people}) n`,
  `insert into ugc.stored_result (key, owner, kind, value, adapter, bytes, expires_at)
   select 'x' || n, 'telegram:' || n, 'overlay', '{}', 'x', 1, now() - n * interval '1 minute'
   from generate_series(1, ${people}) n`,
  'analyze',
];

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  for (const statement of past) {
    await database.pool.query(statement, statement.includes('$1') ? [JSON.stringify(plainOrder)] : []);
  }
});
afterAll(async () => await database.drop());

const forgetting = { personId: owner, before: new Date() };
/** Twenty rows are older. */
const old = new Date(Date.now() - (people - 20.5) * 60_000);

const queries: readonly (readonly [string, number, (sql: Sql) => Promise<unknown>])[] = [
  ['what somebody wrote is forgotten', 10, async (sql) => await forgetConversation(sql, forgetting, 7)],
  ["somebody's presenters are forgotten", 10, async (sql) => await forgetPresenters(sql, forgetting)],
  [
    "what Telegram has of somebody's is forgotten",
    10,
    async (sql) => await forgetTelegramFiles(sql, forgetting, [`stills/${folder}`, `previews/${folder}`]),
  ],
  ["somebody's days are forgotten", 10, async (sql) => await forgetActivity(sql, forgetting)],
  ["somebody's productions are forgotten", 10, async (sql) => await forgetProductions(sql, forgetting, 50)],
  ...(['presenters', 'consents', 'messages', 'serviceCalls', 'conversation', 'tasks'] as const)
    .filter((kind) => kind !== 'consents' && kind !== 'serviceCalls')
    .map(
      (kind) =>
        [
          `somebody's ${kind} are collected`,
          5,
          async (sql: Sql) => await personalData[kind](sql, owner, 50, undefined),
        ] as const,
    ),
  [
    'a picture is known as their own',
    5,
    async (sql) => await isOwnPresenter(sql, owner, { key: 'k7', sha256: 's7' }),
  ],
  ['a gallery', 5, async (sql) => await listGallery(sql, { owner, offset: 0, limit: 6 })],
  ['all presenters of somebody', 5, async (sql) => await listAllOfOwner(sql, owner)],
  ['drafts without consent', 5, async (sql) => await lockStaleDrafts(sql, new Date(), 100)],
  ['productions that show a picture', 5, async (sql) => await listProductionsOfPictures(sql, owner, ['s7'])],
  ['whose folder it is', 5, async (sql) => await findFolderOwners(sql, [folder, 'nobody'])],
  ['uploads that nothing names', 10, async (sql) => await findUnreferenced(sql, owner, ['a', 'b'])],
  ['tasks of somebody that are cancelled', 5, async (sql) => await cancelTasksOf(sql, owner)],
  ['tasks that wait for long', 10, async (sql) => await listWaitingSince(sql, new Date(), 100)],
  ['updates that wait', 10, async (sql) => await listWaiting(sql, 1, 2, 10)],
  ['who has updates that wait', 10, async (sql) => await listWaitingLanes(sql, 1, 10)],
  ['deliveries that were not sent', 10, async (sql) => await listUnsentDeliveries(sql, new Date(), 100)],
  ['progress that is shown', 20, async (sql) => await listOpenProgress(sql, 100)],
  ['messages that wait', 10, async (sql) => await listWaitingMessages(sql, 100)],
  ['whose message it is', 5, async (sql) => await findMessageAt(sql, { chatId: 1, messageId: 7 })],
  [
    "an operator's last commands",
    10,
    async (sql) => await countRecentCommands(sql, 7, new Date(Date.now() - 150_000)),
  ],
  ['old results', 120, async (sql) => await removeExpiredResults(sql, old, 100)],
];

const removals: readonly (readonly [string, (sql: Sql) => Promise<unknown>])[] = [
  ['old updates', async (sql) => await deleteUpdatesBefore(sql, old, 100)],
  ['old tasks', async (sql) => await removeOldTasks(sql, old, 100)],
  ['old deliveries', async (sql) => await removeDeliveries(sql, old, 100)],
  ['old progress', async (sql) => await removeProgressMessages(sql, old, 100)],
  ['old messages', async (sql) => await removeOperatorMessages(sql, old, 100)],
  ['old entries of the audit', async (sql) => await removeAuditEntries(sql, old, 100)],
  ['old ids of files', async (sql) => await removeTelegramFiles(sql, old, 100)],
  [
    'old days of activity',
    async (sql) => await removeActivityDays(sql, new Date(Date.now() - (people - 24) * 3_600_000), 100),
  ],
];

describe(`among the rows of ${people} people`, () => {
  it.each(queries)('%s cost at most %i rows, found by an index', async (_what, most, query) => {
    const { scanned, found } = await rowsRead(database, query);
    expect(scanned).toBe(0);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThanOrEqual(most);
  });

  it.each(removals)('%s are removed by an index of their age', async (_what, remove) => {
    const { scanned, found, pages } = await rowsRead(database, remove);
    expect(scanned).toBe(0);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThanOrEqual(50);
    // An index by something else, read whole, has more.
    expect(pages).toBeLessThan(2.75 * found);
  });
});
