import { afterAll, beforeAll, expect, it } from 'vitest';
import { openScriptedActions, type ScriptedActions } from '../../test/support/scripted-actions.ts';
import { commandsOf } from './commands.ts';
import { runCli } from './run-cli.ts';
import { startCommand } from './start.ts';

let actions: ScriptedActions;
beforeAll(async () => {
  actions = await openScriptedActions();
  await actions.person(42);
});
afterAll(async () => await actions.close());

async function shell(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const commands = commandsOf({
    start: startCommand(async () => undefined),
    useApp: async (use) =>
      await use({
        parts: actions.parts,
        startWorking: () => undefined,
        stopping: new AbortController().signal,
      }),
    examine: async function* () {},
    overlays: { serve: async () => undefined, workOnce: async () => undefined },
  });
  const code = await runCli(args, commands, {
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  return { code, ...written };
}

it('a ledger that holds is counted, for people and for programs', async () => {
  const { code, out } = await shell('ledger', 'verify');
  expect(code).toBe(0);
  expect(out).toContain('credits: 3 given = 3 in balances + 0 held + 0 spent\nThe ledger holds.');
  const json = await shell('ledger', 'verify', '--json');
  expect(JSON.parse(json.out)).toMatchObject({ event: 'ledger', isSound: true, totals: { accounts: 1 } });
});

it('a ledger that does not hold ends with 1 and says what is wrong, and where', async () => {
  const { pool } = actions.parts.database;
  await pool.query(`update ugc.ledger_account set balance = 7 where kind = 'person'`);
  const { code, out, err } = await shell('ledger', 'verify');
  expect(code).toBe(1);
  expect(out).toContain('WRONG  balance is not the sum of its postings: 1 (person:telegram:42)');
  expect(err).toMatch(/^The ledger does not hold: balance is not the sum of its postings \(1\)/);
});

it.each([
  [['ledger'], '"ugc ledger" alone says too little; there is "ugc ledger verify".'],
  [['ledger', 'verfy'], '"ugc ledger verfy" is unknown; there is "ugc ledger verify".'],
  [['ledger', 'verify', 'it'], '"it" means nothing to "ugc ledger"'],
])('%j is refused with what there is', async (args, words) => {
  const { code, err } = await shell(...args);
  expect(code).toBe(2);
  expect(err).toContain(words);
});
