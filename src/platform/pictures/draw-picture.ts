import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/errors.ts';
import { throwIfCancelled } from '../process/throw-if-cancelled.ts';
import type { PicturePlan } from './picture-plan.ts';

const timeoutMs = 30_000;

/** Draws in a thread of its own, which ends with it. Throws `cancelled`, `timed-out`, `internal`. */
export async function drawPicture(plan: PicturePlan, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal, 'Drawing a picture');
  const worker = new Worker(new URL('./draw-worker.ts', import.meta.url), {
    workerData: plan,
    env: {},
    execArgv: [],
  });
  const { promise, resolve, reject } = Promise.withResolvers<{ error?: string }>();
  const onAbort = () => reject(new AppError('cancelled', 'Drawing a picture was cancelled.'));
  const onTimeout = () =>
    reject(
      new AppError('timed-out', `Drawing a picture did not end within ${timeoutMs} ms.`, { retryable: true }),
    );
  const timer = setTimeout(onTimeout, timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  worker.once('message', resolve);
  worker.once('error', (error) => reject(broken(error.message)));
  worker.once('exit', () => reject(broken('its thread ended without an answer')));
  try {
    const { error } = await promise;
    if (error !== undefined) throw broken(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

function broken(why: string): AppError {
  return new AppError('internal', `A picture could not be drawn: ${why}.`);
}
