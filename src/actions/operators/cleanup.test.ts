import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openOperatorDesk, type OperatorDesk } from '../../../test/support/operator-desk.ts';
import { sha256 } from '../../platform/files/sha256.ts';
import { cleanUp } from './cleanup.ts';

let desk: OperatorDesk;
beforeAll(async () => {
  desk = await openOperatorDesk();
  await desk.person(42);
});
afterAll(async () => await desk.close());

const folder = sha256('telegram:42').slice(0, 16);
const localFolder = sha256('operator:local').slice(0, 16);

async function keep(key: string, ageHours: number): Promise<string> {
  const draft = join(desk.pipeline.folder, 'draft');
  await writeFile(draft, '12345');
  const { path } = await desk.parts.files.store(key, { path: draft, mime: 'video/mp4' });
  const then = new Date(Date.now() - ageHours * 3_600_000);
  await utimes(path, then, then);
  return key;
}
const isThere = async (key: string) => await desk.parts.files.exists(key);

it('removes what nothing refers to and never a file that a row names', async () => {
  const ordered = await keep(`uploads/${folder}/ordered.mp4`, 48);
  const presenter = await keep(`uploads/${folder}/presenter.png`, 48);
  const waiting = await keep(`uploads/${folder}/waiting.mp4`, 48);
  const task = await keep(`uploads/${folder}/task.mp4`, 48);
  const stored = await keep('results/head/stored/head.mp4', 48);
  const young = await keep(`uploads/${folder}/young.mp4`, 2);
  const youngResult = await keep('results/head/young/head.mp4', 2);
  const unknownOwner = await keep('uploads/0123456789abcdef/foreign.mp4', 48);
  const legacy = await keep('users/42/video.mp4', 480);
  const sample = await keep('results/sample/voice/a.wav', 480);
  const orphan = await keep(`uploads/${folder}/orphan.mp4`, 48);
  const localOrphan = await keep(`uploads/${localFolder}/orphan.mp4`, 48);
  const orphanResult = await keep('results/head/nobody/head.mp4', 48);
  const expired = await keep('results/overlay/expired/circle.webm', 1);
  const justExpired = await keep('results/overlay/just/circle.webm', 1);
  const deleted = await keep(`uploads/${folder}/deleted.mp4`, 48);
  const lent = await keep('lent/0a1b.mp4', 48);
  const justLent = await keep('lent/0a1c.mp4', 2);
  const probe = await keep('probes/one.json', 48);
  await desk.parts.database.pool.query(`
    insert into ugc.production (id, owner, fingerprint, "order", state, deleted_at) values
      (gen_random_uuid(), 'telegram:42', 'a', '{"composition": {"background": {"key": "${ordered}"}}}', 'delivered', null),
      (gen_random_uuid(), 'telegram:42', 'b', '{"composition": {"background": {"key": "${deleted}"}}}', 'delivered', now());
    insert into ugc.own_presenter (id, owner, origin, picture_key, picture_sha256)
      values (gen_random_uuid(), 'telegram:42', 'photo', '${presenter}', 'x');
    insert into ugc.conversation (person_id, revision, state)
      values ('telegram:42', 1, '{"draft": {"background": {"key": "${waiting}"}}}');
    insert into ugc.chat_task (id, person_id, task) values ('${randomUUID()}', 'telegram:42', '{"key": "${task}"}');
    insert into ugc.stored_result (key, owner, kind, value, adapter, bytes, expires_at) values
      ('stored', 'telegram:42', 'head', '{}', 'a', 5, null),
      ('expired', 'telegram:42', 'overlay', '{"files": {"circle": {"key": "${expired}"}}}', 'a', 5, now() - interval '2 days'),
      ('just', 'telegram:42', 'overlay', '{"files": {"circle": {"key": "${justExpired}"}}}', 'a', 5, now() - interval '1 hour');`);
  await mkdir(join(desk.parts.scratchFolder, 'work-999999-0badf00d-left'), { recursive: true });

  const done = await cleanUp(desk.parts, new Date());
  for (const key of [
    ordered,
    presenter,
    waiting,
    task,
    stored,
    young,
    youngResult,
    unknownOwner,
    legacy,
    sample,
    justExpired,
    justLent,
  ]) {
    expect([key, await isThere(key)]).toEqual([key, true]);
  }
  for (const key of [orphan, localOrphan, orphanResult, expired, deleted, lent, probe]) {
    expect([key, await isThere(key)]).toEqual([key, false]);
  }
  expect(done).toEqual({
    scratchFolders: 1,
    orphanFiles: 4,
    temporaryFiles: 2,
    expiredResults: 1,
    freedBytes: 35,
  });
  expect(await cleanUp(desk.parts, new Date())).toMatchObject({ orphanFiles: 0, expiredResults: 0 });
});

it('leaves an expired result to an owner with a video in work', async () => {
  const key = await keep('results/overlay/used/circle.webm', 1);
  await desk.pipeline.order();
  await desk.parts.database.pool.query(`
    update ugc.production set owner = 'telegram:42';
    insert into ugc.stored_result (key, owner, kind, value, adapter, bytes, expires_at)
      values ('used', 'telegram:42', 'overlay', '{"files": {"circle": {"key": "${key}"}}}', 'a', 5, now() - interval '2 days');`);
  await cleanUp(desk.parts, new Date());
  expect(await isThere(key)).toBe(true);
});
