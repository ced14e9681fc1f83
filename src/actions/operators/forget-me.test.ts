import { writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOperatorDesk, type OperatorDesk } from '../../../test/support/operator-desk.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { forgetAll, forgetMe, workOffForgetting } from './forget-me.ts';
import { withMyData } from './my-data.ts';
import { tellOperators } from './operator-mail.ts';

let desk: OperatorDesk;
let production: string;
const secret = 'my very secret script';
const own = sha256('telegram:42').slice(0, 16);
const files = [`uploads/${own}/a.mp4`, `presenters/${own}/b.png`, 'results/speech/k1/audio.wav'];

beforeEach(async () => {
  desk = await openOperatorDesk();
  await desk.person(42, { username: 'secret_name', firstName: 'Secret' });
  await desk.person(43);
  production = await desk.pipeline.order({ script: secret });
  const path = join(desk.pipeline.folder, 'file');
  await writeFile(path, 'x');
  for (const key of files) await desk.parts.files.store(key, { path, mime: 'video/mp4' });
  await desk.parts.database.pool.query(
    `update ugc.production set owner = 'telegram:42', channel = 'telegram', request_id = '${randomUUID()}'
       where id = '${production}';
     insert into ugc.progress_message (production_id, chat_id, message_id)
       select request_id, 42, 7 from ugc.production;
     insert into ugc.stored_result (key, owner, kind, value, adapter, bytes)
       values ('k1', 'telegram:42', 'speech', '{"files": {"audio": {"key": "results/speech/k1/audio.wav"}}}', 'a', 1);
     insert into ugc.own_presenter (id, owner, origin, prompts, picture_key, picture_sha256)
       values ('${randomUUID()}', 'telegram:42', 'photo', '{${secret}}', 'presenters/${own}/b.png', 'b');
     insert into ugc.consent (owner, picture_sha256, text_version) values ('telegram:42', 'b', '1');
     insert into ugc.conversation (person_id, revision, state) values ('telegram:42', 1, '"${secret}"');
     insert into ugc.chat_task (id, person_id, task) values ('${randomUUID()}', 'telegram:42', '"${secret}"');
     insert into ugc.progress_message (production_id, chat_id, message_id) select id, 42, 8 from ugc.chat_task;
     insert into ugc.start_payload (person_id, payload) values ('telegram:42', 'secret_ad');
     insert into ugc.remembered_voice values ('telegram:42', 'en', 'secret_voice');
     insert into ugc.telegram_update (bot_id, update_id, lane, kind, body, state)
       values (1, 1, 42, 'message', '"${secret}"', 'done'), (1, 2, 42, 'message', '"the press itself"', 'waiting');`,
  );
  await tellOperators(desk.parts, {
    id: randomUUID(),
    personId: 'telegram:42',
    kind: 'feedback',
    text: secret,
  });
});
afterEach(async () => await desk.close());

