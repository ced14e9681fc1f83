import { freePort } from '../support/free-port.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withMyData } from '../../src/actions/operators/my-data.ts';
import { readinessChecks } from '../../src/compose/readiness-checks.ts';
import { createReadiness } from '../../src/http/readiness.ts';
import { createTelegram } from '../../src/telegram/client.ts';
import { fetchSentFile } from '../../src/telegram/files.ts';
import { type HostileBot, openHostileBot, webhookSecret } from '../support/hostile-bot.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('a session in which much goes wrong', () => {
  let bot: HostileBot;
  beforeAll(async () => {
    bot = await openHostileBot();
  });
  afterAll(async () => await bot.close());

  it('leaves no secret in the log, in any row, in what a person is given or in readiness', async () => {
    const { sandbox, open, actions } = bot;
    const tokenSecret = sandbox.token.split(':')[1] ?? '';
    const userId = await bot.newcomer();
    for (const effect of [
      { kind: 'answer', code: 500, description: 'Internal Server Error' },
      { kind: 'answer', code: 400, description: `Bad Request: bad webhook ${webhookSecret.slice(0, 3)}` },
      { kind: 'refuse-connection' },
      { kind: 'lose-answer' },
    ] as const) {
      await sandbox.act({ act: 'fault', fault: { times: 3, effect } });
      await sandbox.act({ act: 'say', userId, chatId: userId, text: '/profile' });
      await open.chat.resetWebhook().catch((error: unknown) => {
        actions.parts.log.error({ err: error }, 'The webhook could not be reset.');
      });
      await sandbox.act({ act: 'clear-faults' });
    }
    // A file whose address names the token, from a server that breaks off.
    const far = createTelegram({
      token: sandbox.token,
      apiRoot: 'http://127.0.0.1:9',
      log: actions.parts.log,
    });
    const signal = AbortSignal.timeout(5000);
    for (const telegram of [open.telegram, far]) {
      await fetchSentFile(telegram, { fileId: 'gone', kind: 'video' }, '/nowhere/x', signal).catch(
        (error: unknown) => actions.parts.log.error({ err: error, shown: String(error) }, 'No file.'),
      );
    }
    const verdict = await createReadiness(readinessChecks(tmpdir(), actions.parts, far)).look();
    const myData = await withMyData(actions.parts, `telegram:${userId}`, ({ path }) =>
      readFile(path, 'utf8'),
    );
    await bot.settled();
    const everything = [...bot.logged, await bot.dump(), JSON.stringify(verdict), myData].join('\n');
    expect(everything).toContain('The webhook could not be reset.');
    expect(everything).toContain(`telegram:${userId}`);
    expect(everything).not.toContain(tokenSecret);
    expect(everything).not.toContain(webhookSecret);
    // Nor does anything come as far as the log, whose last guard would have taken it out.
    expect(bot.logged.join('\n')).not.toContain('[redacted]');
  });
});

describe('the whole program', () => {
  const canary = (name: string) => `cnry-${name}-0123456789`;
  const secrets = {
    TELEGRAM_BOT_TOKEN: `987654321:AA${canary('token')}_QXMENQjcrGbqCr4K`,
    TELEGRAM_WEBHOOK_SECRET: canary('webhook'),
    ELEVEN_API_KEY: canary('eleven'),
    FALAI_API_TOKEN: canary('falai'),
    SHOTSTACK_API_KEY: canary('shotstack'),
    MODAL_OVERLAY_ENDPOINT: 'https://overlay.example/submit',
    MODAL_KEY: canary('modal'),
    MODAL_SECRET: canary('modal-secret'),
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'canaries-'));
  });
  afterAll(async () => await rm(folder, { recursive: true, force: true }));

  /** Runs it to its own end and gives all that it said and wrote. */
  async function run(
    env: Readonly<Record<string, string>>,
    meanwhile: (isRunning: () => boolean) => Promise<string>,
  ): Promise<string> {
    const child = spawn(process.execPath, ['bin/ugc.js', 'start'], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: folder, LOG_LEVEL: 'trace', ...env },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    const ended = once(child, 'close');
    const seen = await meanwhile(() => child.exitCode === null);
    const [code] = await ended;
    expect(code).not.toBe(0);
    return said + seen + (await readFile(join(folder, 'log', 'ugc.log'), 'utf8'));
  }

  it('tells no secret in its output, its log or its answers, whatever Telegram answers', async () => {
    // Broken connections, then failures, then a refusal of the token: that ends the program.
    let calls = 0;
    let isAsked = false;
    const telegram: RequestListener = (request, response) => {
      calls += 1;
      if (calls <= 6) return void request.socket.destroy();
      const code = isAsked ? 401 : 502;
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, error_code: code, description: `No, ${request.url}` }));
    };
    const server = createServer(telegram);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = await freePort();
    const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { ...secrets, TELEGRAM_API_ROOT: apiRoot, PORT: String(port) };
    const everything = await run(env, async (isRunning) => {
      const base = `http://127.0.0.1:${port}`;
      const ask = async (path: string) =>
        await fetch(base + path).then(
          async (answer) => await answer.text(),
          () => '',
        );
      while (isRunning() && !(await ask('/ready')).includes('"part":"telegram"')) await delay(50);
      const answers = await Promise.all(['/', '/ready', '/metrics', '/health', '/files/x'].map(ask));
      isAsked = true;
      return answers.join('\n');
    });
    server.closeAllConnections();
    server.close();
    expect(everything).toContain('Telegram does not accept TELEGRAM_BOT_TOKEN');
    expect(everything).toContain('ugc_database_up');
    expect(everything).not.toMatch(/cnry-/);
  });

  it('tells no password of a database that is not there', async () => {
    const database = `postgresql://ann:${canary('database')}@127.0.0.1:9/ugc?application_name=x`;
    const env = { ...secrets, DATABASE_URL: database, PORT: String(await freePort()) };
    const everything = await run(env, async () => '');
    expect(everything).toMatch(/database/i);
    expect(everything).not.toMatch(/cnry-/);
  });
});
