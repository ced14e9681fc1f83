import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/errors.ts';
import { throwIfCancelled } from '../process/throw-if-cancelled.ts';
import type { MediaFactsAnswer } from './media-facts.ts';

/** An ordinary file needs 0.1 s; a crafted one can make a reader count for hours. */
const timeoutMs = 15_000;
const memoryMegabytes = 256;

/**
 * Reads a container in a thread of its own, which can be ended and whose memory is bounded: nothing that a file does
 * to its reader reaches the rest of the program.
 */
export async function readMediaFacts(path: string, signal: AbortSignal): Promise<MediaFactsAnswer> {
  throwIfCancelled(signal, 'Looking into the video');
  const worker = new Worker(new URL('./media-facts-worker.ts', import.meta.url), {
    workerData: path,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
  });
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<MediaFactsAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => resolve({ unreadable: error.message }));
      worker.once('exit', () => resolve({ unreadable: 'its reader ended without an answer' }));
      timer = setTimeout(() => resolve({ unreadable: `reading it took over ${timeoutMs} ms` }), timeoutMs);
      onAbort = () => reject(new AppError('cancelled', 'Looking into the video was cancelled.'));
      signal.addEventListener('abort', onAbort, { once: true });
    });
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}
