import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StopPoint } from '../../src/pipeline/parts.ts';
import { openPaidService, type PaidService } from '../support/paid-service.ts';
import { openScriptedPipeline, type ScriptedPipeline } from '../support/scripted-pipeline.ts';

const program = fileURLToPath(new URL('paid-life.ts', import.meta.url));

let pipeline: ScriptedPipeline;
let service: PaidService;
beforeAll(async () => {
  [pipeline, service] = await Promise.all([openScriptedPipeline(), openPaidService()]);
});
afterAll(async () => {
  await pipeline.close();
  service.server.close();
});

/** Gives the exit code, or the signal that killed it. */
async function live(productionId: string, stopAt?: StopPoint): Promise<number | string> {
  const { database } = pipeline.parts;
  const given = [JSON.stringify(database.connection), pipeline.folder, productionId, service.server.address];
  const child = spawn(process.execPath, [program, ...given, ...(stopAt ? [stopAt] : [])], {
    stdio: 'ignore',
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return signal ?? code ?? 1;
}

it.each([
  // Written down, and the socket never opened: the vendor knows nothing of it.
  ['head:sending', 1],
  // Taken, and what to ask by was never saved: the vendor is asked for our tag.
  ['head:submitted', 0],
  ['head:saved', 0],
  ['head:worked', 0],
] as const)(
  'a process killed at %s leaves work that is paid for once',
  async (point, number) => {
    const before = service.jobs.length;
    service.lookupCalls = 0;
    const id = await pipeline.order({ script: `Hi ${point}.` });
    expect(await live(id, point)).toBe('SIGKILL');
    expect(await live(id)).toBe(0);
    const taken = service.jobs.slice(before).map(({ tag }) => tag);
    expect(taken).toEqual([`head:${id}:${number}`]);
    // What was saved is asked for; only what was not has to be looked up.
    expect(service.lookupCalls > 0).toBe(point === 'head:sending' || point === 'head:submitted');
    const { rows } = await pipeline.parts.database.pool.query(
      'select p.state, array_agg(c.state order by c.tag) as calls from ugc.production p join ugc.provider_call c on c.production_id = p.id where p.id = $1 group by p.id',
      [id],
    );
    expect(rows).toEqual([{ state: 'delivered', calls: number === 1 ? ['not-taken', 'done'] : ['done'] }]);
  },
  60_000,
);
