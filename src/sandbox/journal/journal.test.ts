import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestSandbox } from '../../../test/support/test-sandbox.ts';
import { openJournal } from './journal.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal '));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const namesIn = () => {
  const journal = openJournal(folder);
  const names = [...journal.table<string>('names').values()];
  journal.close();
  return names;
};

describe('the journal', () => {
  it('finds everything again, and what was deleted is gone', () => {
    const journal = openJournal(folder);
    const names = journal.table<string>('names');
    names.set(1, 'Ann');
    names.set(2, 'Ben');
    journal.commit();
    names.set(1, 'Anna');
    names.delete(2);
    journal.close();
    expect(namesIn()).toEqual(['Anna']);
  });

  it.each([
    ['in the middle of its last line', async () => truncate(path, (await stat(path)).size - 3)],
    ['with a last line of rubbish', async () => appendFile(path, '\0\0\0\n')],
    ['with half a line more', async () => appendFile(path, '[["names","3","Ce')],
  ])('bears a file that was cut off %s', async (what, damage) => {
    const journal = openJournal(folder);
    const names = journal.table<string>('names');
    names.set(1, 'Ann');
    journal.commit();
    names.set(2, 'Ben');
    names.set(3, 'Cem');
    journal.close();
    await damage();
    const survivors = what.includes('middle') ? ['Ann'] : ['Ann', 'Ben', 'Cem'];
    expect(namesIn()).toEqual(survivors);
    expect(namesIn()).toEqual(survivors);
  });

  it('does not grow without end', async () => {
    const journal = openJournal(folder);
    const names = journal.table<string>('names');
    for (let round = 0; round < 3000; round += 1) {
      names.set(1, `${round}`.padEnd(4000, '.'));
      journal.commit();
    }
    journal.close();
    expect((await stat(path)).size).toBeLessThan(9 << 20);
    expect(namesIn()[0]).toMatch(/^2999\./);
  });

  it('has every answered change on disk when the process is killed', async () => {
    const program = `
      import { openJournal } from ${JSON.stringify(new URL('journal.ts', import.meta.url).href)};
      const journal = openJournal(${JSON.stringify(folder)});
      const names = journal.table('names');
      for (let i = 1; ; i += 1) { names.set(i, 'n' + i); journal.commit(); process.stdout.write(i + '\\n'); }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk;
      if (told.split('\n').length > 50) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const last = Number(told.split('\n').at(-2));
    expect(last).toBeGreaterThanOrEqual(49);
    expect(namesIn().length).toBeGreaterThanOrEqual(last);
  });
});

describe('a sandbox that was killed', () => {
  it('has the same bot, chats, files, presses and updates again', async () => {
    const before = await openTestSandbox({ folder });
    const { userId, sandbox } = before;
    await sandbox.act({ act: 'start', userId });
    const form = new FormData();
    form.set('chat_id', String(userId));
    form.set('document', new Blob(['hello']), 'a.txt');
    form.set('reply_markup', JSON.stringify({ inline_keyboard: [[{ text: 'a', callback_data: 'a' }]] }));
    const { result } = await before.call('sendDocument', form);
    await before.call('setMyCommands', { commands: [{ command: 'go', description: 'Go' }] });
    const pressed = await sandbox.act({
      act: 'press',
      userId,
      chatId: userId,
      messageId: result.message_id,
      row: 0,
      column: 0,
    });
    const updates = (await before.call('getUpdates')).result;
    const { sequence: _before, ...state } = sandbox.state();
    // As a kill leaves it: nothing was closed, and the last line is torn.
    const torn = `${await readFile(path, 'utf8')}[["users","1",{"id`;
    await before.close();
    await rm(path);
    await appendFile(path, torn);

    const after = await openTestSandbox({ folder });
    const { sequence: _after, ...again } = after.sandbox.state();
    expect(again).toEqual(state);
    expect(after.sandbox.token).toBe(sandbox.token);
    expect((await after.call('getUpdates')).result).toEqual(updates);
    expect(
      await after.call('answerCallbackQuery', { callback_query_id: pressed.ok && pressed.callbackId }),
    ).toMatchObject({ ok: true });
    const file = await after.call('getFile', { file_id: result.document.file_id });
    const download = await fetch(`${after.apiRoot}/file/bot${after.sandbox.token}/${file.result.file_path}`);
    expect(await download.text()).toBe('hello');
    const next = await after.call('sendMessage', { chat_id: userId, text: 'on' });
    expect(next.result.message_id).toBe(result.message_id + 1);
    await after.close();
  });
});
