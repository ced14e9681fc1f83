import type { ActionParts } from '../actions/parts.ts';

/** What the shell's commands drive: the product, put together elsewhere. */
export interface App {
  readonly parts: ActionParts;
  /** Works off the queue, as soon as no other process of this machine does. */
  startWorking(): void;
  /** Fires when the user wants to stop. */
  readonly stopping: AbortSignal;
}

/** Opens the product, lets the command use it and closes it, whatever happens. */
export type UseApp = <T>(use: (app: App) => Promise<T>) => Promise<T>;
