import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJobAnswer } from '../../src/providers/modal-overlay/answers.ts';

const root = join(import.meta.dirname, '../..');
const hasPython = spawnSync('python3', ['--version']).status === 0;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modal-deployment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** With a program in the place of Node that says what the real one would. */
async function answersWhereNodeSays(said: string) {
  const node = join(folder, 'node');
  await writeFile(
    node,
    `#!/bin/sh\ncat >"${folder}/job.json"\necho "$@" >"${folder}/arguments"\necho '${said}'\n`,
  );
  await chmod(node, 0o755);
  const packages = [join(root, 'test/support/modal-package'), join(root, 'deploy/modal')].join(':');
  const run = spawnSync('python3', [join(root, 'test/support/modal-package/answers.py'), folder], {
    cwd: root,
    env: { PATH: `${folder}:${process.env.PATH}`, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return JSON.parse(run.stdout.toString());
}

// It needs an interpreter, which the product itself does not.
describe.skipIf(!hasPython)('the functions on Modal', () => {
  const made = '{"event":"overlay","file":"/results/x/overlay.webm","processingSeconds":4.2}';

  it('spawn the job as it came, and never say "processing" of one that has ended', async () => {
    const told = await answersWhereNodeSays(made);
    expect(told.submit).toEqual({ job_id: 'fc-1', status: 'submitted' });
    expect(told.spawned).toEqual([[{ video_url: 'https://files.example/a.mp4' }]]);
    const read = (name: string) =>
      told[name].map((answer: unknown) => {
        const { state, isExpired } = readJobAnswer(answer) ?? {};
        return isExpired ? 'expired' : state;
      });
    expect(
      Object.fromEntries(
        [
          'running',
          'running, as modal says it',
          'expired',
          'too slow',
          'broken',
          'failed',
          'done',
          'put',
        ].map((name) => [name, read(name)]),
      ),
    ).toEqual({
      running: ['processing', 'processing'],
      'running, as modal says it': ['processing', 'processing'],
      expired: ['expired', 'expired'],
      'too slow': ['failed', 'failed'],
      broken: ['failed', 'failed'],
      failed: ['failed', 'failed'],
      done: ['completed', 'completed'],
      put: ['completed', 'completed'],
    });
    expect(told.done[1]).toEqual({
      ...{ job_id: 'fc-1', status: 'success', processing_time: 4.5 },
      overlay_url: 'https://ws--ugc-overlay-file.modal.run?place=p&name=overlay.webm',
    });
    expect(told.put[1].overlay_url).toBe('https://kept.example/a.webm');
  });

  it('run the program once for a job, and keep what it made', async () => {
    const told = await answersWhereNodeSays(made);
    expect(told.process).toEqual({
      ...{ status: 'success', processing_time: 4.2, name: 'overlay.webm' },
      place: expect.stringMatching(/^[\w-]{32}$/),
    });
    expect(told.commits).toBe(1);
  });

  it.each([
    ['{"event":"failed","message":"The video is a song."}', 'The video is a song.'],
    ['', 'The program ended without a word.'],
  ])('say why a job failed: %s', async (said, error) => {
    expect((await answersWhereNodeSays(said)).process).toEqual({ status: 'failed', error });
  });

  it('answer where a result was put', async () => {
    const put = made.replace('}', ',"putAt":"https://kept.example/a.webm"}');
    const { process: done, commits } = await answersWhereNodeSays(put);
    expect([done.overlay_url, commits]).toEqual(['https://kept.example/a.webm', 0]);
  });
});
