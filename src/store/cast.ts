import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { faceMeshOfStoredLandmarks } from '../domain/face/stored-landmarks.ts';
import type { FaceMesh } from '../domain/face/face-mesh.ts';
import type { Presenter } from '../domain/presenter/presenter.ts';

const localText = z.object({ en: z.string(), ru: z.string() });

const castFile = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      gender: z.enum(['female', 'male']),
      ageGroup: z.enum(['young', 'adult', 'elderly']),
      name: localText,
      description: localText,
      image: z.string(),
      landmarks: z.string(),
      background: z.string(),
    }),
  ),
  backgrounds: z.array(z.object({ id: z.string(), image: z.string() })),
});

const landmarksFile = z.object({
  width: z.number(),
  height: z.number(),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  points: z.array(z.tuple([z.number(), z.number(), z.number()])).length(478),
});

export interface Cast {
  readonly presenters: readonly Presenter[];
  /** Measured when the picture was made, so that the cast needs no model at run time. */
  faceOf(presenterId: string): Promise<FaceMesh>;
}

/** `folder` holds `cast.json`, the pictures and their landmarks; the plates' paths are relative to it. */
export async function loadCast(folder: string): Promise<Cast> {
  const file = castFile.parse(JSON.parse(await readFile(join(folder, 'cast.json'), 'utf8')));
  const plates = new Map(file.backgrounds.map(({ id, image }) => [id, join(folder, image)]));
  const presenters = file.people.map(({ image, landmarks: _, background, ...person }) => {
    const backgroundPath = plates.get(background);
    if (!backgroundPath) throw new Error(`cast.json gives ${person.id} the unknown background ${background}`);
    return { ...person, picturePath: join(folder, image), backgroundPath };
  });
  const landmarksOf = new Map(file.people.map(({ id, landmarks }) => [id, join(folder, landmarks)]));
  return { presenters, faceOf: async (id) => await readLandmarks(landmarksOf.get(id)) };
}

async function readLandmarks(path: string | undefined): Promise<FaceMesh> {
  if (path === undefined) throw new Error('no landmarks of an unknown presenter');
  return faceMeshOfStoredLandmarks(landmarksFile.parse(JSON.parse(await readFile(path, 'utf8'))));
}
