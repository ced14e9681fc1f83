import { type ChildProcess, fork } from 'node:child_process';
import { AppError } from '../../../kernel/errors.ts';
import type { JsonValue } from '../../../kernel/json.ts';
import type { EngineFailure, EngineReply, EngineRequest } from './messages.ts';

export interface EngineProcessOptions {
  /** For messages: `flite`, `espeak-ng`. */
  readonly name: string;
  readonly program: URL;
  /** A crash is answered by one more try in a fresh process, unless the input itself is what kills it. */
  readonly retriesAfterCrash: number;
  /** 400 MB unless the engine is large by nature. */
  readonly maxRssBytes?: number;
  /** An engine that nobody needs gives its memory back; two minutes unless said otherwise. */
  readonly idleMs?: number;
  readonly log?: (line: string) => void;
}

export interface EngineCall {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/**
 * A speech engine in a process of its own: forked at the first call, replaced after a crash, a time-out, a cancelled
 * call, when it has grown past 400 MB or was idle for long. One call at a time; further calls wait. An idle child keeps nothing alive,
 * and it ends when its parent does.
 */
export interface EngineProcess {
  /** Errors: `cancelled`, `timed-out`, `provider-unavailable` (crashed, not installed), `provider-refused`. */
  call(method: string, params: JsonValue, call: EngineCall): Promise<JsonValue>;
  /** The child's process id while there is one. */
  pid(): number | undefined;
  /** Ends the child; calls at work and calls made later are `cancelled`. */
  close(): Promise<void>;
}

const usualMaxRssBytes = 400e6;
const usualIdleMs = 120_000;
const crashed = Symbol('crashed');

export function engineProcess(options: EngineProcessOptions): EngineProcess {
  let child: ChildProcess | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let nextId = 1;
  let closed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const end = (reason: string) => {
    if (!child) return;
    options.log?.(`The ${options.name} process is ended: ${reason}.`);
    child.kill('SIGKILL');
    child = undefined;
  };

  const endWhenIdle = () => {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(() => end('it was idle'), options.idleMs ?? usualIdleMs).unref();
  };

  const running = () => {
    if (child?.connected) return child;
    const started = startChild(options);
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    child = started;
    return started;
  };

  const attempt = async (method: string, params: JsonValue, call: EngineCall): Promise<JsonValue> => {
    for (let tries = 0; ; tries += 1) {
      if (closed || call.signal.aborted) throw cancelled(options.name);
      const outcome = await exchange(running(), { id: nextId++, method, params }, call, end);
      if (outcome !== crashed) {
        if (outcome.rssBytes > (options.maxRssBytes ?? usualMaxRssBytes))
          end(`it holds ${Math.round(outcome.rssBytes / 1e6)} MB`);
        if (outcome.failure) throw appErrorOf(options.name, outcome.failure);
        return outcome.result ?? null;
      }
      end('it crashed');
      if (closed) throw cancelled(options.name);
      if (tries >= options.retriesAfterCrash) {
        throw crash(options.name);
      }
    }
  };

  return {
    call(method, params, call) {
      const turn = queue.then(() => {
        clearTimeout(idleTimer);
        return attempt(method, params, call).finally(endWhenIdle);
      });
      queue = turn.catch(() => undefined);
      return leaveOnAbort(turn, call.signal, options.name);
    },
    pid: () => child?.pid,
    async close() {
      closed = true;
      clearTimeout(idleTimer);
      end('no longer needed');
      await queue;
      clearTimeout(idleTimer);
    },
  };
}

function startChild(options: EngineProcessOptions): ChildProcess {
  const child = fork(options.program, [], {
    // Neither the parent's inspector and loader flags nor its secrets are the child's business.
    execArgv: [],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Without a listener an error while starting would end the parent; it shows as a crash of the call.
  child.on('error', (error) => options.log?.(`The ${options.name} process failed: ${error.message}`));
  return child;
}

/** Sends one request and waits for its reply, keeping the parent's event loop alive only meanwhile. */
async function exchange(
  child: ChildProcess,
  request: EngineRequest,
  call: EngineCall,
  end: (reason: string) => void,
): Promise<EngineReply | typeof crashed> {
  const { promise, resolve, reject } = Promise.withResolvers<EngineReply | typeof crashed>();
  const onMessage = (reply: EngineReply) => {
    if (reply.id === request.id) resolve(reply);
  };
  const onExit = () => resolve(crashed);
  const onAbort = () => {
    reject(cancelled());
    end('its call was cancelled');
  };
  const timer = setTimeout(() => {
    const message = `The speech engine did not answer within ${call.timeoutMs} ms.`;
    reject(new AppError('timed-out', message, { retryable: true }));
    end('it did not answer in time');
  }, call.timeoutMs);
  child.on('message', onMessage);
  child.once('exit', onExit);
  child.once('error', onExit);
  call.signal.addEventListener('abort', onAbort, { once: true });
  keepAlive(child, true);
  try {
    child.send(request, (error) => error && onExit());
    return await promise;
  } finally {
    clearTimeout(timer);
    child.off('message', onMessage);
    child.off('exit', onExit);
    child.off('error', onExit);
    call.signal.removeEventListener('abort', onAbort);
    keepAlive(child, false);
  }
}

function keepAlive(child: ChildProcess, alive: boolean): void {
  if (alive) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

/** A call that still waits for its turn ends at once when it is cancelled. */
function leaveOnAbort<T>(turn: Promise<T>, signal: AbortSignal, name: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(cancelled(name));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    turn
      .then(resolve, (error: unknown) => reject(signal.aborted ? cancelled(name) : error))
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function crash(name: string): AppError {
  return new AppError('provider-unavailable', `The ${name} speech engine crashed at this text.`, {
    retryable: true,
  });
}

function cancelled(name = 'speech'): AppError {
  return new AppError('cancelled', `The ${name} engine's work was cancelled.`);
}

function appErrorOf(name: string, failure: EngineFailure): AppError {
  const details = { engine: name };
  if (failure.reason === 'engine-refused')
    return new AppError('provider-refused', failure.message, { details });
  return new AppError('provider-unavailable', failure.message, {
    details,
    retryable: failure.reason === 'engine-failed',
  });
}
