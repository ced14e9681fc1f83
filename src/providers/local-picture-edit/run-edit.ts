import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/errors.ts';
import type { EditJob } from './edit-picture.ts';
import type { EditAnswer } from './edit-worker.ts';

const timeoutMs = 60_000;

/** Performs the job in a thread of its own, which ends with it. Throws `provider-refused`, `cancelled`, `timed-out`. */
export async function runEdit(job: EditJob, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw cancelled();
  const worker = new Worker(new URL('./edit-worker.ts', import.meta.url), { workerData: job });
  const { promise, resolve, reject } = Promise.withResolvers<EditAnswer>();
  const onAbort = () => reject(cancelled());
  const timer = setTimeout(() => reject(tooSlow()), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  worker.once('message', resolve);
  worker.on('error', (error) => {
    reject(
      new AppError('provider-unavailable', `The picture edit broke: ${error.message}`, { cause: error }),
    );
  });
  worker.once('exit', () =>
    reject(new AppError('provider-unavailable', 'The picture edit ended without an answer.')),
  );
  try {
    const { error } = await promise;
    if (error) throw new AppError(error.reason, error.message, { details: error.details });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

function cancelled(): AppError {
  return new AppError('cancelled', 'The picture edit was cancelled.');
}

function tooSlow(): AppError {
  return new AppError('timed-out', `The picture edit did not end within ${timeoutMs} ms.`, {
    retryable: true,
  });
}
