import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { BotAnswer } from '../support/test-sandbox.ts';
import { openTestSandbox } from '../support/test-sandbox.ts';

const program = fileURLToPath(new URL('../support/sandbox-process.ts', import.meta.url));

it('a sandbox that is killed while it works has everything it had answered for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'killed '));
  const child = fork(program, [folder], { execArgv: [] });
  const exited = once(child, 'exit');
  const [{ apiRoot, token, userId }] = (await once(child, 'message')) as [
    { readonly apiRoot: string; readonly token: string; readonly userId: number },
  ];
  const answered: number[] = [];
  const send = async (): Promise<void> => {
    for (;;) {
      const response = await fetch(`${apiRoot}/bot${token}/sendMessage?chat_id=${userId}&text=x`);
      answered.push(((await response.json()) as BotAnswer).result.message_id);
      if (answered.length === 60) child.kill('SIGKILL');
    }
  };
  await Promise.allSettled([send(), send(), send(), send()]);
  await exited;

  const after = await openTestSandbox({ folder });
  const chat = after.sandbox.state().chats.find(({ id }) => id === userId);
  const kept = chat?.messages.map(({ message_id: id }) => id) ?? [];
  expect(after.sandbox.token).toBe(token);
  expect(answered.length).toBeGreaterThanOrEqual(60);
  expect(kept).toEqual(expect.arrayContaining(answered));
  const { result } = await after.call('sendMessage', { chat_id: userId, text: 'on' });
  expect(result.message_id).toBeGreaterThan(Math.max(...kept));
  await after.close();
  await rm(folder, { recursive: true });
});
