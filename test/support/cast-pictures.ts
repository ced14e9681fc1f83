import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import type { FaceMesh } from '../../src/domain/face/face-mesh.ts';
import { faceMeshOfStoredLandmarks } from '../../src/domain/face/stored-landmarks.ts';
import { sha256 } from '../../src/platform/files/sha256.ts';
import type { InputFile, WorkContext } from '../../src/ports/work.ts';

export const projectRoot = join(import.meta.dirname, '../..');
export const assetsFolder = join(projectRoot, 'assets');

interface CastPerson {
  readonly id: string;
  readonly background: string;
}

export const castPeople = JSON.parse(await readFile(join(assetsFolder, 'cast/cast.json'), 'utf8'))
  .people as readonly CastPerson[];

/** A presenter before their plate, as an ordinary photo would show them: 1080×1350. */
export async function overPlate(id: string): Promise<Canvas> {
  const person = await loadImage(join(assetsFolder, `cast/${id}.webp`));
  const plateName = castPeople.find((candidate) => candidate.id === id)?.background;
  const plate = await loadImage(join(assetsFolder, `backgrounds/${plateName}.webp`));
  const canvas = createCanvas(person.width, person.height);
  const context = canvas.getContext('2d');
  context.drawImage(plate, 0, 0, 1080, 1920);
  context.drawImage(person, 0, 0);
  return canvas;
}

export async function storedFace(id: string): Promise<FaceMesh> {
  const content = await readFile(join(assetsFolder, `cast/${id}.landmarks.json`), 'utf8');
  return faceMeshOfStoredLandmarks(JSON.parse(content));
}

export function sideBySide(left: Canvas, right: Canvas): Canvas {
  const canvas = createCanvas(left.width + right.width, Math.max(left.height, right.height));
  const context = canvas.getContext('2d');
  context.drawImage(left, 0, 0);
  context.drawImage(right, left.width, canvas.height - right.height);
  return canvas;
}

export function scaledTo(canvas: Canvas, width: number): Canvas {
  const result = createCanvas(width, Math.round((canvas.height * width) / canvas.width));
  result.getContext('2d').drawImage(canvas, 0, 0, result.width, result.height);
  return result;
}

/** One channel (0 red … 3 alpha) of a picture file, row by row. */
export async function channelOf(path: string, offset: number): Promise<Uint8Array> {
  const image = await loadImage(path);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return Uint8Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + offset] ?? 0);
}

/** A folder of a test's own, with the files and work contexts that ports are given. */
export interface TestFolder {
  file(content: Buffer, mime?: string): Promise<InputFile>;
  work(signal?: AbortSignal): Promise<WorkContext>;
  remove(): Promise<void>;
}

export async function testFolder(): Promise<TestFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'ugc-test-'));
  return {
    async file(content, mime = 'application/octet-stream') {
      const path = join(folder, `${sha256(content).slice(0, 16)}.bin`);
      await writeFile(path, content);
      return { path, sha256: sha256(content), mime, bytes: content.length };
    },
    async work(signal = new AbortController().signal) {
      const workFolder = await mkdtemp(join(folder, 'work-'));
      return { signal, workFolder, reportProgress: () => undefined };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
