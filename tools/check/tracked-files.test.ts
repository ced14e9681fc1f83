import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { problemsIn } from './planted-project.ts';
import { trackedFilesCheck } from './tracked-files.ts';

// Put together here, so that this file itself holds none.
const letters = (count: number) => 'AbCdEfGh12'.repeat(5).slice(0, count);
const plantedSecrets: readonly (readonly [what: string, line: string])[] = [
  ['a Telegram bot token', `TELEGRAM_BOT_TOKEN=7123456789:AA${letters(33)}`],
  ['an AWS or R2 access key', `key: AKIA${'ABCDEFGH'.repeat(2)}`],
  ['an ElevenLabs key', `ELEVEN_API_KEY=sk_${'0123456789ab'.repeat(4)}`],
  ['a GitHub token', `"ghp_${letters(36)}"`],
  [
    'a fal.ai key',
    `FAL_KEY=${['01234567', '89ab', 'cdef', '0123', '456789abcdef'].join('-')}:${'0a'.repeat(16)}`,
  ],
  ['a database URL with a password', `DATABASE_URL=postgres${'://'}ugc:${letters(12)}@db.example.com/ugc`],
];
const home = `/${'home'}/anna/project`;
const users = `/${'Users'}/anna/project`;

describe('tracked files check', () => {
  it('is content with ordinary text, addresses and pictures', async () => {
    const problems = await problemsIn(trackedFilesCheck, {
      'docs/a.md': 'See https://example.com/home/page and docs/home/x and 2026-01-01 and $HOME/x.',
      'src/a.ts': "const local = 'postgres://ugc@localhost/ugc'; const socket = '/tmp/x';",
      'assets/a.webp': Uint8Array.from([0, 1, 2, 0]),
    });
    expect(problems).toEqual([]);
  });

  it.each(plantedSecrets)('finds %s', async (what, line) => {
    expect(await problemsIn(trackedFilesCheck, { 'a.txt': `first\n${line}\n` })).toEqual([
      `a.txt:2 has ${what}`,
    ]);
  });

  it.each(['\n', ' '])('finds a private key whose lines are joined by %j', async (joint) => {
    const key = `-----BEGIN ${'PRIVATE'} KEY-----${joint}${letters(40)}`;
    expect(await problemsIn(trackedFilesCheck, { 'a.ts': `\n${key}` })).toEqual(['a.ts:2 has a private key']);
  });

  it.each([home, users, `${homedir()}/notes`])("finds a path of somebody's machine: %s", async (path) => {
    const problems = await problemsIn(trackedFilesCheck, { 'a.md': `run it in '${path}/x'` });
    expect(problems).toEqual([expect.stringContaining("a.md:1 has a path of somebody's machine")]);
  });

  it('finds a file that is too large', async () => {
    const problems = await problemsIn(trackedFilesCheck, { 'big.bin': new Uint8Array(5 * 1024 * 1024 + 1) });
    expect(problems).toEqual(['big.bin has 5242881 bytes; a tracked file has at most 5242880']);
  });
});
