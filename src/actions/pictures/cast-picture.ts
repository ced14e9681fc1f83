import { join } from 'node:path';
import type { Box } from '../../domain/geometry.ts';
import type { Presenter } from '../../domain/presenter/presenter.ts';
import { drawPicture } from '../../platform/pictures/draw-picture.ts';
import type { PictureLayer } from '../../platform/pictures/picture-plan.ts';
import type { WorkContext } from '../../ports/work.ts';

/** Of every picture of the cast. */
export const castSize = { width: 1080, height: 1350 } as const;
/** Of the plates; a presenter stands before the upper part. */
const plateHeight = 1920;

/** A presenter before their plate, or what a window shows of it: 4:5, in pixels of the whole picture. */
export function castLayers(
  presenter: Presenter,
  target: Box,
  window: Box = { x: 0, y: 0, ...castSize },
  cornerRadius = 0,
): PictureLayer[] {
  return [
    {
      draw: 'image',
      path: presenter.backgroundPath,
      source: { ...window, height: Math.min(window.height, plateHeight) },
      target,
      cornerRadius,
    },
    { draw: 'image', path: presenter.picturePath, source: window, target, cornerRadius },
  ];
}

/** As if photographed: presenter and plate in one opaque PNG, and where the person is as 8-bit grey. */
export async function castAsPhoto(
  presenter: Presenter,
  { workFolder, signal }: WorkContext,
): Promise<{ readonly picturePath: string; readonly mattePath: string }> {
  const whole = { x: 0, y: 0, ...castSize };
  const picturePath = join(workFolder, 'cast.png');
  const mattePath = join(workFolder, 'cast-matte.png');
  const plan = { ...castSize, fonts: [] };
  await drawPicture(
    { ...plan, layers: castLayers(presenter, whole), output: { path: picturePath, format: 'png' } },
    signal,
  );
  const matte: PictureLayer[] = [
    { draw: 'image', path: presenter.picturePath, target: whole },
    { draw: 'fill', colours: ['#fff'], target: whole, place: 'inside' },
    { draw: 'fill', colours: ['#000'], target: whole, place: 'under' },
  ];
  await drawPicture({ ...plan, layers: matte, output: { path: mattePath, format: 'png' } }, signal);
  return { picturePath, mattePath };
}
