import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceMesh } from '../domain/face/face-mesh.ts';
import { isAppError } from '../kernel/errors.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { FaceAnalysisPort } from './face-analysis.ts';
import type { InputFile, WorkContext } from './work.ts';

/** Pictures as files' contents; what each shows is its name's promise. */
export interface FaceAnalysisFixtures {
  /** One frontal face, opaque, JPEG. */
  readonly onePerson: Buffer;
  /** The same face with the points that it is known to have, in pixels of `onePerson`. */
  readonly onePersonFace: FaceMesh;
  readonly twoPeople: Buffer;
  readonly nobody: Buffer;
  /** A cut-out person. */
  readonly transparent: Buffer;
}

export interface FaceAnalysisSubject {
  readonly port: FaceAnalysisPort;
  readonly fixtures: FaceAnalysisFixtures;
  close(): Promise<void>;
}

/** What every adapter of the face analysis must do. */
export function faceAnalysisContract(name: string, create: () => Promise<FaceAnalysisSubject>): void {
  describe(`face analysis contract: ${name}`, () => {
    let subject: FaceAnalysisSubject;
    let folder: string;
    let fixture: FaceAnalysisFixtures;

    beforeAll(async () => {
      subject = await create();
      fixture = subject.fixtures;
      folder = await mkdtemp(join(tmpdir(), 'face-contract-'));
    });

    afterAll(async () => {
      await subject.close();
      await rm(folder, { recursive: true, force: true });
    });

    const work = async (signal = new AbortController().signal): Promise<WorkContext> => {
      const workFolder = await mkdtemp(join(folder, 'work-'));
      return { signal, workFolder, reportProgress: () => undefined };
    };

    const file = async (content: Buffer): Promise<InputFile> => {
      const path = join(folder, `${sha256(content)}.bin`);
      await writeFile(path, content);
      return { path, sha256: sha256(content), mime: 'application/octet-stream', bytes: content.length };
    };

    const uprightFile = async (content: Buffer): Promise<InputFile> => {
      const { picturePath } = await subject.port.upright(await file(content), await work());
      return await file(await readFile(picturePath));
    };

    it('writes the upright picture into the work folder as PNG and leaves the input as it was', async () => {
      const input = await file(fixture.onePerson);
      const context = await work();
      const { picturePath, hasAlpha } = await subject.port.upright(input, context);
      expect(picturePath.startsWith(context.workFolder)).toBe(true);
      expect((await readFile(picturePath)).toString('latin1', 1, 4)).toBe('PNG');
      expect(hasAlpha).toBe(false);
      expect(sha256(await readFile(input.path))).toBe(input.sha256);
    });

    it('keeps the alpha of a cut-out', async () => {
      const result = await subject.port.upright(await file(fixture.transparent), await work());
      expect(result.hasAlpha).toBe(true);
    });

    it('refuses what is no picture as invalid-portrait', async () => {
      const input = await file(Buffer.from('this is not a picture, whatever its name says'));
      for (const asked of [
        subject.port.upright(input, await work()),
        subject.port.inspect(input, await work()),
      ]) {
        await expect(asked).rejects.toSatisfy((error) => isAppError(error, 'invalid-portrait'));
      }
    });

    it('finds the one face with 478 points where they are known to be', async () => {
      const { faces, picture } = await subject.port.inspect(
        await uprightFile(fixture.onePerson),
        await work(),
      );
      expect(picture).toEqual(fixture.onePersonFace.picture);
      expect(faces).toHaveLength(1);
      const points = faces[0]?.points ?? [];
      expect(points).toHaveLength(478);
      expect(meanDistance(points, fixture.onePersonFace.points)).toBeLessThan(4);
      expect(faces[0]?.confidence).toBeGreaterThan(0.9);
    });

    it('finds nobody where nobody is, as an answer and not as an error', async () => {
      const { faces } = await subject.port.inspect(await uprightFile(fixture.nobody), await work());
      expect(faces).toEqual([]);
    });

    it('finds both of two people', async () => {
      const { faces } = await subject.port.inspect(await uprightFile(fixture.twoPeople), await work());
      expect(faces).toHaveLength(2);
    });

    it('gives a matte in the work folder', async () => {
      const context = await work();
      const picture = await uprightFile(fixture.onePerson);
      const { mattePath } = await subject.port.matte(picture, fixture.onePersonFace, context);
      expect(mattePath.startsWith(context.workFolder)).toBe(true);
      expect(existsSync(mattePath)).toBe(true);
    });

    it('throws cancelled when the signal fires, and works again afterwards', async () => {
      const picture = await uprightFile(fixture.onePerson);
      const controller = new AbortController();
      const pending = subject.port.inspect(picture, await work(controller.signal));
      controller.abort();
      await expect(pending).rejects.toSatisfy((error) => isAppError(error, 'cancelled'));
      expect((await subject.port.inspect(picture, await work())).faces).toHaveLength(1);
    });
  });
}

function meanDistance(found: FaceMesh['points'], known: FaceMesh['points']): number {
  const distances = found.map(([x, y], i) => Math.hypot(x - (known[i]?.[0] ?? 0), y - (known[i]?.[1] ?? 0)));
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}
