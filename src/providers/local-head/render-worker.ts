import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type ErrorReason, isAppError } from '../../kernel/errors.ts';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { type ClipRequest, type ClipResult, renderClip } from './render-clip.ts';

export interface RenderOrder {
  readonly kind: 'render';
  readonly request: ClipRequest;
  readonly ffmpeg: { readonly path: string; readonly version: string };
}

/** One clip at a time; `cancel` means the one at work. */
export type ThreadOrder = RenderOrder | { readonly kind: 'cancel' };

export type ThreadAnswer =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'completed'; readonly result: ClipResult }
  | {
      readonly kind: 'failed';
      readonly reason: ErrorReason;
      readonly message: string;
      readonly retryable: boolean;
    };

let cancellation = new AbortController();

// Whoever talks to the bot meanwhile is answered first. On Linux 0 means this thread; elsewhere it may be the process.
if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);

parentPort?.on('message', (order: ThreadOrder) => {
  if (order.kind === 'cancel') cancellation.abort();
  else answer(order).catch((error: unknown) => send(failure(error)));
});

async function answer({ request, ffmpeg }: RenderOrder): Promise<void> {
  cancellation = new AbortController();
  const { signal } = cancellation;
  try {
    const result = await renderClip(request, {
      ffmpeg: ffmpegAt(ffmpeg.path, ffmpeg.version),
      signal,
      reportProgress: (fraction) => send({ kind: 'progress', fraction }),
    });
    send({ kind: 'completed', result });
  } catch (error) {
    if (!signal.aborted) throw error;
    send({
      kind: 'failed',
      reason: 'cancelled',
      message: 'The talking head was cancelled.',
      retryable: false,
    });
  }
}

function failure(error: unknown): ThreadAnswer {
  if (isAppError(error)) {
    return { kind: 'failed', reason: error.reason, message: error.message, retryable: error.retryable };
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    kind: 'failed',
    reason: 'internal',
    message: `The talking head failed: ${told}`,
    retryable: false,
  };
}

function send(message: ThreadAnswer): void {
  parentPort?.postMessage(message);
}
