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
  /** Present where the work may cost money; an adapter that would spend any without it throws `internal`. */
  readonly spending?: Spending;
}

/** How a request that costs money is kept from leaving twice, whatever dies in between. */
export interface Spending {
  /** Our mark of this piece of work, of at most 100 letters of [a-z0-9:-]; given to the vendor where it keeps one. */
  readonly tag: string;
  /** Where the vendor may tell that it is done; undefined where this machine can't be reached from outside. */
  readonly callbackUrl: string | undefined;
  /**
   * Writes down that the request leaves now; it may leave when this has resolved. Throws `budget-spent`, or
   * `provider-unconfirmed` where an earlier one may have left already.
   */
  sending(call: {
    readonly provider: string;
    readonly model?: string;
    readonly estimatedUsd: number;
  }): Promise<void>;
  /** The vendor took it, under this id of its own. */
  submitted(requestId: string): Promise<void>;
  /** It surely was not taken: refused before it was accepted, or never connected. */
  notTaken(): Promise<void>;
  /** It may have been taken, but no answer came. */
  unknown(): Promise<void>;
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
  /**
   * What became of a paid request whose answer was lost, by our tag and when it left. `absent` only where the vendor's
   * word is final: then it may be sent anew. Adapters of services that can't be asked have no such method.
   */
  find?(lost: LostCall, context: WorkContext): Promise<Lookup>;
  /** Asks the vendor to stop; what it has done by then may be owed all the same. Never throws for what has ended. */
  cancel?(operation: JsonValue, context: WorkContext): Promise<void>;
}

export interface LostCall {
  readonly tag: string;
  readonly sentAt: Date;
  readonly model: string | undefined;
  /** The vendor's own id, where it got as far as that. */
  readonly requestId?: string | undefined;
}

export type Lookup =
  | { readonly status: 'found'; readonly operation: JsonValue }
  | { readonly status: 'absent' }
  | { readonly status: 'not-yet-known' };
