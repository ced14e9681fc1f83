import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MediaStudio, openMediaStudio } from '../../../test/support/media-studio.ts';
import { openTaskRunner, type TaskRunner } from '../../../test/support/task-runner.ts';
import type { ChatTask } from '../../domain/task/task.ts';
import { AppError } from '../../kernel/errors.ts';
import { silentLog } from '../../platform/log/log.ts';
import { openQueue } from '../../platform/queue/queue.ts';
import { findChatTask } from '../../store/chat-tasks.ts';
import { cancelTask } from './cancel-task.ts';
import { failOverdueTasks } from './work-off-tasks.ts';

let studio: MediaStudio;
let runner: TaskRunner;

beforeAll(async () => {
  studio = await openMediaStudio();
  runner = await openTaskRunner(studio);
});
afterAll(async () => {
  await runner.stop();
  await studio.close();
});

/** Ends at once, by a refusal: how a task runs does not depend on what it does. */
const quickTask = async (): Promise<ChatTask> => ({
  kind: 'fetch-background',
  source: { file: await runner.sent(Buffer.alloc(0)) },
});
const ended = { refusal: { reason: 'invalid-media', details: { problem: 'empty' } } };
const stateOf = async (id: string) => (await findChatTask(studio.parts.database.db, id))?.state;

it('a task that is started twice runs once', async () => {
  const task = await quickTask();
  const taskId = randomUUID();
  const before = studio.fetched.length;
  await Promise.all([runner.start(task, taskId), runner.start(task, taskId)]);
  expect(await runner.toldOf(taskId)).toMatchObject(ended);
  await runner.start(task, taskId);
  await runner.endOf(await quickTask());
  expect(studio.fetched).toHaveLength(before + 2);
  expect(runner.ends.filter((end) => end.taskId === taskId)).toHaveLength(1);
  expect(await stateOf(taskId)).toBe('failed');
});

it('an end is told again until it is heard, and the work is not done again', async () => {
  let tries = 0;
  runner.beforeTaking = () => {
    tries += 1;
    if (tries === 1) throw new Error('not now');
  };
  const before = studio.fetched.length;
  expect(await runner.endOf(await quickTask())).toMatchObject(ended);
  runner.beforeTaking = undefined;
  expect(tries).toBe(2);
  expect(studio.fetched).toHaveLength(before + 1);
});

it('what may succeed a moment later is tried again, what will not is told at once', async () => {
  let tries = 0;
  const failing = (retryable: boolean) => async () => {
    tries += 1;
    if (tries === 1) throw new AppError('provider-unavailable', 'The line is busy.', { retryable });
  };
  runner.beforeFetching = failing(true);
  expect(await runner.endOf(await quickTask())).toMatchObject(ended);
  expect(tries).toBe(2);
  tries = 0;
  runner.beforeFetching = failing(false);
  expect(await runner.endOf(await quickTask())).toMatchObject({
    refusal: { reason: 'provider-unavailable' },
  });
  expect(tries).toBe(1);
  runner.beforeFetching = undefined;
});

it('a task that is cancelled stops, and nobody is told', async () => {
  const held = Promise.withResolvers<void>();
  const stopped = Promise.withResolvers<void>();
  runner.beforeFetching = async (signal) => {
    held.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    stopped.resolve();
  };
  const taskId = await runner.start(await quickTask());
  await held.promise;
  expect(await cancelTask(studio.parts, 'telegram:999', taskId)).toBe(false);
  expect(await cancelTask(studio.parts, runner.personId, taskId)).toBe(true);
  await stopped.promise;
  runner.beforeFetching = undefined;
  await runner.endOf(await quickTask());
  expect(runner.ends.some((end) => end.taskId === taskId)).toBe(false);
  expect(await stateOf(taskId)).toBe('cancelled');
  expect(await cancelTask(studio.parts, runner.personId, taskId)).toBe(false);
});

it('a task that nobody could do for an hour is told to have failed, and once', async () => {
  const held = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  runner.beforeFetching = async () => {
    held.resolve();
    await release.promise;
  };
  const taskId = await runner.start(await quickTask());
  await held.promise;
  await failOverdueTasks(studio.parts, new Date());
  expect(await stateOf(taskId)).toBe('waiting');
  await failOverdueTasks(studio.parts, new Date(Date.now() + 3_700_000));
  runner.beforeFetching = undefined;
  release.resolve();
  expect(await runner.toldOf(taskId)).toMatchObject({ refusal: { reason: 'timed-out' } });
  await runner.endOf(await quickTask());
  expect(runner.ends.filter((end) => end.taskId === taskId)).toHaveLength(1);
});

it('an end that was recorded and not heard before a restart is told after it, and nothing is done again', async () => {
  const { parts } = studio;
  const heard = Promise.withResolvers<void>();
  runner.beforeTaking = () => {
    heard.resolve();
    throw new Error('the line breaks');
  };
  const taskId = await runner.start(await quickTask());
  await heard.promise;
  await runner.stop();
  runner.beforeTaking = undefined;
  expect(runner.ends.some((end) => end.taskId === taskId)).toBe(false);
  const before = studio.fetched.length;
  const queue = await openQueue(parts.database, silentLog);
  const restarted = await openTaskRunner({ ...studio, parts: { ...parts, queue } });
  expect(await restarted.toldOf(taskId)).toMatchObject(ended);
  expect(studio.fetched).toHaveLength(before);
  await restarted.stop();
  await queue.stop({ graceful: false, timeoutMs: 1000 });
});
