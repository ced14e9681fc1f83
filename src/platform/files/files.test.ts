import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../kernel/errors.ts';
import { writeAtomically, writeFileAtomically } from './atomic-write.ts';
import { namingDiskFull, requireFreeSpace } from './disk-full.ts';
import { sweepScratch, withScratchFolder } from './scratch.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'files '));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a scratch folder', () => {
  test('is empty, gives the result, and is gone afterwards', async () => {
    const scratch = join(root, 'scratch');
    const result = await withScratchFolder(scratch, async (folder) => {
      expect(await readdir(folder)).toEqual([]);
      await writeFile(join(folder, 'a'), 'b');
      return 5;
    });
    expect(result).toBe(5);
    expect(await readdir(scratch)).toEqual([]);
  });

  test('is gone after an error too', async () => {
    const scratch = join(root, 'scratch');
    const failing = withScratchFolder(scratch, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await readdir(scratch)).toEqual([]);
  });

  test('of a killed process is swept; of a living one, and what is no scratch folder, stays', async () => {
    const scratch = join(root, 'sweep');
    const dead = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(dead, 'exit');
    await mkdir(join(scratch, `work-${dead.pid}-0badcafe-x`, 'deep'), { recursive: true });
    // An earlier process with our id, as in a container.
    await mkdir(join(scratch, `work-${process.pid}-0badcafe-x`));
    await mkdir(join(scratch, `work-${process.ppid}-0badcafe-x`));
    await mkdir(join(scratch, 'something else'));
    const left = await withScratchFolder(scratch, async (own) => {
      expect(await sweepScratch(scratch)).toBe(2);
      expect(await readdir(own)).toEqual([]);
      return await readdir(scratch);
    });
    expect(left).toHaveLength(3);
    expect(left).toContain(`work-${process.ppid}-0badcafe-x`);
    expect(left).toContain('something else');
    expect(await sweepScratch(join(root, 'missing'))).toBe(0);
  });
});

describe('an atomic write', () => {
  test('puts the whole file there, also over an old one and in a new folder, and leaves nothing else', async () => {
    const path = join(root, 'atomic', 'new', 'report.json');
    await writeFileAtomically(path, 'one');
    await writeFileAtomically(path, 'two');
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(root, 'atomic', 'new'))).toEqual(['report.json']);
  });

  test('that fails leaves the old file, and the part has the extension that programs go by', async () => {
    const path = join(root, 'atomic', 'ad.mp4');
    await writeFileAtomically(path, 'old');
    const failing = writeAtomically(path, async (part) => {
      expect(extname(part)).toBe('.mp4');
      await writeFile(part, 'half');
      throw new Error('ended early');
    });
    await expect(failing).rejects.toThrow('ended early');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect((await readdir(join(root, 'atomic'))).filter((name) => name.includes('part'))).toEqual([]);
  });
});

describe('a full disk', () => {
  test('is refused before the work, with what is there and what is needed', async () => {
    await requireFreeSpace(join(root, 'to be made'), 1000);
    await expect(requireFreeSpace(root, 1e18)).rejects.toMatchObject({
      reason: 'disk-full',
      message: expect.stringMatching(/has \d+ MB left, and 1000000000000 MB are needed/),
    });
  });

  // A device that has no room, ever.
  test.runIf(process.platform === 'linux')('is named when it strikes during the work', async () => {
    const writing = namingDiskFull(root, () => writeFile('/dev/full', 'x'));
    await expect(writing).rejects.toMatchObject({ reason: 'disk-full', cause: { code: 'ENOSPC' } });
  });

  test("is known by a program's last words; other errors pass as they are", async () => {
    const words = new AppError(
      'process-failed',
      'ffmpeg ended with 1: av_interleaved_write_frame(): No space left on device',
    );
    await expect(namingDiskFull(root, () => Promise.reject(words))).rejects.toMatchObject({
      reason: 'disk-full',
    });
    const other = new AppError('process-failed', 'ffmpeg ended with 1: Invalid data');
    await expect(namingDiskFull(root, () => Promise.reject(other))).rejects.toBe(other);
  });
});
