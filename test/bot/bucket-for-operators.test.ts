import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type S3Double, startS3Double } from '../doubles/s3-server.ts';
import { admin, openOperatorDesk, type OperatorDesk, secondAdmin } from '../support/operator-desk.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { createS3Files } from '../../src/providers/s3-files/provider.ts';

let desk: OperatorDesk;
let bucket: S3Double;
let folder: string;
beforeAll(async () => {
  [desk, bucket] = await Promise.all([openOperatorDesk(), startS3Double()]);
  folder = await mkdtemp(join(tmpdir(), 'bucket-'));
  const patience = { attempts: 1, firstPauseMs: 1, silenceMs: 2000 };
  const files = await createS3Files({ ...bucket, cacheFolder: folder, log: silentLog, patience });
  Object.assign(desk.parts, { files });
});
beforeEach(() => bucket.reset());
afterAll(async () => {
  await Promise.all([desk.close(), bucket.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** One operator gets five commands in ten seconds. */
const say = async (text: string, from = admin) => (await desk.say(text, { from })).join('\n');

it('/r2_test does all that is done with files, leaves nothing, and shows no link', async () => {
  const text = await say('/r2_test');
  expect(text.match(/✅/g)).toHaveLength(8);
  expect(text).toContain('fetch a part by the link');
  expect(text).not.toContain('❌');
  expect(text).not.toMatch(/X-Amz|probes\//);
  expect(bucket.requests.find(({ headers }) => headers.range !== undefined)?.headers.range).toBe('bytes=2-9');
  expect(bucket.store.objects.size).toBe(0);
  expect((await desk.audit()).at(-1)).toBe('r2_test → all steps passed');
});

it('/r2_test says in words what to check', async () => {
  bucket.knobs.clockOffsetMs = 20 * 60_000;
  expect(await say('/r2_test')).toContain("❌ store: this machine's clock is wrong");
  bucket.reset();
  bucket.fail({ on: 'PutObject', how: { kind: 'answer', status: 403, code: 'AccessDenied' } });
  expect(await say('/r2_test')).toContain('❌ store: the key may not do this. Its token needs Object Read');
  bucket.reset();
  bucket.fail({ on: 'PutObject', how: { kind: 'answer', status: 503, code: 'SlowDown' } });
  expect(await say('/r2_test')).toContain('❌ store: the store is busy');
});

it('/storage counts the bucket by folders, page by page', async () => {
  bucket.knobs.maxKeys = 2;
  const about = { contentType: 'video/mp4', metadata: {}, etag: '"e"', storedAt: new Date() };
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    bucket.store.objects.set(`uploads/0/${name}.mp4`, { ...about, content: Buffer.alloc(1000) });
  }
  const text = await say('/storage');
  expect(text).toContain('uploads: 5\u00a0kB in 5 files');
  expect(text).toContain('Free on the disk');
  expect(bucket.requests.filter(({ query }) => query.some(([, value]) => value === 'uploads/'))).toHaveLength(
    3,
  );
});

it('/storage says what is wrong with the bucket, and shows the rest', async () => {
  bucket.fail({ on: 'ListObjectsV2', how: { kind: 'answer', status: 403, code: 'AccessDenied' } });
  const text = await say('/storage', secondAdmin);
  expect(text).toContain('❌ the key may not do this');
  expect(text).toContain('Free on the disk');
});

it("a button sets the bucket's rules, beside those of its owner", async () => {
  const foreign =
    '<Rule><ID>Default</ID><Filter><Prefix>backups/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>90</Days></Expiration></Rule>';
  bucket.store.lifecycle = `<?xml version="1.0"?><LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${foreign}</LifecycleConfiguration>`;
  for (let times = 0; times < 2; times += 1) {
    expect(await desk.press('!op-rules')).toEqual([expect.stringContaining('removes temporary files')]);
  }
  const rules = bucket.store.lifecycle;
  expect(rules).toContain(foreign);
  expect(rules.match(/<Rule>/g)).toHaveLength(4);
  for (const prefix of ['lent/', 'probes/']) {
    expect(rules).toContain(
      `<Filter><Prefix>${prefix}</Prefix></Filter><Status>Enabled</Status><Expiration><Days>1</Days></Expiration>`,
    );
  }
  expect(rules).toContain(
    '<AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>',
  );
  expect((await desk.audit()).at(-1)).toBe('button rules → set');
});

it('a token that may not set rules is told of, and nothing else is lost', async () => {
  bucket.knobs.forbidLifecycle = true;
  expect(await desk.press('!op-rules')).toEqual([expect.stringContaining('Admin Read & Write')]);
  expect((await desk.audit()).at(-1)).toBe('button rules → refused: permission');
  expect(await say('/r2_test', secondAdmin)).not.toContain('❌');
});
