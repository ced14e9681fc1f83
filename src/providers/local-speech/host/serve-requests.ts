import type { JsonValue } from '../../../kernel/json.ts';
import type { EngineFailure, EngineReply, EngineRequest } from './messages.ts';

export type EngineMethod = (params: JsonValue) => Promise<JsonValue>;

/** An error that names its reason across the process border. */
export class EngineError extends Error {
  readonly reason: EngineFailure['reason'];

  constructor(message: string, options: ErrorOptions & { readonly reason: EngineFailure['reason'] }) {
    super(message, options);
    this.reason = options.reason;
  }
}

/**
 * The child's side: answers one request after the other until the parent goes away. Engines work synchronously, so
 * there is nothing to cancel here; the parent ends the process instead.
 */
export function serveRequests(methods: Readonly<Record<string, EngineMethod>>): void {
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole process group; the parent decides what happens to work in flight.
  process.on('SIGINT', () => {});
  let last: Promise<void> = Promise.resolve();
  process.on('message', (request: EngineRequest) => {
    last = last.then(() => answer(methods, request));
  });
}

async function answer(
  methods: Readonly<Record<string, EngineMethod>>,
  request: EngineRequest,
): Promise<void> {
  const outcome = await attempt(methods[request.method], request);
  const reply: EngineReply = { id: request.id, ...outcome, rssBytes: process.memoryUsage.rss() };
  process.send?.(reply);
}

async function attempt(
  method: EngineMethod | undefined,
  request: EngineRequest,
): Promise<{ result: JsonValue } | { failure: EngineFailure }> {
  if (!method) {
    return { failure: { reason: 'engine-failed', message: `This engine has no method ${request.method}.` } };
  }
  try {
    return { result: await method(request.params) };
  } catch (error) {
    const reason = error instanceof EngineError ? error.reason : 'engine-failed';
    return { failure: { reason, message: error instanceof Error ? error.message : String(error) } };
  }
}
