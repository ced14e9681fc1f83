import { dirname } from 'node:path';
import { countClippedRuns, findSilences, longestSilenceInSentence } from '../../src/domain/quality/sound.ts';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import type { GoldenClip, Meter, Workbench } from './golden-clip.ts';
import { decodeChannels, decodePcm } from './pcm.ts';
import type { Reading } from './reading.ts';

const samplesPerSecond = 48_000;
/** Quieter than any sound of speech, louder than the hiss between words. */
const silenceDbfs = -45;
const shortestSilenceSeconds = 0.1;
const measureTimeoutMs = 120_000;

export interface MeasuredLoudness {
  /** LUFS over the whole clip. */
  readonly integrated: number;
  /** dBTP. */
  readonly truePeak: number;
}

/** Bar 8: loudness by EBU R128, clipping, and silences inside a sentence of the speech. */
export const soundMeter: Meter = {
  name: 'sound',
  measure: async (clip, bench) => {
    const loudness = await measureLoudness(bench.ffmpeg, clip.video.path, bench.signal);
    return soundReadings(loudness, await clippedRunsOf(clip, bench), await longestSilenceOf(clip, bench));
  },
};

function soundReadings(loudness: MeasuredLoudness, clippedRuns: number, silence: number): readonly Reading[] {
  return [
    { bar: 8, name: 'loudness', value: loudness.integrated, unit: 'LUFS', min: -15, max: -13 },
    { bar: 8, name: 'true peak', value: loudness.truePeak, unit: 'dBTP', max: -1 },
    { bar: 8, name: 'clipped waves', value: clippedRuns, unit: '', max: 0 },
    { bar: 8, name: 'silence in a sentence', value: silence, unit: 's', max: 0.6 },
  ];
}

async function clippedRunsOf(clip: GoldenClip, { ffmpeg, signal }: Workbench): Promise<number> {
  const channels = await decodeChannels(ffmpeg, clip.video.path, signal);
  return channels.reduce((runs, samples) => runs + countClippedRuns(samples), 0);
}

async function longestSilenceOf(clip: GoldenClip, { ffmpeg, signal }: Workbench): Promise<number> {
  const samples = await decodePcm(ffmpeg, clip.speech.path, samplesPerSecond, signal);
  const silences = findSilences(samples, samplesPerSecond, silenceDbfs, shortestSilenceSeconds);
  return longestSilenceInSentence(silences, clip.track);
}

/** ffmpeg's ebur128 over the first sound track. */
export async function measureLoudness(
  ffmpeg: Ffmpeg,
  path: string,
  signal: AbortSignal,
): Promise<MeasuredLoudness> {
  const { errorTail } = await ffmpeg.run({
    args: ['-i', path, '-map', '0:a:0', '-af', 'ebur128=peak=true', '-f', 'null', '-'],
    cwd: dirname(path),
    timeoutMs: measureTimeoutMs,
    logLevel: 'info',
    signal,
  });
  return readLoudnessSummary(errorTail);
}

/** The filter's last report; the running ones before it look alike. */
export function readLoudnessSummary(log: string): MeasuredLoudness {
  const summary = log.slice(log.lastIndexOf('Summary:'));
  const figure = (pattern: RegExp) => {
    const text = pattern.exec(summary)?.[1];
    return text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text);
  };
  return {
    integrated: figure(/I:\s+(-?[\d.]+|-inf) LUFS/),
    truePeak: figure(/True peak:\s+Peak:\s+(-?[\d.]+|-inf) dBFS/),
  };
}
