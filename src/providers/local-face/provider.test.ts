import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import type { FaceMesh } from '../../domain/face/face-mesh.ts';
import { faceMeshOfStoredLandmarks } from '../../domain/face/stored-landmarks.ts';
import { faceAnalysisContract } from '../../ports/face-analysis.contract.ts';
import { createLocalFaceAnalysis } from './provider.ts';

const assets = join(import.meta.dirname, '../../../assets');

async function castOverPlate(id: string, plate: string): Promise<Canvas> {
  const person = await loadImage(join(assets, `cast/${id}.webp`));
  const background = await loadImage(join(assets, `backgrounds/${plate}.webp`));
  const canvas = createCanvas(person.width, person.height);
  const context = canvas.getContext('2d');
  context.drawImage(background, 0, 0);
  context.drawImage(person, 0, 0);
  return canvas;
}

async function storedFace(id: string): Promise<FaceMesh> {
  return faceMeshOfStoredLandmarks(
    JSON.parse(await readFile(join(assets, `cast/${id}.landmarks.json`), 'utf8')),
  );
}

async function twoPeople(): Promise<Canvas> {
  const [left, right] = [await castOverPlate('mira', 'kitchen'), await castOverPlate('leo', 'cafe')];
  const canvas = createCanvas(left.width + right.width, left.height);
  const context = canvas.getContext('2d');
  context.drawImage(left, 0, 0);
  context.drawImage(right, left.width, 0);
  return canvas;
}

faceAnalysisContract('local', async () => {
  const port = createLocalFaceAnalysis({ modelsFolder: join(assets, 'models') });
  return {
    port,
    close: () => port.close(),
    fixtures: {
      onePerson: (await castOverPlate('sofia', 'living-room')).toBuffer('image/jpeg', 92),
      onePersonFace: await storedFace('sofia'),
      twoPeople: (await twoPeople()).toBuffer('image/jpeg', 90),
      nobody: await readFile(join(assets, 'backgrounds/home-office.webp')),
      transparent: await readFile(join(assets, 'cast/timur.webp')),
    },
  };
});
