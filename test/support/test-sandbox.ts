import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/platform/log/log.ts';
import { firstUserIds } from '../../src/sandbox/first-people.ts';
import { type CreateSandboxOptions, createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

export interface BotAnswer {
  readonly ok: boolean;
  // What a test looks into; the sandbox itself holds it to the schema.
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  readonly result?: any;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number };
}

export interface TestSandbox {
  readonly sandbox: Sandbox;
  readonly apiRoot: string;
  readonly folder: string;
  /** Somebody who has started the bot. */
  readonly userId: number;
  /** Calls a method as a bot does, with JSON, or with a form. */
  call(method: string, parameters?: object | FormData): Promise<BotAnswer>;
  close(): Promise<void>;
}

/** A sandbox of its own on a free port; the folder goes with it unless it was given. */
export async function openTestSandbox(options: Partial<CreateSandboxOptions> = {}): Promise<TestSandbox> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'sandbox ')));
  const sandbox = await createSandbox({ log: silentLog, ...options, folder });
  const { apiRoot } = await sandbox.listen(0);
  const userId = firstUserIds.english;
  return {
    sandbox,
    apiRoot,
    folder,
    userId,
    async call(method, parameters = {}) {
      const isForm = parameters instanceof FormData;
      const response = await fetch(`${apiRoot}/bot${sandbox.token}/${method}`, {
        method: 'POST',
        body: isForm ? parameters : JSON.stringify(parameters),
        ...(!isForm && { headers: { 'content-type': 'application/json' } }),
      });
      return (await response.json()) as BotAnswer;
    },
    async close() {
      await sandbox.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same after the person's `/start`, which the bot has taken. */
export async function openStartedSandbox(options: Partial<CreateSandboxOptions> = {}): Promise<TestSandbox> {
  const opened = await openTestSandbox(options);
  await opened.sandbox.act({ act: 'start', userId: opened.userId });
  await opened.call('getUpdates', { offset: -1 });
  const [update] = (await opened.call('getUpdates')).result;
  await opened.call('getUpdates', { offset: update.update_id + 1 });
  return opened;
}
