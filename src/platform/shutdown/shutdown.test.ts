import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const module = (path: string) => JSON.stringify(`file://${fileURLToPath(new URL(path, import.meta.url))}`);

/** Says 'ready', waits for the signal, closes, ends with the code. `after` runs once it was asked to stop. */
function program(after: string): ChildProcess {
  const script = `
    const { createShutdown } = await import(${module('./shutdown.ts')});
    const { silentLog } = await import(${module('../log/log.ts')});
    const shutdown = createShutdown(silentLog);
    const say = (word) => process.stdout.write(word + '\\n');
    shutdown.addCloser('database', async () => say('closed the database'));
    shutdown.addCloser('broken', async () => { throw new Error('no'); });
    shutdown.addCloser('endless', () => new Promise(() => {}));
    shutdown.addCloser('queue', async () => say('closed the queue'));
    const alive = setInterval(() => {}, 1000);
    shutdown.signal.addEventListener('abort', async () => {
      say('asked');
      ${after}
      await shutdown.close(50);
      clearInterval(alive);
      process.exitCode = shutdown.exitCode();
    });
    say('ready');`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function runUntilEnd(child: ChildProcess, onLine: (line: string) => void) {
  const lines: string[] = [];
  if (!child.stdout) throw new Error('No output.');
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    lines.push(line);
    onLine(line);
  });
  const [code] = await once(child, 'exit');
  return { lines, code };
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '%s closes everything, last opened first, past what fails or hangs, and ends with %i',
  async (signal, expected) => {
    const child = program('');
    const { lines, code } = await runUntilEnd(child, (line) => {
      // npm and the launcher pass on what the terminal has sent already.
      if (line === 'ready') for (let count = 0; count < 3; count += 1) child.kill(signal);
    });
    expect(lines).toEqual(['ready', 'asked', 'closed the queue', 'closed the database']);
    expect(code).toBe(expected);
  },
);

test('a second signal ends at once what takes too long to end', async () => {
  const child = program("setTimeout(() => say('impatient'), 600); await new Promise(() => {});");
  const { lines, code } = await runUntilEnd(child, (line) => {
    if (line === 'ready' || line === 'impatient') child.kill('SIGINT');
  });
  expect(lines).toEqual(['ready', 'asked', 'impatient']);
  expect(code).toBe(130);
});
