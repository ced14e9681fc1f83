import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPaidAdapter, openPaidService, type PaidService } from '../../../test/support/paid-service.ts';
import { openScriptedActions, type ScriptedActions } from '../../../test/support/scripted-actions.ts';
import { insertChatTask } from '../../store/chat-tasks.ts';
import type { ActionParts } from '../parts.ts';
import { serviceReported } from '../services/service-reported.ts';
import { cancelTask } from './cancel-task.ts';
import { slowTaskWork, taskTag } from './slow-task-work.ts';

let actions: ScriptedActions;
let service: PaidService;
let taskId: string;
let personId: string;
const signal = new AbortController().signal;
beforeEach(async () => {
  [actions, service] = await Promise.all([openScriptedActions(), openPaidService()]);
  personId = (await actions.person()).owner;
  taskId = randomUUID();
  const task = { kind: 'edit-picture', presenter: { kind: 'cast', id: 'mark' }, prompt: 'smile' } as const;
  await insertChatTask(actions.parts.database.db, { id: taskId, personId, task });
});
afterEach(async () => {
  await actions.close();
  service.server.close();
});

interface EditOptions {
  readonly canFind?: boolean;
  readonly parts?: ActionParts;
  readonly signal?: AbortSignal;
  readonly pollAfterMs?: number;
}

async function edit(options: EditOptions = {}) {
  const { canFind = true, parts = actions.parts, pollAfterMs = 10 } = options;
  const made = async () => ({ cost: { estimatedUsd: 1, actualUsd: 0.04 }, picturePath: 'edited.png' });
  const port = createPaidAdapter(
    { address: service.server.address, canFind, pollAfterMs: () => pollAfterMs },
    made,
  );
  const context = {
    taskId,
    workFolder: actions.folder,
    signal: options.signal ?? signal,
    reportProgress: () => {},
  };
  return await slowTaskWork(parts, { port, request: {}, capability: 'picture-edit', personId }, context);
}

const calls = async () =>
  (
    await actions.parts.database.pool.query(
      'select tag, state, actual_usd::float as usd from ugc.provider_call',
    )
  ).rows;

describe('a paid task of a chat', () => {
  it('is sent once and its cost is written down', async () => {
    expect(await edit()).toMatchObject({ picturePath: 'edited.png' });
    expect(await calls()).toEqual([{ tag: taskTag(taskId), state: 'done', usd: 0.04 }]);
    expect(service.jobs).toHaveLength(1);
  });

  it('is asked for by what was saved after its worker died, never started again', async () => {
    service.state = 'working';
    const dying = new AbortController();
    const first = edit({ signal: dying.signal }).catch(() => 'died');
    while (service.statusCalls === 0) await delay(10);
    dying.abort();
    expect(await first).toBe('died');
    service.state = 'done';
    await edit();
    expect([service.jobs.length, service.lookupCalls]).toEqual([1, 0]);
  });

  it('is looked up where its answer was lost', async () => {
    service.faults = ['reset-after', 'none'];
    await edit();
    expect([service.jobs.length, service.lookupCalls]).toEqual([1, 1]);
  });

  it('is not sent again where nobody can be asked what became of it', async () => {
    service.faults = ['reset-after', 'none'];
    for (const _try of [1, 2]) {
      await expect(edit({ canFind: false })).rejects.toMatchObject({ reason: 'provider-unconfirmed' });
    }
    expect(service.jobs).toHaveLength(1);
  });

  it('asks at once when its service says that it is done, by whichever process it says so', async () => {
    Object.assign(service, { state: 'working', pollAfterMs: 3_600_000 });
    const edited = edit({ pollAfterMs: 3_600_000 });
    while (service.jobs.length === 0 || (await calls())[0]?.state !== 'submitted') await delay(10);
    service.state = 'done';
    const requestId = service.jobs[0]?.id ?? '';
    expect(await serviceReported(actions.parts, { tag: taskTag(taskId), requestId })).toBe(true);
    expect(await edited).toMatchObject({ picturePath: 'edited.png' });
    expect(service.statusCalls).toBe(1);
  });

  it('that is cancelled while its request is on its way has the job cancelled by the id that comes back', async () => {
    Object.assign(service, { state: 'working', faults: ['held'] });
    const ending = new AbortController();
    const edited = edit({ signal: ending.signal, canFind: false });
    while (service.jobs.length === 0) await delay(10);
    await cancelTask(actions.parts, personId, taskId);
    ending.abort();
    service.release();
    await expect(edited).rejects.toMatchObject({ reason: 'cancelled' });
    expect(service.cancelled).toEqual([service.jobs[0]?.id]);
  });

  it('that another engine was asked for is not looked up by this one', async () => {
    await actions.parts.database.pool.query(
      `insert into ugc.provider_call (tag, owner, capability, provider, adapter, state, estimated_usd, created_at)
       values ($1, $2, 'picture-edit', 'paid', 'former-adapter', 'unknown', 1, now() - interval '1 hour')`,
      [taskTag(taskId), personId],
    );
    await expect(edit()).rejects.toMatchObject({ reason: 'provider-unconfirmed' });
    expect([service.lookupCalls, service.jobs.length]).toEqual([0, 0]);
  });

  it('sends nothing once it was cancelled', async () => {
    await cancelTask(actions.parts, personId, taskId);
    await expect(edit()).rejects.toMatchObject({ reason: 'cancelled' });
    expect([service.jobs, await calls()]).toEqual([[], []]);
  });
});
