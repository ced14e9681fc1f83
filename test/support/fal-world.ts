import { createLocalFaceAnalysis } from '../../src/providers/local-face/provider.ts';
import { createFal, type Fal, type FalOptions } from '../../src/providers/fal/provider.ts';
import { ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { type FalDouble, type FalDoubleOptions, startFalDouble } from '../doubles/fal.ts';
import { assetsFolder } from './cast-portrait.ts';

/** The adapters, set against a double of the service. */
export interface FalWorld {
  readonly double: FalDouble;
  readonly fal: Fal;
  /** The same double, other settings. */
  adapter(changes?: Partial<FalOptions>): Fal;
  close(): Promise<void>;
}

export const testFfmpeg = ffmpegAt(process.env.FFMPEG_PATH ?? 'ffmpeg', 'test');

export async function openFalWorld(options: FalDoubleOptions = {}): Promise<FalWorld> {
  const double = await startFalDouble(options);
  const faces = createLocalFaceAnalysis({
    modelsFolder: `${assetsFolder}/models`,
    ffmpeg: testFfmpeg,
  });
  const adapter = (changes: Partial<FalOptions> = {}) =>
    createFal({
      apiKey: double.apiKey,
      queueBaseUrl: double.url,
      apiBaseUrl: double.url,
      storageBaseUrl: double.url,
      jwksUrl: double.jwksUrl,
      headModel: 'omnihuman-1.5',
      headResolution: undefined,
      pictureModel: 'nano-banana',
      ffmpeg: testFfmpeg,
      faces,
      log: silentLog,
      pollAfterMs: 15,
      ...changes,
    });
  return {
    double,
    adapter,
    fal: adapter(),
    close: async () => {
      await faces.close();
      await double.close();
    },
  };
}
