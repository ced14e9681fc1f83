import { uuidOfHash } from '../kernel/uuid.ts';
import { sha256 } from '../platform/files/sha256.ts';

/** The id of what a decision makes: the same however often it is worked off. */
export function derivedId(...parts: readonly (string | number)[]): string {
  return uuidOfHash(sha256(JSON.stringify(parts)));
}
