import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorReason, isAppError } from '../../kernel/errors.ts';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { type ClipRequest, type ClipResult, renderClip } from './render-clip.ts';

export interface WorkerInput {
  readonly request: ClipRequest;
  readonly ffmpeg: { readonly path: string; readonly version: string };
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'completed'; readonly result: ClipResult }
  | {
      readonly kind: 'failed';
      readonly reason: ErrorReason;
      readonly message: string;
      readonly retryable: boolean;
    };

if (parentPort) {
  const port = parentPort;
  const cancellation = new AbortController();
  port.once('message', () => cancellation.abort());
  const { request, ffmpeg } = workerData as WorkerInput;
  const send = (message: WorkerMessage) => port.postMessage(message);
  try {
    const result = await renderClip(request, {
      ffmpeg: ffmpegAt(ffmpeg.path, ffmpeg.version),
      signal: cancellation.signal,
      reportProgress: (fraction) => send({ kind: 'progress', fraction }),
    });
    send({ kind: 'completed', result });
  } catch (error) {
    if (cancellation.signal.aborted) {
      send({
        kind: 'failed',
        reason: 'cancelled',
        message: 'The talking head was cancelled.',
        retryable: false,
      });
    } else if (isAppError(error)) {
      send({ kind: 'failed', reason: error.reason, message: error.message, retryable: error.retryable });
    } else {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
      send({
        kind: 'failed',
        reason: 'internal',
        message: `The talking head failed: ${told}`,
        retryable: false,
      });
    }
  } finally {
    port.close();
  }
}
