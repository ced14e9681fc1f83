import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../kernel/errors.ts';
import type { PictureMakingPort, PictureMakingRequest, PictureMakingResult } from './picture-making.ts';
import type { Spending, WorkContext } from './work.ts';

export interface PictureMakingSubject {
  readonly port: PictureMakingPort;
  /** What paid calls are written down in. */
  spending(): Spending;
  /** A prompt that the adapter must refuse; undefined where nobody knows one for sure. */
  readonly refusedPrompt: string | undefined;
  close(): Promise<void>;
}

/** What every adapter that makes pictures must do. */
export function pictureMakingContract(name: string, create: () => Promise<PictureMakingSubject>): void {
  describe(`picture making contract: ${name}`, () => {
    let subject: PictureMakingSubject;
    let folder: string;

    beforeAll(async () => {
      subject = await create();
      folder = await mkdtemp(join(tmpdir(), 'making-contract-'));
    });

    afterAll(async () => {
      await subject.close();
      await rm(folder, { recursive: true, force: true });
    });

    const work = async (signal = new AbortController().signal) => {
      const progress: number[] = [];
      const workFolder = await mkdtemp(join(folder, 'work-'));
      const reportProgress = (fraction: number) => void progress.push(fraction);
      return { signal, workFolder, reportProgress, progress, spending: subject.spending() };
    };

    const finished = async (
      request: PictureMakingRequest,
      context: WorkContext,
    ): Promise<PictureMakingResult> => {
      let answer = await subject.port.start(request, context);
      while (answer.status === 'pending') {
        await delay(answer.pollAfterMs);
        answer = await subject.port.status(answer.operation, context);
      }
      return answer.result;
    };

    it.each([
      { gender: 'female', prompt: 'a baker in her fifties, in a small bakery' },
      { gender: 'male', prompt: 'парень лет двадцати пяти в худи, на кухне' },
    ] as const)('makes a PNG in the work folder ($gender)', async (request) => {
      const context = await work();
      const result = await finished(request, context);
      expect(result.picturePath.startsWith(context.workFolder)).toBe(true);
      expect((await readFile(result.picturePath)).toString('latin1', 1, 4)).toBe('PNG');
      expect(result.cost.estimatedUsd).toBeGreaterThanOrEqual(0);
      expect(context.progress).toEqual(context.progress.toSorted((a, b) => a - b));
      expect(context.progress.at(-1)).toBe(1);
    });

    it('refuses what it may not make, with a sentence for the user', async (test) => {
      const { refusedPrompt } = subject;
      if (refusedPrompt === undefined) return test.skip('no prompt is known to be refused');
      const asked = finished({ gender: 'female', prompt: refusedPrompt }, await work());
      await expect(asked).rejects.toSatisfy((error) => {
        return isAppError(error, 'provider-refused') && error.message.length > 20;
      });
    });

    it('throws cancelled when the signal has fired', async () => {
      const pending = finished({ gender: 'male', prompt: 'a cook' }, await work(AbortSignal.abort()));
      await expect(pending).rejects.toSatisfy((error) => isAppError(error, 'cancelled'));
    });
  });
}
