import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { plainOrder } from '../../test/support/plain-order.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import { insertProduction } from './productions.ts';
import {
  type Claim,
  claimStep,
  failStep,
  fenceOffStep,
  finishStep,
  insertSteps,
  listSteps,
  returnStep,
  saveProgress,
} from './steps.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.drop());

let productionId: string;
beforeEach(async () => {
  productionId = randomUUID();
  await insertProduction(database.db, {
    id: productionId,
    owner: 'test',
    fingerprint: productionId,
    order: plainOrder,
  });
  await insertSteps(database.db, productionId, ['speech']);
});

const claim = async (attempt: number, token: string = randomUUID()) =>
  await claimStep(database.db, { productionId, kind: 'speech', attempt, token });

const ending = {
  resultKey: 'key',
  reused: false,
  adapter: 'a',
  seconds: 1,
  cpuSeconds: 1,
  estimatedCostUsd: 0,
};

/** Every way to write with a claim. */
const writes: readonly [string, (claim: Claim) => Promise<boolean>][] = [
  ['progress', async (own) => await saveProgress(database.db, own, { fraction: 0.5 })],
  ['its result', async (own) => await finishStep(database.db, own, ending)],
  ['a failure', async (own) => await failStep(database.db, own)],
  ['that it gives the step back', async (own) => await returnStep(database.db, own, true)],
];

it.each(writes)(
  'a worker that was taken over, and still lives, can no longer write %s',
  async (_what, write) => {
    const old = await claim(0);
    const raised = await fenceOffStep(database.db, productionId, 'speech');
    const taken = await claim(raised ?? -1);
    if (!old || !taken) throw new Error('both claims were free to be taken');
    expect(await write(old)).toBe(false);
    const [step] = await listSteps(database.db, productionId);
    expect(step).toMatchObject({ state: 'running', attempt: taken.attempt, fraction: 0, failures: 0 });
    expect(await write(taken)).toBe(true);
  },
);

it('a step is claimed once for an attempt, and again only for the job that holds it', async () => {
  const token = randomUUID();
  expect(await claim(0, token)).toMatchObject({ attempt: 1, state: 'running' });
  expect(await claim(0)).toBeUndefined();
  expect(await claim(0, token)).toMatchObject({ attempt: 2 });
});

it('a step that is done can be neither claimed nor fenced off', async () => {
  const token = randomUUID();
  const own = await claim(0, token);
  if (!own) throw new Error('the claim was free to be taken');
  await finishStep(database.db, own, ending);
  expect(await claim(1, token)).toBeUndefined();
  expect(await fenceOffStep(database.db, productionId, 'speech')).toBeUndefined();
});
