import { join } from 'node:path';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { decodePicture } from '../../platform/pictures/decoded-picture.ts';
import { drawPicture } from '../../platform/pictures/draw-picture.ts';
import type { FaceAnalysisPort } from '../../ports/face-analysis.ts';
import type { WorkContext } from '../../ports/work.ts';
import { service } from './fal-errors.ts';
import { madeFile } from './made-file.ts';

/**
 * What a model drew, decoded in safety and turned upright, as PNG. Where it is smaller than `atLeast` on its longer side
 * it is enlarged to that: a face that was large enough must not become too small by an edit of something else.
 */
export async function finishPicture(
  faces: Pick<FaceAnalysisPort, 'upright'>,
  downloadPath: string,
  atLeast: number,
  context: WorkContext,
): Promise<string> {
  const uprightPath = await upright(faces, downloadPath, context);
  const { width, height } = await decodePicture(uprightPath);
  const scale = atLeast / Math.max(width, height);
  if (scale <= 1) return uprightPath;
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const path = join(context.workFolder, 'enlarged.png');
  const target = { x: 0, y: 0, ...size };
  const layers = [{ draw: 'image', path: uprightPath, target }] as const;
  await drawPicture({ ...size, layers, fonts: [], output: { path, format: 'png' } }, context.signal);
  return path;
}

async function upright(
  faces: Pick<FaceAnalysisPort, 'upright'>,
  downloadPath: string,
  context: WorkContext,
): Promise<string> {
  try {
    const download = await madeFile(downloadPath, 'application/octet-stream');
    return (await faces.upright(download, context)).picturePath;
  } catch (error) {
    // It is not the user's picture that is no picture.
    if (!isAppError(error, 'invalid-portrait')) throw error;
    throw new AppError('provider-answer-unusable', "What fal.ai made can't be used: it is no picture.", {
      details: { service, problem: 'no-picture' },
      cause: error,
    });
  }
}
