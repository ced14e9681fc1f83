import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { secretsOf } from '../config/secrets-of.ts';
import { createLog, createLogTo, type Log, logOf } from './log.ts';

function capture(secrets: readonly string[] = []): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const log = createLogTo({ write: (line) => lines.push(line) }, { level: 'trace', secrets });
  return { log, lines };
}

describe('a secret never comes out', () => {
  const canary = 'cAnArY0123456789abcdef';
  const known = [`${canary}"quoted\\`];
  const cases: Record<string, (log: Log) => void> = {
    'a known value in a message': (log) => log.info(`sent with ${known[0]}`),
    'a known value in a field of any name': (log) => log.info({ harmless: { deep: [known[0]] } }, 'x'),
    'a known value in a link': (log) => log.info(`https://x.test/${encodeURIComponent(known[0] ?? '')}/y`),
    'a field by its name, at any depth': (log) =>
      log.info(
        { request: { headers: { 'xi-api-key': canary, Authorization: canary } }, apiKey: canary },
        'x',
      ),
    'a field that is named like one': (log) =>
      log.info({ R2_SECRET_ACCESS_KEY: canary, botToken: canary }, 'x'),
    'JSON quoted inside a text': (log) =>
      log.info(`answer: ${JSON.stringify({ a: { api_key: canary, b: 1 } })}`),
    'a presigned link': (log) =>
      log.info({ url: `https://b.r2.test/k.mp4?X-Amz-Date=1&X-Amz-Signature=${canary}` }, 'x'),
    'a presigned link in a message, with a fragment': (log) =>
      log.info(`Fetched https://b.test/files/a?expires=1&s=${canary}#t=3 in 3 ms.`),
    'an Authorization header in a text': (log) => log.info(`Authorization: Key id:${canary}`),
    'a bearer token in a text': (log) => log.info(`Authorization: Bearer ${canary}`),
    'a bot token in an address': (log) =>
      log.info('POST https://api.telegram.org/bot123456789:cAnArYhBOweik6ad9r_QXMENQjcrGbqCr4K/sendVideo'),
    'a password in an address': (log) => log.info(`postgresql://ann:${canary}@host:5432/db`),
    'an error with a request hung on it': (log) => {
      const error = Object.assign(new Error('refused'), { config: { auth: canary } });
      log.error({ err: new AppError('provider-refused', 'No.', { cause: error }) }, 'x');
    },
    'the parameters of a failed query': (log) =>
      log.error({ err: new DrizzleQueryError('select $1', [canary], new Error('syntax')) }, 'x'),
  };

  test.each(Object.entries(cases))('%s', (_name, write) => {
    const { log, lines } = capture(known);
    write(log);
    write(log.child({ module: 'tts' }));
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).not.toMatch(/cAnArY/i);
      expect(() => JSON.parse(line)).not.toThrow();
    }
  });

  test('nor one that the configuration holds', () => {
    const env = {
      ELEVENLABS_API_KEY: 'xi-canary-1',
      TELEGRAM_WEBHOOK_SECRET: 'hook-canary-2',
      DATABASE_URL: 'postgresql://ann:p%40ss-canary-3@host/db',
      PORT: '8080',
    };
    const { log, lines } = capture(secretsOf(env));
    log.info({ env, note: ['p@ss-canary-3', 'hook-canary-2'] }, 'Started on 8080 with xi-canary-1.');
    expect(lines[0]).not.toContain('canary');
    expect(lines[0]).toContain('Started on 8080');
  });
});

test.each(['a-', 'http://', '\\', '"token', 'x://y:'])('a line full of %j keeps nobody waiting', (part) => {
  const { log, lines } = capture();
  const startedAt = process.cpuUsage();
  log.info(part.repeat(100_000 / part.length));
  const { user, system } = process.cpuUsage(startedAt);
  expect((user + system) / 1e6).toBeLessThan(2);
  expect(lines).toHaveLength(1);
});

test('what is no secret stays whole', () => {
  const { log, lines } = capture();
  const fields = {
    productionId: 17,
    key: 'speech/ab12',
    url: 'https://example.com/a/b.mp4',
    seconds: 1.5,
    note: 'a "b"',
  };
  logOf(log, 'montage').info(fields, 'Montage took 1.5 s: 12:30, key ab12.');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    ...fields,
    level: 'info',
    module: 'montage',
    msg: 'Montage took 1.5 s: 12:30, key ab12.',
  });
});

test('an error keeps its reason, code, stack and cause', () => {
  const { log, lines } = capture();
  const cause = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  log.error({ err: new AppError('disk-full', 'The disk is full.', { cause }) }, 'Stopped.');
  expect(JSON.parse(lines[0] ?? '').err).toMatchObject({
    type: 'AppError',
    reason: 'disk-full',
    message: 'The disk is full.',
    stack: expect.stringContaining('log.test.ts'),
    cause: { code: 'ENOSPC', message: 'no space' },
  });
});

test('a file gets every line from its level up, in a folder that is made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'log '));
  try {
    const file = join(folder, 'logs', 'ugc.log');
    const log = createLog({ level: 'info', file, secrets: ['the-secret'] });
    log.debug('not this');
    log.info('one the-secret');
    log.warn('two');
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['one [redacted]', 'two']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
