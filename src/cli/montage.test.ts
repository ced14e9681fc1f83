import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../test/support/scripted-actions.ts';
import { localOperator } from '../actions/parts.ts';
import { montageCommand } from './montage.ts';
import { createOutput } from './output.ts';

let actions: ScriptedActions;
let video: string;
beforeAll(async () => {
  actions = await openScriptedActions();
  const { parts } = actions;
  await actions.work();
  video = await actions.order();
  await actions.reach(video, 'delivered');
  await parts.database.pool.query('update ugc.production set owner = $1', [localOperator.owner]);
});
afterAll(async () => await actions.close());

async function montage(
  cues: readonly { startSeconds: number; endSeconds: number; text: string }[],
  stopping = new AbortController().signal,
) {
  const app = { parts: actions.parts, startWorking: () => undefined, stopping };
  const silent = { write: () => undefined };
  const options = {
    settings: JSON.stringify({ subtitles: { kind: 'edited', cues } }),
    out: join(actions.folder, 'ad.mp4'),
  };
  await montageCommand(
    video,
    options,
    async (use) => await use(app),
    createOutput({ stdout: silent, stderr: silent }, false),
  );
}

it.each([
  ['after the speech has ended', { startSeconds: 100, endSeconds: 101, text: 'Warm bread' }],
  ['in letters that no font has', { startSeconds: 0, endSeconds: 1, text: '面包' }],
])('a cue %s is refused before anything is ordered', async (_, cue) => {
  await expect(montage([cue])).rejects.toMatchObject({ reason: 'invalid-subtitles' });
  const { rows } = await actions.parts.database.pool.query('select from ugc.production');
  expect(rows).toHaveLength(1);
});

it('a cue that can be shown is rendered', async () => {
  await montage([{ startSeconds: 0, endSeconds: 1, text: 'Hi there' }]);
  const { rows } = await actions.parts.database.pool.query(
    'select "order" #>> \'{subtitles,cues,0,text}\' as text, state from ugc.production where id <> $1',
    [video],
  );
  expect(rows).toEqual([{ text: 'Hi there', state: 'delivered' }]);
});

it('what was ordered is cancelled where the command is stopped before it follows it', async () => {
  const cue = { startSeconds: 0, endSeconds: 1, text: 'Hi again' };
  const looked = Promise.withResolvers<void>();
  actions.behave(async () => await looked.promise);
  await expect(montage([cue], AbortSignal.abort(new Error('Stopped.')))).rejects.toThrow('Stopped.');
  const { rows } = await actions.parts.database.pool.query(
    `select state from ugc.production where "order" #>> '{subtitles,cues,0,text}' = $1`,
    [cue.text],
  );
  looked.resolve();
  expect(rows).toEqual([{ state: 'cancelled' }]);
});
