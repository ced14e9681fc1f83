import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openOperatorDesk, type OperatorDesk, admin } from '../../test/support/operator-desk.ts';
import type { TelegramCall } from '../../test/support/loopback-telegram.ts';
import { startOperatorWork } from './operator-work.ts';

let desk: OperatorDesk;
let stopping: AbortController;
beforeEach(async () => {
  desk = await openOperatorDesk();
  stopping = new AbortController();
  await desk.person(admin);
  await desk.parts.database.pool.query(
    `insert into ugc.person (id, telegram_id, first_name, banned_at, forgotten_at, unreachable_at)
     select 'telegram:' || (100 + n), 100 + n, 'p', case when n = 1 then now() end, case when n = 2 then now() end,
       case when n = 3 then now() end from generate_series(1, 23) n`,
  );
});
afterEach(async () => {
  stopping.abort();
  await desk.close();
});

const work = async () =>
  await startOperatorWork(desk.parts, desk.loopback.telegram, desk.config, stopping.signal);
const isForThem = ({ method, payload }: TelegramCall) =>
  (method === 'sendMessage' || method === 'copyMessage') &&
  Number(payload.chat_id) > 100 &&
  Number(payload.chat_id) < 200;
const served = () => desk.loopback.calls.filter(isForThem).map(({ payload }) => Number(payload.chat_id));
const state = async () => {
  const { rows } = await desk.parts.database.pool.query('select state, sent, failed from ugc.broadcast');
  return rows[0];
};
const untilDone = async () => {
  for (;;) {
    const found = await state();
    if (found?.state !== 'running') return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const preview = async (text: string, fields: Record<string, unknown> = {}) => {
  await desk.say(text, { fields });
  const asked = desk.loopback.calls.at(-1);
  if (!asked) throw new Error('nothing was asked');
  return asked;
};

it('is shown first, goes to everybody who may be reached, once, and not faster than 25 a second', async () => {
  desk.loopback.refuse = (call) =>
    call.payload.chat_id === 110
      ? { code: 403, description: 'Forbidden: bot was blocked by the user' }
      : undefined;
  const asked = await preview('/broadcast Hello <all>!', {
    entities: [
      { type: 'bot_command', offset: 0, length: 10 },
      { type: 'bold', offset: 11, length: 5 },
    ],
  });
  expect(asked.payload.text).toContain('This goes to 21 people');
  expect(desk.loopback.calls.at(-2)?.payload).toMatchObject({
    chat_id: admin,
    text: 'Hello <all>!',
    entities: [{ type: 'bold', offset: 0, length: 5 }],
  });
  expect(served()).toEqual([]);
  await work();
  const startedAt = performance.now();
  await desk.press(asked, 'Send');
  await desk.press(asked, 'Send');
  expect(await untilDone()).toEqual({ state: 'done', sent: 20, failed: 1 });
  expect(performance.now() - startedAt).toBeGreaterThan(600);
  const everybody = served();
  expect(new Set(everybody).size).toBe(everybody.length);
  expect(everybody).toHaveLength(19);
  for (const left of [101, 102, 103, 110]) expect(everybody).not.toContain(left);
  const { rows } = await desk.parts.database.pool.query(
    `select telegram_id::int as id from ugc.person where unreachable_at is not null order by 1`,
  );
  expect(rows).toEqual([{ id: 103 }, { id: 110 }]);
  const shown = await desk.loopback.until((call) => String(call.payload.text).includes('Sent to 20 people'));
  expect(shown[0]?.method).toBe('editMessageText');
});

it('as an answer to a message sends that one, and can be given up before and stopped while it is sent', async () => {
  const copied = { reply_to_message: { message_id: 8, chat: { id: admin, type: 'private' }, text: 'news' } };
  const dropped = await preview('/broadcast', copied);
  await desk.press(dropped, 'Don’t');
  expect(await desk.press(dropped, 'Send')).toEqual([expect.stringContaining('changed')]);
  await desk.parts.database.pool.query('delete from ugc.broadcast');
  const asked = await preview('/broadcast', copied);
  await desk.press(asked, 'Send');
  await work();
  await desk.loopback.until(isForThem);
  const running = desk.loopback.calls.find(
    (call) => call.method === 'editMessageText' && String(call.body).includes('Stop'),
  );
  if (!running) throw new Error('there is no button to stop it');
  await desk.press(running, 'Stop');
  expect(await state()).toMatchObject({ state: 'cancelled' });
  await desk.press(running, 'Stop');
  expect(served().length).toBeLessThan(19);
  expect(desk.loopback.calls.filter(isForThem)[0]).toMatchObject({
    method: 'copyMessage',
    payload: { from_chat_id: admin, message_id: 8 },
  });
});

it('waits as Telegram asks, and serves those who were kept waiting, once', async () => {
  const asked = await preview('/broadcast Hello');
  const refused: number[] = [];
  desk.loopback.refuse = (call) => {
    const id = Number(call.payload.chat_id);
    if (!isForThem(call) || ![107, 108, 120].includes(id) || refused.includes(id)) return undefined;
    refused.push(id);
    return id === 120
      ? { code: 502, description: 'Bad Gateway' }
      : { code: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 };
  };
  await work();
  await desk.press(asked, 'Send');
  expect(await untilDone()).toEqual({ state: 'done', sent: 21, failed: 0 });
  expect(refused).toHaveLength(3);
  expect(served()).toHaveLength(20);
  expect(new Set(served()).size).toBe(20);
});

it('goes on from where it was after a kill, repeating at most one stride', async () => {
  const asked = await preview('/broadcast Hello');
  await desk.press(asked, 'Send');
  const child = fork(new URL('../../test/support/broadcast-process.ts', import.meta.url), {
    env: {
      ...process.env,
      BROADCAST_CONNECTION: JSON.stringify(desk.parts.database.connection),
      BROADCAST_API: desk.loopback.apiRoot,
    },
  });
  await desk.loopback.until(isForThem, 6);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await desk.parts.database.pool.query(
    `update ugc_queue.job set started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute'
     where name = 'broadcast' and state = 'active'`,
  );
  await work();
  expect(await untilDone()).toEqual({ state: 'done', sent: 21, failed: 0 });
  const all = served();
  expect(new Set(all).size).toBe(20);
  expect(all.length).toBeLessThanOrEqual(20 + 5);
});
