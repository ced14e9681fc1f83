import { join } from 'node:path';
import { AppError } from '../../kernel/errors.ts';

const part = /^[a-z0-9][a-z0-9._-]{0,127}$/;

/** Where a key's file lies below the root; a key can't name anything outside of it. */
export function pathOfKey(root: string, key: string): string {
  const parts = key.split('/');
  if (key.length > 512 || !parts.every((name) => part.test(name))) {
    throw new AppError(
      'internal',
      `The file key ${JSON.stringify(key.slice(0, 80))} is malformed: parts of a-z, 0-9, '.', '_' and '-' joined by '/' are allowed.`,
    );
  }
  return join(root, ...parts);
}
