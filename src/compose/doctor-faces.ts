import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maxPictureBytes, uploadedFile } from '../actions/keep-upload.ts';
import type { Finding } from '../cli/doctor.ts';
import type { Config } from '../platform/config/config.ts';
import { resolveFfmpeg } from '../platform/ffmpeg/resolve-ffmpeg.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import { silentLog } from '../platform/log/log.ts';
import { createLocalFaceAnalysis } from '../providers/local-face/provider.ts';
import { loadCast } from '../store/cast.ts';
import { assetsFolder } from './app.ts';

/** Finds the face of somebody of the cast, as it would that of a user's own photo. */
export async function examineFaces(config: Config): Promise<Finding> {
  const subject = 'face models';
  const ffmpeg = await resolveFfmpeg(config.ffmpeg, silentLog);
  const faces = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
  const [presenter] = (await loadCast(join(assetsFolder, 'cast'))).presenters;
  if (!presenter) return { subject, state: 'broken', text: 'the cast is empty' };
  try {
    const found = await withScratchFolder(tmpdir(), async (workFolder) => {
      const context = { signal: AbortSignal.timeout(60_000), workFolder, reportProgress: () => undefined };
      const upload = { path: presenter.picturePath, what: 'picture', maxBytes: maxPictureBytes };
      const { picturePath } = await faces.upright(await uploadedFile(upload, 'image/webp'), context);
      return await faces.inspect(await uploadedFile({ ...upload, path: picturePath }, 'image/png'), context);
    });
    const text = `${found.faces.length} face found in the picture of ${presenter.id}`;
    return { subject, state: found.faces.length === 1 ? 'ok' : 'broken', text };
  } finally {
    await faces.close();
  }
}
