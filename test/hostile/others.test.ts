import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { banPerson } from '../../src/actions/operators/bans.ts';
import type { ActionParts, Person } from '../../src/actions/parts.ts';
import { readProfile } from '../../src/actions/people/read-profile.ts';
import { deletePresenter } from '../../src/actions/presenters/delete-presenter.ts';
import { findPresenter } from '../../src/actions/presenters/find-presenter.ts';
import { giveConsent } from '../../src/actions/presenters/give-consent.ts';
import { cancelProduction } from '../../src/actions/productions/cancel-production.ts';
import { confirmProduction } from '../../src/actions/productions/confirm-production.ts';
import { deleteProduction } from '../../src/actions/productions/delete-production.ts';
import { readStatus } from '../../src/actions/productions/read-status.ts';
import { videoLink } from '../../src/actions/productions/video-link.ts';
import { cancelTask } from '../../src/actions/tasks/cancel-task.ts';
import { startTask } from '../../src/actions/tasks/start-task.ts';
import { openTaskQueues } from '../../src/actions/tasks/task-jobs.ts';
import { plainOrder } from '../support/plain-order.ts';
import { openScriptedActions, type ScriptedActions } from '../support/scripted-actions.ts';

let actions: ScriptedActions;
let parts: ActionParts;
let victim: Person;
let mallory: Person;
let production: string;
const presenter = randomUUID();
const task = randomUUID();
const wish = {
  kind: 'edit-picture',
  presenter: { kind: 'cast', id: 'mira' },
  prompt: 'a red scarf',
} as const;

beforeAll(async () => {
  actions = await openScriptedActions();
  ({ parts } = actions);
  await openTaskQueues(parts.queue);
  await actions.work();
  [victim, mallory] = [await actions.person(), await actions.person()];
  production = await actions.speak(victim);
  await actions.reach(production, 'awaiting_confirmation');
  await startTask(parts, victim.owner, task, wish);
  await parts.database.pool.query(
    `insert into ugc.own_presenter (id, owner, origin, picture_key, picture_sha256) values ($1, $2, 'photo', 'k', 's')`,
    [presenter, victim.owner],
  );
});
afterAll(async () => await actions.close());

async function belongings(): Promise<unknown> {
  const { rows } = await parts.database.pool.query(
    `select (select json_agg(p) from (select state, confirmed_at, superseded_at, deleted_at from ugc.production where owner = $1) p) as productions,
      (select json_agg(o) from (select consented_at, deleted_at from ugc.own_presenter where owner = $1) o) as presenters,
      (select json_agg(t) from (select state from ugc.chat_task where person_id = $1) t) as tasks,
      (select count(*) from ugc.consent) as consents, (select count(*) from ugc.credit_hold) as holds`,
    [victim.owner],
  );
  return rows[0];
}

const notFound = { reason: 'not-found' };
const attempts: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['a video is confirmed', () => confirmProduction(parts, mallory, production)],
  ['a video is cancelled', () => cancelProduction(parts, production, mallory)],
  ['a video is deleted', () => deleteProduction(parts, mallory, production)],
  ['a link to a video is made', () => videoLink(parts, mallory, production)],
  ['another take takes its place', () => actions.speak(mallory, { supersedes: production })],
  ['an order takes its number', () => actions.speak(mallory, { productionId: production })],
  ['consent is given for a photo', () => giveConsent(parts, mallory, presenter)],
];

describe('with an id of somebody else’s', () => {
  it.each(attempts)('it is not so that %s', async (_what, attempt) => {
    const before = await belongings();
    await expect(attempt()).rejects.toMatchObject(notFound);
    expect(await belongings()).toEqual(before);
  });

  it('nothing is seen, deleted or ended', async () => {
    const before = await belongings();
    expect(await readStatus(parts, mallory.owner, production)).toBeUndefined();
    expect(await findPresenter(parts, mallory.owner, { kind: 'own', id: presenter })).toBeUndefined();
    await deletePresenter(parts, mallory, presenter);
    expect(await cancelTask(parts, mallory.owner, task)).toBe(false);
    expect(await belongings()).toEqual(before);
  });

  it('no order shows their photo or their background', async () => {
    const picture = { key: 'k', sha256: 's' } as never;
    await expect(
      actions.speak(mallory, { order: { presenter: { kind: 'own', picture } } }),
    ).rejects.toMatchObject({ reason: 'invalid-presenter' });
    const background = await actions.background(victim);
    await expect(
      actions.speak(mallory, { order: { format: 'head_circle' as never, composition: { background } } }),
    ).rejects.toMatchObject({ reason: 'invalid-media' });
  });
});

describe('whoever is shut out', () => {
  it('has nothing begun, and nothing going on', async () => {
    const banned = await actions.person();
    const waiting = await actions.speak(banned, { order: { script: 'Hi from somebody who is shut out.' } });
    await actions.reach(waiting, 'awaiting_confirmation');
    const theirTask = randomUUID();
    await startTask(parts, banned.owner, theirTask, wish);
    expect(await banPerson(parts, banned.owner)).toEqual({ changed: true, cancelled: 1 });
    const forbidden = { reason: 'forbidden' };
    await expect(actions.speak(banned)).rejects.toMatchObject(forbidden);
    await expect(startTask(parts, banned.owner, randomUUID(), wish)).rejects.toMatchObject(forbidden);
    await expect(confirmProduction(parts, banned, waiting)).rejects.toMatchObject({ reason: 'conflict' });
    expect(await cancelTask(parts, banned.owner, theirTask)).toBe(false);
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'and orders or confirms at the same moment has nothing left in work (%i)',
    async (round) => {
      const banned = await actions.person();
      const order = { script: `Hi, this is the race number ${round}.` };
      const waiting = await actions.speak(banned, { order });
      await actions.reach(waiting, 'awaiting_confirmation');
      const begin = () => [
        confirmProduction(parts, banned, waiting),
        actions.speak(banned, { order: plainOrder }),
      ];
      const ban = () => banPerson(parts, banned.owner);
      await Promise.allSettled(round % 2 === 0 ? [...begin(), ban()] : [ban(), ...begin()]);
      const { rows } = await parts.database.pool.query(
        `select count(*)::int as count from ugc.production where owner = $1 and state in ('running', 'awaiting_confirmation')`,
        [banned.owner],
      );
      expect(rows).toEqual([{ count: 0 }]);
      const { balanceCredits, heldCredits } = await readProfile(parts, banned.owner);
      expect({ balanceCredits, heldCredits }).toEqual({ balanceCredits: 3, heldCredits: 0 });
      expect(await actions.ledgerFaults()).toEqual([]);
    },
  );
});
