import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAppError } from '../kernel/errors.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { PictureEditPort, PictureEditResult } from './picture-edit.ts';
import type { InputFile, Spending, WorkContext } from './work.ts';

export interface PictureEditSubject {
  readonly port: PictureEditPort;
  /** An opaque upright PNG of one person. */
  readonly portrait: Buffer;
  /** One prompt a language that every adapter can fulfil. */
  readonly prompts: { readonly en: string; readonly ru: string };
  /** A prompt that the adapter must refuse; undefined where nobody knows one for sure. */
  readonly refusedPrompt: string | undefined;
  /** What paid calls are written down in, for adapters that make any. */
  spending?(): Spending;
  close(): Promise<void>;
}

/** What every adapter of the picture edit must do. */
export function pictureEditContract(name: string, create: () => Promise<PictureEditSubject>): void {
  describe(`picture edit contract: ${name}`, () => {
    let subject: PictureEditSubject;
    let folder: string;
    let picture: InputFile;

    beforeAll(async () => {
      subject = await create();
      folder = await mkdtemp(join(tmpdir(), 'edit-contract-'));
      const path = join(folder, 'portrait.png');
      await writeFile(path, subject.portrait);
      const bytes = subject.portrait.length;
      picture = { path, sha256: sha256(subject.portrait), mime: 'image/png', bytes };
    });

    afterAll(async () => {
      await subject.close();
      await rm(folder, { recursive: true, force: true });
    });

    const work = async (signal = new AbortController().signal) => {
      const progress: number[] = [];
      const workFolder = await mkdtemp(join(folder, 'work-'));
      const reportProgress = (fraction: number) => void progress.push(fraction);
      const spending = subject.spending && { spending: subject.spending() };
      return { signal, workFolder, reportProgress, progress, ...spending };
    };

    const finished = async (prompt: string, context: WorkContext): Promise<PictureEditResult> => {
      let answer = await subject.port.start({ picture, prompt }, context);
      while (answer.status === 'pending') {
        await delay(answer.pollAfterMs);
        answer = await subject.port.status(answer.operation, context);
      }
      return answer.result;
    };

    it.each(['en', 'ru'] as const)(
      'edits by a prompt (%s) into a PNG of the work folder',
      async (language) => {
        const context = await work();
        const result = await finished(subject.prompts[language], context);
        expect(result.picturePath.startsWith(context.workFolder)).toBe(true);
        const content = await readFile(result.picturePath);
        expect(content.toString('latin1', 1, 4)).toBe('PNG');
        expect(sha256(content)).not.toBe(picture.sha256);
        expect(result.applied.length).toBeGreaterThan(0);
        expect(result.cost.estimatedUsd).toBeGreaterThanOrEqual(0);
        expect(sha256(await readFile(picture.path))).toBe(picture.sha256);
        expect(context.progress).toEqual(context.progress.toSorted((a, b) => a - b));
      },
    );

    it('refuses what it may not or can not do, with a sentence for the user', async (test) => {
      const { refusedPrompt } = subject;
      if (refusedPrompt === undefined) return test.skip('no prompt is known to be refused');
      await expect(finished(refusedPrompt, await work())).rejects.toSatisfy((error) => {
        return isAppError(error, 'provider-refused') && error.message.length > 20;
      });
    });

    it('throws cancelled when the signal has fired', async () => {
      const controller = new AbortController();
      controller.abort();
      const pending = finished(subject.prompts.en, await work(controller.signal));
      await expect(pending).rejects.toSatisfy((error) => isAppError(error, 'cancelled'));
    });
  });
}
