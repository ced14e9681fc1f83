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
 * Where results are kept. Keys are `/`-separated, of [a-z0-9._-] parts, and never escape their store.
 * Errors: `not-found`, `disk-full`, `provider-unavailable` (retryable), `internal` for a malformed key.
 */
export interface FilesPort {
  /** Keeps a copy under the key; storing the same key again replaces it whole, never halfway. */
  store(key: string, file: FileToStore): Promise<InputFile>;
  /** The file on this machine's disk, fetched where it is kept elsewhere. */
  open(key: string): Promise<InputFile>;
  exists(key: string): Promise<boolean>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Removes every file whose key goes on from these parts: `sheets/4f2a` takes `sheets/4f2a/one.jpg`. */
  removeBelow(keyParts: string): Promise<void>;
  /** All files below a folder of keys (`uploads`), in no order; read as it goes, since it may be long. */
  list(folder: string): AsyncIterable<ListedFile>;
  /** A link that anyone who has it may read from until it ends. Never logged. */
  link(key: string, ttlSeconds: number): Promise<URL>;
}
