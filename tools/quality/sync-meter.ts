import { type AudioLagReading, measureAudioLag } from '../../src/domain/quality/audio-lag.ts';
import { measureClosures, measureStillness } from '../../src/domain/quality/mouth-closure.ts';
import { type MouthTrace, measureSync } from '../../src/domain/quality/sync.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import type { GoldenClip, Meter, Workbench } from './golden-clip.ts';
import { goldenName } from './golden-set.ts';
import { decodePcm } from './pcm.ts';
import type { Reading } from './reading.ts';

const lagSamplesPerSecond = 16_000;

/** Bar 6: meters A (mouth against the intended curve) and B (sound against the speech it was made from). */
export function createSyncMeter(): Meter {
  const traces = new Map<string, Promise<MouthTrace>>();
  // Reading a face costs some 60 ms of CPU a frame, and no control changes the face: once a golden clip is enough.
  const traceOf = (clip: GoldenClip, bench: Workbench) => {
    const name = goldenName(clip.item);
    const trace = traces.get(name) ?? readTrace(clip, bench);
    traces.set(name, trace);
    return trace;
  };
  return {
    name: 'sync',
    measure: async (clip, bench) => {
      const lag = await readLag(clip, bench);
      return syncReadings(clip, await traceOf(clip, bench), lag);
    },
  };
}

async function readTrace(clip: GoldenClip, bench: Workbench): Promise<MouthTrace> {
  const samples = await withScratchFolder(bench.folder, async (workFolder) =>
    bench.faces.readMouth(
      {
        video: clip.video,
        framesPerSecond: clip.frame.framesPerSecond,
        fromSeconds: 0,
        toSeconds: clip.track.durationSeconds,
        ...(clip.faceBox && { faceBox: clip.faceBox }),
      },
      { signal: bench.signal, workFolder, reportProgress: () => undefined },
    ),
  );
  return { framesPerSecond: clip.frame.framesPerSecond, gaps: samples.map(({ gap }) => gap) };
}

/** Meter B of the ad's own sound. */
export async function readLag(clip: GoldenClip, { ffmpeg, signal }: Workbench): Promise<AudioLagReading> {
  const [speech, sound] = await Promise.all(
    [clip.speech, clip.video].map(({ path }) => decodePcm(ffmpeg, path, lagSamplesPerSecond, signal)),
  );
  return measureAudioLag(speech ?? new Float32Array(), sound ?? new Float32Array(), lagSamplesPerSecond);
}

export function syncReadings(clip: GoldenClip, trace: MouthTrace, lag: AudioLagReading): readonly Reading[] {
  const sync = measureSync(trace, clip.mouthCurve);
  const phonemes = clip.track.phonemes ?? [];
  const offsetMs = sync?.offsetMs ?? Number.NaN;
  return [
    { bar: 6, name: 'mouth offset', value: offsetMs, unit: 'ms', min: -20, max: 20 },
    { bar: 6, name: 'mouth correlation', value: sync?.correlation ?? Number.NaN, unit: '', min: 0.9 },
    { bar: 6, name: 'sound lag', value: lag.lagMs, unit: 'ms', min: -1, max: 1 },
    { bar: 6, name: 'picture after sound', value: offsetMs - lag.lagMs, unit: 'ms', min: -20, max: 20 },
    { bar: 6, name: 'p b m closed', value: measureClosures(trace, phonemes).rate, unit: '', min: 0.95 },
    { bar: 6, name: 'frames without a face', value: sync?.missingShare ?? 1, unit: '', max: 0.02 },
    { name: 'sound correlation', value: lag.correlation, unit: '' },
    { name: 'still in pauses', value: measureStillness(trace, phonemes).stillShare, unit: '' },
  ];
}
