import { parentPort, workerData } from 'node:worker_threads';
import { type AppError, isAppError } from '../../kernel/errors.ts';
import { type EditJob, editPicture } from './edit-picture.ts';

/** One job a thread; the answer is the error that it failed with, if it did. */
export interface EditAnswer {
  readonly error?: {
    readonly reason: 'provider-refused' | 'internal';
    readonly message: string;
    readonly details: AppError['details'];
  };
}

function answer(content: EditAnswer): void {
  parentPort?.postMessage(content);
}

editPicture(workerData as EditJob).then(
  () => answer({}),
  (error: unknown) => {
    const isRefusal = isAppError(error, 'provider-refused');
    const message = error instanceof Error ? error.message : String(error);
    const details = isRefusal ? error.details : {};
    answer({ error: { reason: isRefusal ? 'provider-refused' : 'internal', message, details } });
  },
);
