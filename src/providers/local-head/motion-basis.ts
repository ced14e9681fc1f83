import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { facePointCount } from './canonical-face.ts';

const basisFile = z.object({
  format: z.literal('motion-basis/1'),
  points: z.literal(facePointCount),
  scale: z.number().positive(),
  neutral: z.string(),
  units: z.record(z.string(), z.string()),
});

const trianglesFile = z.object({
  format: z.literal('face-triangles/1'),
  points: z.literal(facePointCount),
  indices: z.string(),
});

/** Displacements in inter-ocular distances: x to the viewer's right, y up, z towards the viewer; three numbers a point. */
export interface MotionBasis {
  readonly neutral: Float32Array;
  unit(name: string): Float32Array;
}

export async function loadMotionBasis(assetsFolder: string): Promise<MotionBasis> {
  const file = basisFile.parse(
    JSON.parse(await readFile(join(assetsFolder, 'mouth/motion-basis.json'), 'utf8')),
  );
  const decoded = (text: string) => Float32Array.from(int16sOf(text), (value) => value * file.scale);
  return {
    neutral: decoded(file.neutral),
    unit: (name) => {
      const text = file.units[name];
      if (text === undefined) throw new Error(`The motion basis has no unit ${name}.`);
      return decoded(text);
    },
  };
}

/** Three indices a triangle; eyes and mouth opening are holes. */
export async function loadFaceTriangles(assetsFolder: string): Promise<Uint16Array> {
  const file = trianglesFile.parse(
    JSON.parse(await readFile(join(assetsFolder, 'face-mesh/triangles.json'), 'utf8')),
  );
  const bytes = Buffer.from(file.indices, 'base64');
  return Uint16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(at * 2));
}

function int16sOf(text: string): Int16Array {
  const bytes = Buffer.from(text, 'base64');
  return Int16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(at * 2));
}
