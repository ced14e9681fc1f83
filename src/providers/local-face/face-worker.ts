import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/errors.ts';
import type {
  TaskAnswer,
  TaskName,
  TaskRequest,
  WorkerAnswer,
  WorkerQuestion,
  WorkerSettings,
} from './worker-protocol.ts';

export interface AskOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Buffers of the request that are handed over instead of copied; they are empty afterwards. */
  readonly transfer?: readonly ArrayBuffer[];
}

/**
 * One thread that holds the models, started at the first question and ended after a quarter of a minute without one. Questions
 * are answered one after another. A question that is cancelled or too slow ends the thread, since code inside it
 * can't be interrupted; the next question starts a new one. It never keeps the program alive by itself.
 */
export interface FaceWorker {
  ask<Name extends TaskName>(
    task: Name,
    request: TaskRequest<Name>,
    options: AskOptions,
  ): Promise<TaskAnswer<Name>>;
  close(): Promise<void>;
}

const idleMs = 15_000;
/** Bounds the JavaScript heap; pictures and tensors live outside it and are bounded by the picture's size. */
const maxHeapMb = 384;

export function createFaceWorker(settings: WorkerSettings): FaceWorker {
  let worker: Worker | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let lastId = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  const end = async (): Promise<void> => {
    clearTimeout(idleTimer);
    const ending = worker;
    worker = undefined;
    await ending?.terminate();
  };

  const started = (): Worker => {
    if (worker) return worker;
    const fresh = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    // Without a listener an error that comes while no question is open would end the program.
    fresh.on('error', () => undefined);
    fresh.once('exit', () => {
      if (worker === fresh) worker = undefined;
    });
    worker = fresh;
    return fresh;
  };

  const askNow = async (question: WorkerQuestion, options: AskOptions): Promise<WorkerAnswer> => {
    if (closed) throw new AppError('provider-unavailable', 'The face analysis was closed.');
    if (options.signal.aborted) throw cancelled();
    clearTimeout(idleTimer);
    const asked = started();
    asked.ref();
    try {
      return await answerFrom(asked, question, options);
    } catch (error) {
      if (worker === asked) await end();
      throw error;
    } finally {
      asked.unref();
      idleTimer = setTimeout(() => void end(), idleMs).unref();
    }
  };

  return {
    async ask(task, request, options) {
      const question = { id: ++lastId, task, request } as WorkerQuestion;
      const turn = queue.then(() => askNow(question, options));
      queue = turn.catch(() => undefined);
      return unwrap(await turn);
    },
    async close() {
      closed = true;
      await end();
    },
  };
}

async function answerFrom(
  worker: Worker,
  question: WorkerQuestion,
  options: AskOptions,
): Promise<WorkerAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>();
  const onMessage = (answer: WorkerAnswer) => {
    if (answer.id === question.id) resolve(answer);
  };
  const onError = (error: Error) => {
    reject(
      new AppError('provider-unavailable', `The face analysis broke: ${error.message}`, { cause: error }),
    );
  };
  const onExit = () =>
    reject(new AppError('provider-unavailable', 'The face analysis ended while it was asked.'));
  const onAbort = () => reject(cancelled());
  const timer = setTimeout(() => reject(tooSlow(question.task, options.timeoutMs)), options.timeoutMs);
  worker.on('message', onMessage).once('error', onError).once('exit', onExit);
  options.signal.addEventListener('abort', onAbort, { once: true });
  worker.postMessage(question, options.transfer ?? []);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
    options.signal.removeEventListener('abort', onAbort);
  }
}

function unwrap<Name extends TaskName>(answer: WorkerAnswer): TaskAnswer<Name> {
  if ('answer' in answer) return answer.answer as TaskAnswer<Name>;
  const { reason, message, details } = answer.error;
  throw new AppError(reason, message, { details });
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Looking at the picture was cancelled.');
}

function tooSlow(task: TaskName, timeoutMs: number): AppError {
  return new AppError(
    'timed-out',
    `The step "${task}" of the face analysis did not end within ${timeoutMs} ms.`,
    {
      retryable: true,
    },
  );
}
