import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FaceMesh } from '../../src/domain/face/face-mesh.ts';
import { faceMeshOfStoredLandmarks, type StoredLandmarks } from '../../src/domain/face/stored-landmarks.ts';

export const assetsFolder = join(import.meta.dirname, '../../assets');

interface CastFile {
  readonly people: readonly { readonly id: string; readonly background: string }[];
}

export interface CastPortrait {
  readonly id: string;
  readonly portraitPath: string;
  readonly backgroundPath?: string;
  readonly mattePath?: string;
  readonly face: FaceMesh;
}

/** A presenter by name, or a photo by a folder that holds `upright.png`, `face.json` (a FaceMesh) and perhaps `matte.png`. */
export function portraitOf(nameOrFolder: string): CastPortrait {
  if (!existsSync(join(nameOrFolder, 'face.json'))) return castPortrait(nameOrFolder);
  const mattePath = join(nameOrFolder, 'matte.png');
  return {
    id: basename(nameOrFolder),
    portraitPath: join(nameOrFolder, 'upright.png'),
    ...(existsSync(mattePath) && { mattePath }),
    face: JSON.parse(readFileSync(join(nameOrFolder, 'face.json'), 'utf8')) as FaceMesh,
  };
}

export function castIds(): readonly string[] {
  return castFile().people.map(({ id }) => id);
}

export function castPortrait(id: string): CastPortrait & { readonly backgroundPath: string } {
  const person = castFile().people.find((candidate) => candidate.id === id);
  if (!person) throw new Error(`No presenter is named ${id}; there are ${castIds().join(', ')}.`);
  const landmarks = readFileSync(join(assetsFolder, `cast/${id}.landmarks.json`), 'utf8');
  return {
    id,
    portraitPath: join(assetsFolder, `cast/${id}.webp`),
    backgroundPath: join(assetsFolder, `backgrounds/${person.background}.webp`),
    face: faceMeshOfStoredLandmarks(JSON.parse(landmarks) as StoredLandmarks),
  };
}

function castFile(): CastFile {
  return JSON.parse(readFileSync(join(assetsFolder, 'cast/cast.json'), 'utf8')) as CastFile;
}
