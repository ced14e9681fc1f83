import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withScratchFolder } from '../files/scratch.ts';
import { stageInput } from './untrusted-input.ts';

it('what is staged under a name of before takes its place, and the file of before stays as it is', async () => {
  await withScratchFolder(join(tmpdir(), 'ugc-staged'), async (folder) => {
    const [first, second] = [join(folder, 'first.mp4'), join(folder, 'second.mp4')];
    await writeFile(first, 'first');
    await writeFile(second, 'second');
    await stageInput(folder, 'input', first);
    await stageInput(folder, 'input', second);
    expect(await readFile(join(folder, 'input'), 'utf8')).toBe('second');
    expect(await readFile(first, 'utf8')).toBe('first');
  });
});
