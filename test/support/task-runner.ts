import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { startTask } from '../../src/actions/tasks/start-task.ts';
import type { TaskEnd } from '../../src/actions/tasks/task-jobs.ts';
import type { TaskTools } from '../../src/actions/tasks/task-work.ts';
import { stopWorkingOffTasks, workOffTasks } from '../../src/actions/tasks/work-off-tasks.ts';
import type { ChatTask, ChatTaskOutcome, SentFile } from '../../src/domain/task/task.ts';
import type { MediaStudio } from './media-studio.ts';

/** Works off the tasks of a studio for one person, and remembers what is told of them. */
export interface TaskRunner {
  readonly personId: string;
  readonly ends: readonly TaskEnd[];
  /** Before an end is taken: throws to be told again. */
  beforeTaking: ((end: TaskEnd) => void) | undefined;
  /** Before a sent file is fetched. */
  beforeFetching: ((signal: AbortSignal) => Promise<void>) | undefined;
  sent(content: Buffer, changes?: Partial<SentFile>): Promise<SentFile>;
  start(task: ChatTask, taskId?: string): Promise<string>;
  toldOf(taskId: string): Promise<TaskEnd>;
  endOf(task: ChatTask): Promise<TaskEnd>;
  stop(): Promise<void>;
}

export async function openTaskRunner(
  studio: MediaStudio,
  tools: Pick<TaskTools, 'network'> = {},
): Promise<TaskRunner> {
  const ends: TaskEnd[] = [];
  const personId = 'telegram:42';
  const runner: TaskRunner = {
    personId,
    ends,
    beforeTaking: undefined,
    beforeFetching: undefined,
    sent: async (content, changes = {}) => {
      const fileId = randomUUID();
      await studio.send(fileId, content);
      return { fileId, kind: 'video', ...changes };
    },
    start: async (task, taskId = randomUUID()) => {
      await startTask(studio.parts, personId, taskId, task);
      return taskId;
    },
    toldOf: async (taskId) => {
      for (;;) {
        const end = ends.find((candidate) => candidate.taskId === taskId);
        if (end) return end;
        await delay(20);
      }
    },
    endOf: async (task) => await runner.toldOf(await runner.start(task)),
    stop: async () => await stopWorkingOffTasks(studio.parts),
  };
  const options = {
    ...tools,
    concurrency: 2,
    shutdown: new AbortController().signal,
    fetchSentFile: async (file: SentFile, destination: string, signal: AbortSignal) => {
      await runner.beforeFetching?.(signal);
      await studio.fetchSentFile(file, destination, signal);
    },
  };
  await workOffTasks(studio.parts, options, async (end) => {
    runner.beforeTaking?.(end);
    ends.push(end);
  });
  return runner;
}

/** What a task gave; throws with its refusal where it was refused. */
export function outcomeOf<Kind extends ChatTaskOutcome['kind']>(
  end: TaskEnd,
  kind: Kind,
): Extract<ChatTaskOutcome, { kind: Kind }> {
  if ('outcome' in end && end.outcome.kind === kind) {
    return end.outcome as Extract<ChatTaskOutcome, { kind: Kind }>;
  }
  throw new Error(JSON.stringify(end));
}
