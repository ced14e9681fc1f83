import type { InputFile } from './work.ts';

/**
 * A link by which a service outside can fetch that file for so long, made once for the same content; undefined where
 * no address of ours can be reached from outside. Never logged.
 */
export type LendFile = (
  file: InputFile,
  ttlSeconds: number,
  signal: AbortSignal,
) => Promise<string | undefined>;
