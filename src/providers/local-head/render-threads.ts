import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/errors.ts';
import type { ClipResult } from './render-clip.ts';
import type { RenderOrder, ThreadAnswer, ThreadOrder } from './render-worker.ts';

export interface RenderThreads {
  render(
    order: RenderOrder,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<ClipResult>;
  /** Cancels what runs and ends the threads. */
  close(): Promise<void>;
}

/** A thread for each clip at work. One is kept for the next clip, compiled and warm; it doesn't keep the process alive. */
export function createRenderThreads(): RenderThreads {
  const running = new Map<Worker, Promise<unknown>>();
  const broken = new WeakSet<Worker>();
  let idle: Worker | undefined;
  let isClosed = false;

  const taken = (): Worker => {
    if (idle && !broken.has(idle)) {
      const worker = idle;
      idle = undefined;
      worker.ref();
      return worker;
    }
    const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { execArgv: [] });
    worker.once('error', () => broken.add(worker)).once('exit', () => broken.add(worker));
    return worker;
  };
  const released = async (worker: Worker): Promise<void> => {
    running.delete(worker);
    worker.unref();
    if (idle || isClosed || broken.has(worker)) await worker.terminate();
    else idle = worker;
  };
  return {
    async render(order, signal, onProgress) {
      if (signal.aborted || isClosed) throw cancelled();
      const worker = taken();
      const work = answered(worker, order, signal, onProgress);
      running.set(
        worker,
        work.catch(() => undefined),
      );
      try {
        return await work;
      } finally {
        await released(worker);
      }
    },
    async close() {
      isClosed = true;
      for (const worker of running.keys()) worker.postMessage({ kind: 'cancel' } satisfies ThreadOrder);
      await Promise.all(running.values());
      await idle?.terminate();
      idle = undefined;
    },
  };
}

async function answered(
  worker: Worker,
  order: RenderOrder,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<ClipResult> {
  const cancel = () => worker.postMessage({ kind: 'cancel' } satisfies ThreadOrder);
  const { promise, resolve, reject } = Promise.withResolvers<ClipResult>();
  const onMessage = (answer: ThreadAnswer) => {
    if (answer.kind === 'progress') onProgress(answer.fraction);
    else if (answer.kind === 'completed') resolve(answer.result);
    else reject(new AppError(answer.reason, answer.message, { retryable: answer.retryable }));
  };
  const onError = (cause: unknown) =>
    reject(new AppError('internal', 'The drawing thread failed.', { cause }));
  const onExit = () => reject(new AppError('internal', 'The drawing thread ended without a result.'));
  worker.on('message', onMessage).once('error', onError).once('exit', onExit);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    worker.postMessage(order);
    return await promise;
  } finally {
    signal.removeEventListener('abort', cancel);
    worker.off('message', onMessage).off('error', onError).off('exit', onExit);
  }
}

function cancelled(): AppError {
  return new AppError('cancelled', 'The talking head was cancelled.');
}
