import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { AppError } from '../../kernel/errors.ts';
import type { Environment } from './parse-variables.ts';

/** The process's environment over the `.env` file of a folder, where there is one. Changes nothing. */
export function readEnvironment(folder: string = process.cwd()): Environment {
  return { ...readEnvFile(join(folder, '.env')), ...process.env };
}

function readEnvFile(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Environment;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new AppError('invalid-config', `${path} can't be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}
