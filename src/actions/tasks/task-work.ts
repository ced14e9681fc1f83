import type { ChatTask, ChatTaskOutcome, SentFile } from '../../domain/task/task.ts';
import type { Network } from '../../platform/http/public-network.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { ActionParts } from '../parts.ts';

/** Puts a file that somebody sent to the chat at an absolute path. */
export type FetchSentFile = (file: SentFile, destinationPath: string, signal: AbortSignal) => Promise<void>;

/** What a task is done with. */
export interface TaskTools {
  readonly parts: ActionParts;
  readonly fetchSentFile: FetchSentFile;
  /** The public internet unless given. */
  readonly network?: Network;
}

export type TaskOf<Kind extends ChatTask['kind']> = Extract<ChatTask, { kind: Kind }>;

export interface TaskContext extends WorkContext {
  readonly taskId: string;
}

/** One kind of task: does it for a person, inside its work folder, and gives what came of it. */
export type TaskWork<Kind extends ChatTask['kind']> = (
  tools: TaskTools,
  personId: string,
  task: TaskOf<Kind>,
  context: TaskContext,
) => Promise<Extract<ChatTaskOutcome, { kind: Kind }>>;
