import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SubtitleCue, SubtitleTrack } from '../../src/domain/subtitles/subtitle-track.ts';
import type { GoldenClip, Meter, NegativeControl, Workbench } from './golden-clip.ts';
import type { Reading } from './reading.ts';
import { measureSubtitles, subtitleBars, type SubtitleMeasures } from './subtitle-meters.ts';

const bundledFonts = fileURLToPath(new URL('../../assets/fonts', import.meta.url));
const shiftFrames = 3;
const spoilTimeoutMs = 300_000;
/** A spoilt clip is drawn and read anew: one of each kind tells enough. */
const clipsOfAControl = 1;

/** Bar 7: when the text comes, where it stands, whether it is drawn whole, and what tesseract reads of it. */
export function createSubtitleMeter(
  needsReading: boolean,
  fontsOf = async (_: Workbench) => bundledFonts,
): Meter {
  return {
    name: 'subtitles',
    measure: async (clip, bench) => {
      const { subtitles, videoWithoutSubtitles } = clip;
      if (!subtitles || !videoWithoutSubtitles)
        return [{ bar: 7, name: 'cue start', value: Number.NaN, unit: '', max: 1 }];
      const measures = await measureSubtitles({
        ffmpegPath: bench.ffmpeg.path,
        withSubtitles: clip.video.path,
        without: videoWithoutSubtitles.path,
        track: subtitles,
        frame: clip.frame,
        language: clip.item.language,
        fontFolder: await fontsOf(bench),
      });
      return subtitleReadings(clip, measures, needsReading);
    },
  };
}

function subtitleReadings(
  clip: GoldenClip,
  { text, worstStartErrorFrames, insideSafeArea, glyphs }: SubtitleMeasures,
  needsReading: boolean,
): readonly Reading[] {
  const startError = worstStartErrorFrames ?? Number.NaN;
  const missing = glyphs.missing.length + clip.missingGlyphs.length;
  const wrong = { name: 'read back wrong', value: 100 * (text?.characterErrorRate ?? Number.NaN), unit: '%' };
  return [
    {
      bar: 7,
      name: 'cue start',
      value: Math.round(startError * 1000) / 1000,
      unit: 'frames',
      max: subtitleBars.startErrorFrames,
    },
    {
      bar: 7,
      name: 'inside the safe area',
      value: 100 * insideSafeArea,
      unit: '%',
      min: 100 * subtitleBars.insideSafeArea,
    },
    { bar: 7, name: 'missing glyphs', value: missing, unit: '', max: 0 },
    { bar: 7, name: 'fonts not bundled', value: glyphs.foreignFonts.length, unit: '', max: 0 },
    text || needsReading ? { ...wrong, bar: 7, max: 100 * subtitleBars.characterErrorRate } : wrong,
  ];
}

/** What the subtitle meter must notice; reading back only where it can read. */
export function subtitleControls(meter: Meter, canRead: boolean): readonly NegativeControl[] {
  const onExpected = (
    name: string,
    mustMiss: string,
    change: (track: SubtitleTrack, clip: GoldenClip) => SubtitleTrack,
  ) => ({
    name,
    meter,
    mustMiss: [mustMiss],
    atMostClips: clipsOfAControl,
    spoil: async (clip: GoldenClip) => clip.subtitles && { ...clip, subtitles: change(clip.subtitles, clip) },
  });
  const late = (track: SubtitleTrack, seconds: number) => changedCues(track, (cue) => shifted(cue, seconds));
  return [
    onExpected(`subtitles ${shiftFrames} frames late`, 'cue start', (track, { frame }) =>
      late(track, -shiftFrames / frame.framesPerSecond),
    ),
    onExpected(`subtitles ${shiftFrames} frames early`, 'cue start', (track, { frame }) =>
      late(track, shiftFrames / frame.framesPerSecond),
    ),
    {
      name: 'something below the safe area',
      meter,
      mustMiss: ['inside the safe area'],
      atMostClips: clipsOfAControl,
      spoil: withBarAtTheBottom,
    },
    {
      name: 'fonts without the glyphs',
      meter: createSubtitleMeter(false, emptyFolder),
      mustMiss: ['missing glyphs', 'fonts not bundled'],
      atMostClips: clipsOfAControl,
      spoil: async (clip) => clip,
    },
    ...(canRead ? [onExpected('a wrong letter in each word', 'read back wrong', withWrongLetters)] : []),
  ];
}

function changedCues(track: SubtitleTrack, change: (cue: SubtitleCue) => SubtitleCue): SubtitleTrack {
  return { ...track, cues: track.cues.map(change) };
}

function shifted(cue: SubtitleCue, seconds: number): SubtitleCue {
  const moved = <Span extends { startSeconds: number; endSeconds: number }>(span: Span): Span => ({
    ...span,
    startSeconds: Math.max(0, span.startSeconds + seconds),
    endSeconds: span.endSeconds + seconds,
  });
  return { ...moved(cue), words: cue.words.map(moved) };
}

function withWrongLetters(track: SubtitleTrack): SubtitleTrack {
  return changedCues(track, (cue) => ({
    ...cue,
    words: cue.words.map((word) => ({
      ...word,
      text: word.text.replace(/\p{L}/u, (letter) => (letter === 'z' ? 'k' : 'z')),
    })),
  }));
}

async function withBarAtTheBottom(
  clip: GoldenClip,
  _others: readonly GoldenClip[],
  bench: Workbench,
): Promise<GoldenClip> {
  const path = join(bench.folder, `${randomUUID()}.mp4`);
  const bar = 'drawbox=x=iw/4:y=ih-60:w=iw/2:h=20:color=magenta:t=fill:enable=between(t\\,1\\,2)';
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '18', '-c:a', 'copy'];
  await bench.ffmpeg.run({
    args: ['-i', clip.video.path, '-vf', bar, ...coding, path],
    cwd: bench.folder,
    timeoutMs: spoilTimeoutMs,
    signal: bench.signal,
  });
  return { ...clip, video: { ...clip.video, path } };
}

async function emptyFolder({ folder }: Workbench): Promise<string> {
  const path = join(folder, 'no-fonts');
  await mkdir(path, { recursive: true });
  return path;
}
