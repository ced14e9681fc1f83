import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { admin, buttonsOf, openOperatorDesk, type OperatorDesk } from '../../test/support/operator-desk.ts';
import { AppError } from '../kernel/errors.ts';

let desk: OperatorDesk;
const stopping = new AbortController();
beforeAll(async () => {
  desk = await openOperatorDesk();
  await desk.person(admin);
});
beforeEach(async () => {
  await desk.parts.database.pool.query('delete from ugc.audit_log; delete from ugc.production');
});
afterAll(async () => {
  stopping.abort();
  await desk.close();
});

const shown = () => {
  const call = desk.loopback.calls.at(-1);
  if (!call) throw new Error('nothing was shown');
  return call;
};

it('shows what waits and failed, and a press tries a failed one again or cancels one in work', async () => {
  desk.pipeline.behave((call, count) => {
    if (call === 'head' && count === 1) throw new AppError('provider-refused', 'The head <refused>.');
  });
  const id = await desk.pipeline.order();
  const waiting = await desk.say('/jobs');
  expect(waiting[0]).toContain('Running 0 · waiting 1');
  expect(waiting[0]).toContain(`⏳ waiting · portrait · 0 min`);
  expect(buttonsOf(shown()).map(({ text }) => text)).toEqual(['🔁 1', '✖️ 1', '• In work', 'Failed']);

  await desk.workOffSteps(stopping.signal);
  expect(await desk.endOf(id)).toBe('failed');
  await desk.press(shown(), 'Failed');
  const failed = shown();
  expect(failed.payload.text).toContain('provider-refused: The head &lt;refused&gt;.');
  expect(failed.payload.text).toContain('talking head');
  expect(buttonsOf(failed).map(({ text }) => text)).toEqual(['🔁 1', 'In work', '• Failed']);

  await desk.press(failed, '🔁 1');
  expect(await desk.endOf(id)).toBe('delivered');
  expect(desk.pipeline.calls).toMatchObject({ speech: 1, head: 2, montage: 1 });
  // Of an old message: it has been delivered meanwhile.
  expect(await desk.press(failed, '🔁 1')).toEqual([expect.stringContaining('changed meanwhile')]);
  expect(await desk.endOf(id)).toBe('delivered');

  await desk.parts.queue.stopWork('ad-step');
  const other = await desk.pipeline.order({ script: 'Another.' });
  await desk.parts.database.pool.query(`update ugc.production set owner = $2 where id = $1`, [
    other,
    `telegram:${admin}`,
  ]);
  await desk.say('/jobs');
  await desk.press(shown(), '✖️ 1');
  expect(await desk.endOf(other)).toBe('cancelled');
  const { rows: told } = await desk.parts.database.pool.query(`select text from ugc.operator_message`);
  expect(told).toEqual([{ text: '✖️ An operator stopped your work. Nothing was charged.' }]);
  expect((await desk.audit()).filter((line) => line.startsWith('button'))).toEqual([
    expect.stringContaining('in the queue again'),
    expect.stringContaining('button retry → The production'),
    expect.stringContaining('is cancelled'),
  ]);
});

it('shows who waits for a choice of engine and why, and a service that is asked nothing for a while', async () => {
  const id = await desk.pipeline.order();
  await desk.parts.database.pool.query(
    `update ugc.production set state = 'awaiting_engine', error_reason = 'provider-unavailable',
       error_message = 'fal.ai <is> down.', error_details = '{}' where id = $1`,
    [id],
  );
  const down = { service: 'fal', breaker: 'open', failuresInARow: 5 };
  const up = { service: 'elevenlabs', breaker: 'closed', failuresInARow: 0 };
  Object.assign(desk.parts, { services: () => [down, up] });
  const [text = ''] = await desk.say('/jobs');
  Object.assign(desk.parts, { services: () => [] });
  expect(text).toContain('Running 0 · waiting 0 · stuck at a service 1');
  expect(text).toContain('🔌 <b>fal.ai</b> doesn’t answer: 5 failures in a row.');
  expect(text).not.toContain('ElevenLabs');
  expect(text).toContain('🤔 their choice of engine');
  expect(text).toContain('provider-unavailable: fal.ai &lt;is&gt; down.');
  // An operator who mended the service lets it go on where it was.
  await desk.press(shown(), '🔁 1');
  const { rows } = await desk.parts.database.pool.query('select state, error_reason from ugc.production');
  expect(rows).toEqual([{ state: 'running', error_reason: null }]);
});

it.each(['deleted_at', 'superseded_at'])('leaves alone what nobody waits for any more: %s', async (left) => {
  const id = await desk.pipeline.order();
  await desk.parts.database.pool.query(
    `update ugc.production set state = 'failed', finished_at = now(), ${left} = now() where id = $1`,
    [id],
  );
  await desk.press('!op-jobs:failed.0');
  expect(await desk.press(shown(), '🔁 1')).toEqual([expect.stringContaining('changed meanwhile')]);
  const { rows } = await desk.parts.database.pool.query('select state from ugc.production');
  expect(rows).toEqual([{ state: 'failed' }]);
});

it('refuses to try one again whose twin is in work, and buttons that name nothing', async () => {
  const id = await desk.pipeline.order();
  const twin = await desk.pipeline.order();
  await desk.parts.database.pool.query(
    `update ugc.production set state = 'failed', finished_at = now() where id = $1`,
    [id],
  );
  await desk.parts.database.pool.query(
    `update ugc.production set fingerprint = (select fingerprint from ugc.production where id = $1) where id = $2`,
    [id, twin],
  );
  await desk.press('!op-jobs:failed.0');
  expect(await desk.press(shown(), '🔁 1')).toEqual([expect.stringContaining('changed meanwhile')]);
  for (const data of [
    '!op-retry:nonsense',
    '!op-cancel:',
    '!op-jobs:all.1',
    '!op-people:-1',
    '!op-what',
    '!op-stop:x',
  ]) {
    expect(await desk.press(data)).toEqual([expect.stringContaining('changed meanwhile')]);
  }
});

it('a ban stops what is in work and shuts nobody of the operators out', async () => {
  await desk.person(42);
  await desk.pipeline.order();
  await desk.parts.database.pool.query(`update ugc.production set owner = 'telegram:42'`);
  expect((await desk.say('/ban 42 spam'))[0]).toContain('voice-overs stopped: 1');
  expect((await desk.say('/ban 42'))[0]).toContain('banned already');
  expect((await desk.say('/unban 42'))[0]).toContain('again');
  expect((await desk.say(`/ban ${admin}`))[0]).toContain('operator can’t');
});
