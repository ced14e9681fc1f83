import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OverlayInput } from '../../ports/montage.ts';
import type { OverlayRequest } from '../../ports/overlay.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { ActionParts } from '../parts.ts';
import { keptDrawing } from '../pictures/kept-drawing.ts';
import { type FrameOverlayParts, oneFrameOverlay, overlayIsKnown } from './one-frame-overlay.ts';

type Parts = FrameOverlayParts & Pick<ActionParts, 'files' | 'scratchFolder'>;

/** Raised when a frame's overlay would be made otherwise. */
const lookVersion = 1;

const keptCircle = z.object({ radius: z.number(), centre: z.object({ x: z.number(), y: z.number() }) });

/**
 * What `oneFrameOverlay` makes, looked for once a head and moment: whoever tries one look after another of the same video
 * waits for the models at the first one only. `folder` belongs to that head's production alone.
 */
export async function keptFrameOverlay(
  parts: Parts,
  folder: string,
  request: OverlayRequest,
  atSeconds: number,
  context: WorkContext,
): Promise<OverlayInput> {
  if (overlayIsKnown(request)) return await oneFrameOverlay(parts, request, atSeconds, context);
  const isCircle = request.shape === 'circle';
  const moment = Math.round(atSeconds * 1000);
  const key = `${folder}/${request.shape}-at-${moment}-${lookVersion}.${isCircle ? 'json' : 'mp4'}`;
  const mime = isCircle ? 'application/json' : 'video/mp4';
  const { file } = await keptDrawing(parts, key, mime, async (own) => {
    const made = await oneFrameOverlay(parts, request, atSeconds, own);
    if (made.kind === 'matte') return made.matte.path;
    if (made.kind === 'alpha-video') throw new Error('the built-in overlay makes no alpha video');
    const path = join(own.workFolder, 'circle.json');
    await writeFile(path, JSON.stringify(made.circle));
    return path;
  });
  if (!isCircle) return { kind: 'matte', matte: file };
  return { kind: 'circle', circle: keptCircle.parse(JSON.parse(await readFile(file.path, 'utf8'))) };
}