/** Everything that stands in any table of ours, as text. */
async function everything(): Promise<string> {
  const { rows: tables } = await desk.parts.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'ugc' and table_type = 'BASE TABLE'`,
  );
  let all = '';
  for (const { name } of tables) {
    const { rows } = await desk.parts.database.pool.query(
      `select row_to_json(t)::text as row from ugc."${name}" t`,
    );
    all += rows.map(({ row }) => `${name} ${row}\n`).join('');
  }
  return all;
}
const ledger = async () => {
  const { rows } = await desk.parts.database.pool.query(
    `select code, balance::int, (select count(*)::int from ugc.ledger_entry) as entries
     from ugc.ledger_account where kind = 'person' order by code`,
  );
  return rows;
};

describe('/forget_me', () => {
  it('leaves no name, word, picture or conversation, and the ledger as it was', async () => {
    const before = await ledger();
    expect(await everything()).toContain('secret');
    await forgetMe(desk.parts, 'telegram:42');
    const stopping = new AbortController();
    await workOffForgetting(desk.parts, stopping.signal);
    while ((await everything()).toLowerCase().includes('secret')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    stopping.abort();
    await desk.parts.queue.stopWork('forget-person');
    expect(await ledger()).toEqual(before);
    for (const key of files) expect(await desk.parts.files.exists(key)).toBe(false);
    const left = await everything();
    expect(left).toContain('the press itself');
    expect(left).toContain('telegram:43');
    expect(left).not.toContain('progress_message');
    const { rows } = await desk.parts.database.pool.query(
      `select state, "order" ->> 'script' as script, deleted_at is not null as deleted from ugc.production`,
    );
    expect(rows).toEqual([{ state: 'cancelled', script: '', deleted: true }]);
    const { rows: consents } = await desk.parts.database.pool.query(
      'select withdrawn_at is not null as withdrawn from ugc.consent',
    );
    expect(consents).toEqual([{ withdrawn: true }]);
    // Coming back gives no second bonus.
    await desk.person(42, { firstName: 'Back' });
    expect(await ledger()).toEqual(before);
  });

  it("forgets Telegram's ids of what was made of theirs, also of deleted videos, and of nobody else's", async () => {
    const { pool } = desk.parts.database;
    const mine = [
      `photo:stills/${own}/p/card.jpg`,
      `video:previews/${own}/p/a.mp4`,
      `photo:presenters/${own}/b/face-1.jpg`,
      'audio:results/speech/k2/playable.m4a:0badcafe',
      'video:results/montage/k3/ad.mp4',
    ];
    const others = [
      ...[`photo:stills/${own}0/p/card.jpg`, `photo:stills/${sha256('telegram:43').slice(0, 16)}/p/card.jpg`],
      ...['audio:results/speech/k4/playable.m4a', 'video:results/montage/k33/ad.mp4', 'photo:asset:1'],
    ];
    const late = `photo:stills/${own}/p/late.jpg`;
    await pool.query(
      `update ugc.production set deleted_at = now();
       update ugc.step set result_key = case kind when 'speech' then 'k2' else 'k3' end where kind in ('speech', 'montage')`,
    );
    for (const bot of [1, 7, 12]) {
      await pool.query(
        `insert into ugc.telegram_file select ${bot}, unnest($1::text[]), 'f', now() - interval '1 minute'`,
        [[...mine, ...others]],
      );
    }
    const before = new Date();
    await pool.query(`insert into ugc.telegram_file values (7, $1, 'f', now() + interval '1 hour')`, [late]);
    await forgetMe(desk.parts, 'telegram:42', before);
    await forgetAll(desk.parts, { personId: 'telegram:42', before });
    const { rows } = await pool.query(
      'select bot_id::int as bot, array_agg(content_key) as keys from ugc.telegram_file group by 1 order by 1',
    );
    expect(rows.map(({ bot }) => bot)).toEqual([1, 7, 12]);
    for (const { bot, keys } of rows) {
      expect(keys.sort()).toEqual([...others, ...(bot === 7 ? [late] : [])].sort());
    }
  });

  it('goes on after a kill at any step, and does no harm when done twice', async () => {
    const before = new Date();
    await forgetMe(desk.parts, 'telegram:42', before);
    for (let step = 0; step < 8; step += 1) {
      let asked = 0;
      const signal = {
        throwIfAborted: () => {
          asked += 1;
          if (asked > step) throw new Error('killed');
        },
      };
      await forgetAll(desk.parts, { personId: 'telegram:42', before }, signal as AbortSignal).catch(
        () => undefined,
      );
    }
    await forgetAll(desk.parts, { personId: 'telegram:42', before });
    expect((await everything()).toLowerCase()).not.toContain('secret');
  });

  it('takes nothing of what somebody does who came back meanwhile', async () => {
    await forgetMe(desk.parts, 'telegram:42', new Date(Date.now() - 60_000));
    await forgetAll(desk.parts, { personId: 'telegram:42', before: new Date(Date.now() - 60_000) });
    const { rows } = await desk.parts.database.pool.query('select state from ugc.production');
    expect(rows).toEqual([{ state: 'running' }]);
    expect(await desk.parts.files.exists(files[0] ?? '')).toBe(true);
  });
});

describe('/mydata', () => {
  it('is JSON with everything that is kept of a person and nothing of others', async () => {
    const data = await withMyData(desk.parts, 'telegram:42', async ({ path, name, bytes }) => {
      const text = await readFile(path, 'utf8');
      expect([name, bytes]).toEqual(['my-data.json', Buffer.byteLength(text)]);
      return JSON.parse(text);
    });
    expect(data.profile).toMatchObject([{ firstName: 'Secret', username: 'secret_name' }]);
    expect(data.creditOperations).toMatchObject([{ kind: 'bonus', amount: 3, balanceAfter: 3 }]);
    expect(data.productions).toMatchObject([{ id: production, order: { script: secret } }]);
    expect(data.presenters).toMatchObject([{ pictureSha256: 'b' }]);
    expect(data.consents).toHaveLength(1);
    expect(data.messages).toMatchObject([{ text: secret, direction: 'to_operators' }]);
    expect(data.startPayloads).toMatchObject([{ payload: 'secret_ad' }]);
    expect(data.conversation).toHaveLength(1);
    expect(JSON.stringify(data)).not.toContain('telegram:43');
  });

  it('does not tell which operator it was', async () => {
    await desk.parts.database.pool.query(
      `select ugc.ledger_move('k', 'granted', 'operator:7001', 'a gift', 'system:granted', 'person:telegram:42', 1, null)`,
    );
    const text = await withMyData(desk.parts, 'telegram:42', ({ path }) => readFile(path, 'utf8'));
    expect(text).toContain('"reference":"operator"');
    expect(text).not.toContain('7001');
  });

  it('has every movement of one who has many, in order, once', async () => {
    await desk.parts.database.pool.query(`
      select ugc.ledger_move('k' || n, 'granted', null, null, 'system:granted', 'person:telegram:42', 1, null)
        from generate_series(1, 450) n`);
    const ids = await withMyData(desk.parts, 'telegram:42', async ({ path }) => {
      const { creditOperations } = JSON.parse(await readFile(path, 'utf8'));
      return creditOperations.map(({ id }: { id: number }) => id);
    });
    expect(ids).toHaveLength(451);
    expect(ids).toEqual([...new Set<number>(ids)].sort((left, right) => right - left));
  });
});
