import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SpeechTrack } from '../../src/domain/speech/speech.ts';
import type { GoldenClip, Meter, NegativeControl, Workbench } from './golden-clip.ts';
import { soundMeter } from './sound-meter.ts';

const shiftMs = 80;
const spoilTimeoutMs = 120_000;

/** What the sync and sound meters must notice. */
export function syncAndSoundControls(syncMeter: Meter): readonly NegativeControl[] {
  return [
    {
      name: `sound ${shiftMs} ms late`,
      meter: syncMeter,
      mustMiss: ['sound lag', 'picture after sound'],
      spoil: async (clip, _others, bench) => withFilteredSound(clip, `adelay=${shiftMs}:all=1`, bench),
    },
    {
      name: `sound ${shiftMs} ms early`,
      meter: syncMeter,
      mustMiss: ['sound lag', 'picture after sound'],
      spoil: async (clip, _others, bench) =>
        withFilteredSound(clip, `atrim=start=${shiftMs / 1000},asetpts=PTS-STARTPTS`, bench),
    },
    {
      name: `mouth ${shiftMs} ms late`,
      meter: syncMeter,
      mustMiss: ['mouth offset'],
      spoil: async (clip) => withShiftedCurve(clip, -shiftMs),
    },
    {
      name: `mouth ${shiftMs} ms early`,
      meter: syncMeter,
      mustMiss: ['mouth offset'],
      spoil: async (clip) => withShiftedCurve(clip, shiftMs),
    },
    {
      name: 'mouth of another text',
      meter: syncMeter,
      mustMiss: ['mouth correlation'],
      spoil: async (clip, [other]) => other && { ...clip, mouthCurve: other.mouthCurve },
    },
    {
      name: 'sound cut off at full scale',
      meter: soundMeter,
      mustMiss: ['clipped waves'],
      spoil: async (clip, _others, bench) =>
        withFilteredSound(clip, 'volume=24dB:precision=float,aformat=sample_fmts=s16', bench),
    },
    {
      name: 'sound 6 dB too quiet',
      meter: soundMeter,
      mustMiss: ['loudness'],
      spoil: async (clip, _others, bench) => withFilteredSound(clip, 'volume=-6dB', bench),
    },
    {
      name: 'a hole in a sentence',
      meter: soundMeter,
      mustMiss: ['silence in a sentence'],
      spoil: withHoleInSpeech,
    },
  ];
}

/** The same ad with its sound sent through a filter; the picture is copied. */
async function withFilteredSound(clip: GoldenClip, filter: string, bench: Workbench): Promise<GoldenClip> {
  const path = join(bench.folder, `${randomUUID()}.mp4`);
  await bench.ffmpeg.run({
    args: ['-i', clip.video.path, '-map', '0:v:0', '-map', '0:a:0', '-c:v', 'copy', '-af', filter, path],
    cwd: bench.folder,
    timeoutMs: spoilTimeoutMs,
    signal: bench.signal,
  });
  return { ...clip, video: { ...clip.video, path } };
}

/** As if the picture had been made for a curve that runs `laterMs` behind. */
function withShiftedCurve(clip: GoldenClip, laterMs: number): GoldenClip {
  const { framesPerSecond, gaps } = clip.mouthCurve;
  const frames = Math.round((laterMs / 1000) * framesPerSecond);
  const shifted = gaps.map((_, index) => gaps[Math.min(gaps.length - 1, Math.max(0, index - frames))] ?? 0);
  return { ...clip, mouthCurve: { framesPerSecond, gaps: shifted } };
}

async function withHoleInSpeech(
  clip: GoldenClip,
  _others: readonly GoldenClip[],
  bench: Workbench,
): Promise<GoldenClip | undefined> {
  const start = startInsideSentence(clip.track);
  if (start === undefined) return undefined;
  const path = join(bench.folder, `${randomUUID()}.wav`);
  const filter = `volume=volume=0:enable='between(t,${start},${start + holeSeconds})'`;
  await bench.ffmpeg.run({
    args: ['-i', clip.speech.path, '-af', filter, path],
    cwd: bench.folder,
    timeoutMs: spoilTimeoutMs,
    signal: bench.signal,
  });
  return { ...clip, speech: { ...clip.speech, path } };
}

const holeSeconds = 0.8;

/** The end of a word after which the sentence goes on for longer than the hole. */
function startInsideSentence({ words }: SpeechTrack): number | undefined {
  for (const [index, word] of words.entries()) {
    const rest = words.slice(index + 1);
    const end = rest.findIndex(({ text }) => /[.!?…]/.test(text));
    const last = rest[end < 0 ? rest.length - 1 : end];
    if (/[.!?…]/.test(word.text) || !last) continue;
    if (last.endSeconds - word.endSeconds > holeSeconds + 0.1) return word.endSeconds;
  }
  return undefined;
}
