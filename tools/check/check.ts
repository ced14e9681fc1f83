import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** One thing that `npm run check` looks at. No problem found means an empty list. */
export interface Check {
  readonly name: string;
  problems(root: string): Promise<readonly string[]>;
}

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const programTimeoutMs = 300_000;
const outputBytes = 256 * 1024 * 1024;

/** Runs a program to its end; a failing exit code is an answer, a program that can't start is an error. */
export async function runProgram(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<ProgramResult> {
  return await new Promise((resolve, reject) => {
    const options = { cwd, timeout: programTimeoutMs, maxBuffer: outputBytes };
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') {
        reject(new Error(`${command} could not be run: ${error.message}`, { cause: error }));
        return;
      }
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** A check done by a program of the project's own `node_modules/.bin`: what it prints is what is wrong. */
export function programCheck(name: string, command: string, args: readonly string[]): Check {
  return {
    name,
    problems: async (root) => {
      const path = command === 'node' ? process.execPath : join(root, 'node_modules', '.bin', command);
      const { code, stdout, stderr } = await runProgram(path, args, root);
      if (code === 0) return [];
      const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
      return lines.length > 0 ? lines : [`${command} ended with code ${code} and said nothing`];
    },
  };
}

/** Paths of the files that the project keeps, as git lists them: `/`-separated, from the root. */
export async function trackedFiles(root: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runProgram('git', ['ls-files', '-z'], root);
  if (code !== 0) throw new Error(`git ls-files failed: ${stderr.trim()}`);
  return stdout.split('\0').filter((path) => path !== '');
}
