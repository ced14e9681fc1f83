import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { Box } from '../../domain/geometry.ts';
import { runModel } from './models.ts';
import type { Plane } from './plane.ts';
import type { Raster } from './raster.ts';
import { averagedBox, type Pyramid, sampleBox } from './sample-picture.ts';

/** What the segmentation model sees of a box, whatever the box's shape. */
export const probabilitySide = 256;

/** How sure the model is that each part of the box shows a person, 0–1, at 256² over the box. */
export function personProbability(model: GraphModel, picture: Pyramid, box: Box): Plane {
  return probabilityOf(model, sampleBox(picture, box, probabilitySide));
}

/** The same of a box inside the raster, with plainer sampling: a third of the work, and a moving picture shows no difference. */
export function quickProbability(model: GraphModel, raster: Raster, box: Box): Plane {
  return probabilityOf(model, averagedBox(raster, box, probabilitySide));
}

function probabilityOf(model: GraphModel, rgb: Float32Array): Plane {
  for (let i = 0; i < rgb.length; i++) rgb[i] = (rgb[i] ?? 0) / 255;
  const values = runModel(model, rgb, probabilitySide).get('activation_10');
  if (!values) throw new Error('The segmentation model lacks its output.');
  return { width: probabilitySide, height: probabilitySide, values };
}
