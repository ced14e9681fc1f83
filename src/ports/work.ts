import type { JsonValue } from '../kernel/json.ts';

/** A file that a port reads. It must not be changed or removed by the adapter. */
export interface InputFile {
  /** Absolute path on this machine. */
  readonly path: string;
  /** Lower-case hex of the content: what cache keys are made of. */
  readonly sha256: string;
  readonly mime: string;
  readonly bytes: number;
}

/** What every call that does work is given. */
export interface WorkContext {
  /** Fires on cancellation and shutdown: the adapter ends its processes and throws `cancelled`. */
  readonly signal: AbortSignal;
  /** An empty folder of this call's own; results may be left there, the caller takes them and removes it. */
  readonly workFolder: string;
  /** 0–1, never going back; may be called as often as the adapter likes. */
  reportProgress(fraction: number): void;
}

/** Who does the work. Name and version go into the key of every stored result. */
export interface AdapterIdentity {
  readonly name: string;
  /** Raised whenever the same request would give another result. */
  readonly version: string;
  readonly kind: 'local' | 'cloud';
}

/** US dollars; local adapters cost 0. */
export interface ProviderCost {
  readonly estimatedUsd: number;
  readonly actualUsd?: number;
}

export type SlowWork<Result> =
  | { readonly status: 'completed'; readonly result: Result }
  | { readonly status: 'pending'; readonly operation: JsonValue; readonly pollAfterMs: number };

/**
 * Work that may outlive the process: `start` gives the result at once (local adapters) or an operation that is saved
 * and asked for by `status` until it is completed, also by another process.
 */
export interface SlowPort<Request, Result> {
  readonly adapter: AdapterIdentity;
  start(request: Request, context: WorkContext): Promise<SlowWork<Result>>;
  status(operation: JsonValue, context: WorkContext): Promise<SlowWork<Result>>;
}
