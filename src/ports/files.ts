import type { InputFile } from './work.ts';

export interface FileToStore {
  readonly path: string;
  readonly mime: string;
}

/** A file that is kept, as a listing has it. */
export interface ListedFile {
  readonly key: string;
  readonly bytes: number;
  readonly storedAt: Date;
}

/**
 * Where results are kept. What a file is, is told by the end of its key where that tells it. Keys are `/`-separated, of [a-z0-9._-] parts, and never escape their store.
 * Errors: `not-found`, `disk-full`, `provider-unavailable` (retryable), `internal` for a malformed key.
 */
export interface FilesPort {
  /** Keeps a copy under the key; storing the same key again replaces it whole, never halfway. */
  store(key: string, file: FileToStore): Promise<InputFile>;
  /** The file on this machine's disk, fetched where it is kept elsewhere. */
  open(key: string): Promise<InputFile>;
  exists(key: string): Promise<boolean>;
  /** What is known of the file without reading it; undefined where there is none. */
  find(key: string): Promise<ListedFile | undefined>;
  /** The key of a file that `open` or `store` gave the path of; undefined for any other path. */
  keyOf(path: string): string | undefined;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Removes every file whose key goes on from these parts: `sheets/4f2a` takes `sheets/4f2a/one.jpg`. */
  removeBelow(keyParts: string): Promise<void>;
  /** All files below a folder of keys (`uploads`), in no order; read as it goes, since it may be long. */
  list(folder: string): AsyncIterable<ListedFile>;
  /** A link that anyone who has it may read from for at least so long, at most 7 days. Never logged. */
  link(key: string, ttlSeconds: number): Promise<URL>;
  /**
   * Tells the store to remove old files by itself, in place of such rules that were set before. Missing where a store
   * can't. Throws `provider-unavailable` with the problem `permission` where our key may not.
   */
  setExpiry?(rules: ExpiryRules): Promise<void>;
}

/** Days after which the store removes files by itself; it may take a day more. */
export interface ExpiryRules {
  readonly folders: readonly { readonly folder: string; readonly days: number }[];
  /** For what was begun to be stored and never ended. */
  readonly unfinishedDays: number;
}
