import { z } from 'zod';
import type { Refusal } from '../../domain/production/production-status.ts';
import type { ChatTaskOutcome } from '../../domain/task/task.ts';
import type { Queue } from '../../platform/queue/queue.ts';
import { keptFileRow, orderedBackground, orderedBookendRow } from '../../store/ad-order-row.ts';
import type { Sql } from '../../store/sql.ts';
import { openFileRemovals } from '../file-removal.ts';

/** How a task ended, for whoever waits for it. */
export type TaskEnd = { readonly taskId: string; readonly personId: string } & (
  | { readonly outcome: ChatTaskOutcome }
  | { readonly refusal: Refusal }
);

export const taskQueue = 'chat-task';
/** Ends that are recorded and not yet told. */
export const taskEndQueue = 'chat-task-end';

const taskJob = z.object({ taskId: z.uuid() });

const outcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('fetch-background'),
    background: orderedBackground,
    isTooLong: z.boolean(),
  }),
  z.object({
    kind: z.literal('check-photo'),
    presenterId: z.string(),
    warnings: z.array(z.enum(['calmer-head-motion', 'face-tilted', 'people-in-background'])),
  }),
  z.object({
    kind: z.literal('check-bookend'),
    productionId: z.string(),
    part: z.enum(['intro', 'outro']),
    bookend: orderedBookendRow,
  }),
  z.object({
    kind: z.literal('check-subtitles'),
    productionId: z.string(),
    file: keptFileRow,
    cues: z.number(),
    warnings: z.array(z.string()),
  }),
  z.object({ kind: z.literal('preview-clip'), productionId: z.string(), videoKey: z.string() }),
  z.object({ kind: z.literal('make-presenter'), presenterId: z.string() }),
  z.object({ kind: z.literal('edit-picture'), presenterId: z.string(), applied: z.array(z.string()) }),
]);

const refusal = z.object({
  reason: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});

const ids = { taskId: z.uuid(), personId: z.string() };
const taskEnd = z.union([z.object({ ...ids, outcome }), z.object({ ...ids, refusal })]);

/** To be called once before tasks are started or worked off. */
export async function openTaskQueues(queue: Queue): Promise<void> {
  await queue.createQueue(taskQueue, { retryLimit: 20, expireSeconds: 900 });
  // Whoever is told may be away for long: an end waits for them for days.
  await queue.createQueue(taskEndQueue, { retryLimit: 1000 });
  await openFileRemovals(queue);
}

export async function enqueueTask(queue: Queue, sql: Sql, taskId: string): Promise<void> {
  await queue.enqueue(sql, taskQueue, { taskId });
}

export function parseTaskJob(data: unknown): string {
  return taskJob.parse(data).taskId;
}

export async function enqueueTaskEnd(queue: Queue, sql: Sql, end: TaskEnd): Promise<void> {
  await queue.enqueue(sql, taskEndQueue, JSON.parse(JSON.stringify(end)));
}

/** Another version of the program may have written it. */
export function parseTaskEnd(data: unknown): TaskEnd {
  return taskEnd.parse(data) as TaskEnd;
}
