import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyLedger } from '../../src/actions/credits/verify-ledger.ts';
import { createTestDatabase, type TestDatabase } from '../../src/platform/database/test-database.ts';
import type { StopPoint } from '../../src/pipeline/parts.ts';

const program = fileURLToPath(new URL('chat-life.ts', import.meta.url));

const around = (step: 'portrait' | 'speech' | 'head' | 'montage') =>
  (['claimed', 'worked', 'stored', 'recorded'] as const).map((what): StopPoint => `${step}:${what}`);
/** In the order in which a production meets them. */
const points: readonly StopPoint[] =
  process.env.CRASH_POINTS === 'all'
    ? [
        'order:placed',
        ...around('portrait'),
        ...around('speech'),
        'order:confirmed',
        ...around('head'),
        ...around('montage'),
      ]
    : ['speech:recorded', 'order:confirmed', 'head:stored', 'montage:recorded'];

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ugc-chat-life-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function live(productionId: string, stopAt?: StopPoint) {
  const args = [
    program,
    JSON.stringify(database.connection),
    folder,
    productionId,
    ...(stopAt ? [stopAt] : []),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: 60_000 });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { signal, state: output.trim() };
}

it(
  'a video whose process is killed again and again is charged once, delivered, and no credit is lost at any time',
  async () => {
    const productionId = randomUUID();
    for (const point of points) {
      expect(await live(productionId, point), point).toEqual({ signal: 'SIGKILL', state: '' });
      expect((await verifyLedger({ database })).findings, point).toEqual([]);
    }
    expect(await live(productionId)).toEqual({ signal: null, state: 'delivered' });
    const { findings, totals } = await verifyLedger({ database });
    expect(findings).toEqual([]);
    expect(totals).toMatchObject({
      entries: 3,
      givenCredits: 3,
      balanceCredits: 2,
      spentCredits: 1,
      capturedHolds: 1,
    });
    const { rows } = await database.pool.query(
      `select data ->> 'news' as news from ugc_queue.job where name = 'production-news' order by created_on`,
    );
    expect(rows).toEqual([{ news: 'spoken' }, { news: 'delivered' }]);
  },
  points.length * 30_000,
);
