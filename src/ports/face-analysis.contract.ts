import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaceMesh } from '../domain/face/face-mesh.ts';
import type { Point, Size } from '../domain/geometry.ts';
import { isAppError } from '../kernel/errors.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { FaceAnalysisPort, HeadVideo } from './face-analysis.ts';
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
  /** Somebody who walks about before a wall, MP4. */
  readonly walker: {
    readonly video: Buffer;
    readonly size: Size;
    readonly durationSeconds: number;
    /** Middle of the face's box, in pixels. */
    faceAt(seconds: number): Point;
    /** Grey frames of the video's size: where the person is. */
    readonly mattes: Buffer;
  };
  /** A video of the walker's size in which nobody is, MP4. */
  readonly emptyRoom: { readonly video: Buffer; readonly durationSeconds: number };
  /** Grey frames of a video, one after another, scaled to `size`; of its key frames alone where that is asked for. */
  greyFrames(path: string, size: Size, only?: 'key frames'): Promise<Buffer>;
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

    const headVideo = async ({
      video,
      durationSeconds,
    }: FaceAnalysisFixtures['emptyRoom']): Promise<HeadVideo> => ({
      video: { ...(await file(video)), mime: 'video/mp4' },
      size: fixture.walker.size,
      durationSeconds,
    });
    const walker = async () => await headVideo(fixture.walker);

    it('follows the face of somebody who walks, within 3 % of the width in 95 % of the frames', async () => {
      const { size, durationSeconds, faceAt } = fixture.walker;
      const track = await subject.port.trackFace(await walker(), await work());
      expect(track.faces).toHaveLength(Math.round(durationSeconds * track.framesPerSecond));
      expect(track.warnings).toEqual([]);
      expect(track).not.toHaveProperty('guess');
      const errors = track.faces.map((face, frame) => {
        const known = faceAt(frame / track.framesPerSecond);
        return Math.hypot(face.x + face.width / 2 - known.x, face.y + face.height / 2 - known.y);
      });
      errors.sort((a, b) => a - b);
      expect(errors[Math.floor(errors.length * 0.95)]).toBeLessThan(0.03 * size.width);
    });

    it('says that nobody was found to follow or to cut out, and goes on', async () => {
      const room = await headVideo(fixture.emptyRoom);
      const track = await subject.port.trackFace(room, await work());
      expect(track.warnings.join()).toMatch(/No face was found in the whole head video.*middle/);
      expect(track.guess).toBe('centre');
      const { mattePath, personShare, warnings } = await subject.port.matteVideo(room, await work());
      expect(personShare).toBe(0);
      expect(warnings.join()).toMatch(/0 %/);
      expect(existsSync(mattePath)).toBe(true);
    });

    it('cuts a walking person out of the background in step with the video', async () => {
      const { size, mattes } = fixture.walker;
      const { mattePath, personShare, warnings } = await subject.port.matteVideo(
        await walker(),
        await work(),
      );
      expect({ personShare, warnings }).toEqual({ personShare: 1, warnings: [] });
      const found = await fixture.greyFrames(mattePath, size);
      expect(found).toHaveLength(mattes.length);
      const pixels = size.width * size.height;
      for (let frame = 0; frame * pixels < mattes.length; frame++) {
        const part = (all: Buffer) => all.subarray(frame * pixels, (frame + 1) * pixels);
        expect(sharedShare(part(found), part(mattes)), `frame ${frame}`).toBeGreaterThan(0.93);
      }
      const keyFrames = await fixture.greyFrames(mattePath, size, 'key frames');
      expect(keyFrames.length / pixels).toBeGreaterThanOrEqual(4 * fixture.walker.durationSeconds);
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

/** Pixels that both call the person's, of those that either does. */
function sharedShare(found: Buffer, known: Buffer): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < known.length; i++) {
    const isFound = (found[i] ?? 0) > 127;
    const isKnown = (known[i] ?? 0) > 127;
    if (isFound && isKnown) both++;
    if (isFound || isKnown) either++;
  }
  return both / either;
}

function meanDistance(found: FaceMesh['points'], known: FaceMesh['points']): number {
  const distances = found.map(([x, y], i) => Math.hypot(x - (known[i]?.[0] ?? 0), y - (known[i]?.[1] ?? 0)));
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}
