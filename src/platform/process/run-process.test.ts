import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { isProcessAlive } from './process-alive.ts';
import { runProcess } from './run-process.ts';

const minute = { timeoutMs: 60_000 };
const shell = (script: string) => ['/bin/sh', ['-c', script]] as const;

test('gives the output up to the limit and the last words', async () => {
  const [command, args] = shell('printf 0123456789; echo careful >&2');
  const result = await runProcess(command, args, { ...minute, keepOutputBytes: 4 });
  expect(result.output.toString()).toBe('0123');
  expect(result.errorTail).toBe('careful\n');
});

test('reads on beyond the limit: a program with much to say is not stopped by a full pipe', async () => {
  const [command, args] = shell('head -c 3000000 /dev/zero; echo done >&2');
  const result = await runProcess(command, args, { ...minute, keepOutputBytes: 10 });
  expect(result.output).toHaveLength(10);
  expect(result.errorTail).toBe('done\n');
});

test('a program that fails is reported with its exit code and last line', async () => {
  const [command, args] = shell('echo first >&2; echo the reason >&2; exit 7');
  await expect(runProcess(command, args, minute)).rejects.toMatchObject({
    reason: 'process-failed',
    message: '/bin/sh ended with 7: the reason',
  });
});

test("a program that is killed from outside is reported with the signal's name", async () => {
  const [command, args] = shell('kill -9 $$');
  await expect(runProcess(command, args, minute)).rejects.toMatchObject({
    reason: 'process-failed',
    message: expect.stringContaining('SIGKILL'),
  });
});

test('ends a program at its time limit', async () => {
  const promise = runProcess('/bin/sleep', ['60'], { timeoutMs: 50 });
  await expect(promise).rejects.toMatchObject({ reason: 'timed-out', retryable: true });
});

test('ends a program on abort, and one that is aborted already is not started', async () => {
  const controller = new AbortController();
  const running = runProcess('/bin/sleep', ['60'], { ...minute, signal: controller.signal });
  controller.abort();
  await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
  const [command, args] = shell('exit 3');
  await expect(runProcess(command, args, { ...minute, signal: controller.signal })).rejects.toMatchObject({
    reason: 'cancelled',
  });
});

test('kills a program that ignores the polite signal, and does not wait for what it leaves behind', async () => {
  const [command, args] = shell('trap "" TERM; echo $$; while :; do sleep 30; done');
  const controller = new AbortController();
  let pid = 0;
  const running = runProcess(command, args, {
    ...minute,
    signal: controller.signal,
    async readOutput(output) {
      for await (const line of createInterface({ input: output })) {
        pid = Number(line);
        controller.abort();
      }
    },
  });
  await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
  expect(pid).toBeGreaterThan(0);
  expect(isProcessAlive(pid)).toBe(false);
});

test('a program that stops listening is no error; one that then fails says why itself', async () => {
  const feed = {
    ...minute,
    async writeInput(input: NodeJS.WritableStream) {
      for (let count = 0; count < 200; count += 1) {
        if (!input.write(Buffer.alloc(65_536))) await new Promise((resolve) => input.once('drain', resolve));
      }
    },
  };
  const [command, quiet] = shell('head -c 10 > /dev/null');
  await expect(runProcess(command, quiet, feed)).resolves.toBeDefined();
  const [, failing] = shell('head -c 10 > /dev/null; echo no room >&2; exit 1');
  await expect(runProcess(command, failing, feed)).rejects.toMatchObject({
    reason: 'process-failed',
    message: expect.stringContaining('no room'),
  });
});

test('a reader that gives up ends the program, and its own error is the one that is thrown', async () => {
  const [command, args] = shell('echo $$; exec sleep 60');
  let pid = 0;
  const running = runProcess(command, args, {
    ...minute,
    async readOutput(output) {
      for await (const chunk of output) {
        pid = Number(String(chunk));
        throw new Error('not what I wanted');
      }
    },
  });
  await expect(running).rejects.toThrow('not what I wanted');
  await expect.poll(() => isProcessAlive(pid)).toBe(false);
});

test('a reader that stumbles because the program died does not hide why it died', async () => {
  const [command, args] = shell('printf half; echo out of memory >&2; exit 9');
  const running = runProcess(command, args, {
    ...minute,
    async readOutput(output) {
      const chunks = await output.toArray();
      if (Buffer.concat(chunks).length < 100) throw new Error('incomplete frame');
    },
  });
  await expect(running).rejects.toMatchObject({ message: '/bin/sh ended with 9: out of memory' });
});

test('reports come by a pipe of their own', async () => {
  const [command, args] = shell('echo step=1 >&3; echo step=2 >&3');
  const lines: string[] = [];
  await runProcess(command, args, {
    ...minute,
    async readReport(report) {
      for await (const line of createInterface({ input: report })) lines.push(line);
    },
  });
  expect(lines).toEqual(['step=1', 'step=2']);
});

test('nothing of our environment reaches a program', async () => {
  process.env.UGC_TEST_SECRET = 'canary';
  try {
    const result = await runProcess('/usr/bin/env', [], { ...minute, keepOutputBytes: 10_000 });
    expect(result.output.toString()).not.toContain('canary');
  } finally {
    delete process.env.UGC_TEST_SECRET;
  }
});

test("a program that is not there gives Node's own error", async () => {
  await expect(runProcess('/no/such/program', [], minute)).rejects.toMatchObject({ code: 'ENOENT' });
});

test.runIf(process.platform === 'linux')('background work gives way to all else', async () => {
  const options = {
    timeoutMs: 5000,
    keepOutputBytes: 100,
    writeInput: async (input: Writable) => void input.write('go\n'),
  };
  const script = 'read word; nice';
  const usual = await runProcess('/bin/sh', ['-c', script], options);
  const background = await runProcess('/bin/sh', ['-c', script], { ...options, isBackground: true });
  expect(Number(background.output)).toBeGreaterThan(Number(usual.output));
});
