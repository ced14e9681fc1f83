import { afterAll, beforeAll, expect, it } from 'vitest';
import { atMontage } from '../../test/support/at-montage.ts';
import type { FlowWorld } from '../../test/support/flow-world.ts';
import { packButton } from '../flow/codec.ts';
import { needsOf, view } from '../flow/conversation.ts';
import { readState } from '../flow/read-state.ts';
import { textsOf } from '../flow/texts/texts.ts';
import { createTestDatabase, type TestDatabase } from '../platform/database/test-database.ts';
import type { FactSource } from './chat-actions.ts';
import type { ChatBot } from './chat-bot.ts';
import { progressScreen } from './progress-screen.ts';

const { montage } = textsOf('en');
const personId = 'telegram:42';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.drop());

/** What the loop is told of the person's conversation, as it stands in that world. */
async function shown(world: FlowWorld, taskId: string, kind: 'photo' | 'text' = 'photo') {
  await database.pool.query(
    `insert into ugc.conversation (person_id, revision, state, screen) values ($1, 3, $2, $3)
       on conflict (person_id) do update set state = excluded.state, screen = excluded.screen`,
    [
      personId,
      JSON.stringify(world.state),
      JSON.stringify({ messageId: 8, kind, revision: 3, sentAt: 0, hasButtons: true, textHash: '' }),
    ],
  );
  const facts: Partial<FactSource> = {
    profile: async () => world.facts({}).profile,
    montage: async (_, productionId) =>
      world.facts({ montage: productionId === undefined ? {} : { productionId } }).montage,
  };
  const bot = {
    parts: { database },
    flow: { readState, needsOf, view, packButton },
    actions: { facts },
    limits: world.limits,
  } as unknown as ChatBot<unknown>;
  return await progressScreen(bot, personId, taskId, () => undefined);
}

it('a preview that is being made tells for how long it has been, until something else is looked at', async () => {
  const world = atMontage('en');
  world.tap(montage.toPreview);
  const task = world.state.montageTask;
  if (task?.kind !== 'preview-clip') throw new Error('No preview is being made.');
  expect(world.view()).toMatchObject({ html: montage.makingPreview(0), progressOf: task.id });
  world.state = { ...world.state, montageTask: { ...task, startedAtMs: Date.now() - 12_100 } };
  expect(await shown(world, task.id)).toMatchObject({
    messageId: 8,
    html: montage.makingPreview(12),
    isCaption: true,
  });
  // Its picture could not be shown.
  expect(await shown(world, task.id, 'text')).toMatchObject({ isCaption: false });
  expect(await shown(world, 'another')).toBeUndefined();
  world.tap(montage.stop);
  expect(await shown(world, task.id)).toBeUndefined();
});
