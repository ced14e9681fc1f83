import { isCircle } from '../../domain/montage/video-plan.ts';
import { outroStartSeconds } from '../../domain/montage/join-plan.ts';
import { AppError } from '../../kernel/errors.ts';
import { backgroundTracks } from './background-tracks.ts';
import type { Clip, Edit, Track } from './edit.ts';
import { type Editing, headSeconds, prepared } from './editing.ts';
import { coveringFrame, inPlace, time } from './placing.ts';
import { bookendVolume, fading } from './tweens.ts';

const allowedRates = [12, 15, 23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60];
/** Of either side of a video. */
const longestSide = 1920;

/**
 * The same clip as the built-in montage makes, as Shotstack's Edit. Fades are tweens of opacity and not the vendor's
 * `transition`, whose length can't be chosen. People and text are alpha videos that were drawn here: of luma mattes the
 * vendor's own pages disagree on which side is clear, and its captions know neither our themes' plates, fills and
 * emphasis nor our line breaks, so that subtitles would look and stand otherwise than in the preview.
 */
export function editOf(editing: Editing, callback?: string): Edit {
  const { plan } = editing.layers;
  const { width, height, framesPerSecond } = plan.frame;
  if (!allowedRates.includes(framesPerSecond) || Math.max(width, height) > longestSide) {
    throw new AppError(
      'internal',
      `Shotstack makes no clip of ${width}×${height} with ${framesPerSecond} frames per second.`,
    );
  }
  return {
    timeline: { background: '#000000', cache: false, tracks: tracksOf(editing) },
    output: {
      format: 'mp4',
      size: { width, height },
      fps: framesPerSecond,
      quality: 'high',
      // Otherwise the vendor keeps a public copy for as long as nobody deletes it.
      destinations: [{ provider: 'shotstack', exclude: true }],
    },
    ...(callback !== undefined && { callback }),
  };
}

function tracksOf(editing: Editing): Track[] {
  const tracks = [
    markClips(editing),
    subtitleClips(editing),
    bookendClips(editing),
    headClips(editing),
    overlaidClips(editing, 'ring'),
    overlaidClips(editing, 'cut'),
    ...backgroundTracks(editing),
    voiceClips(editing),
  ];
  return tracks.filter((clips) => clips.length > 0).map((clips) => ({ clips }));
}

function markClips({ layers, links }: Editing): Clip[] {
  const { mark, frame, join } = layers.plan;
  if (!mark || links.mark === undefined) return [];
  const { mark: src } = links;
  return mark.spans.map(({ startSeconds, endSeconds }) => ({
    asset: { type: 'image', src },
    start: time(startSeconds),
    length: time(Math.min(endSeconds, join.totalSeconds) - startSeconds),
    ...inPlace(mark.at, frame),
  }));
}

function subtitleClips({ layers, links }: Editing): Clip[] {
  const { subtitles, plan } = layers;
  if (!subtitles || links.subtitles === undefined) return [];
  return [
    {
      asset: { type: 'video', src: links.subtitles, volume: 0 },
      start: time(subtitles.startSeconds),
      length: time(Math.min(subtitles.seconds, plan.join.totalSeconds - subtitles.startSeconds)),
      ...inPlace(subtitles.at, plan.frame),
    },
  ];
}

function bookendClips({ request, layers, links }: Editing): Clip[] {
  const { join, intro, outro, frame } = layers.plan;
  const clips: Clip[] = [];
  if (intro && join.intro && request.intro && links.intro !== undefined) {
    const { seconds, fadeSeconds } = join.intro;
    clips.push({
      asset: {
        type: 'video',
        src: links.intro,
        volume: bookendVolume(layers.sound.intro, seconds, { outSeconds: fadeSeconds }),
        ...(!layers.fitted.intro && prepared(request.intro)),
      },
      start: 0,
      length: time(seconds),
      ...coveringFrame(intro, frame, layers.fitted.intro !== undefined),
      ...fading('out', fadeSeconds, seconds),
    });
  }
  if (outro && join.outro && request.outro && links.outro !== undefined) {
    const { seconds, fadeSeconds } = join.outro;
    clips.push({
      asset: {
        type: 'video',
        src: links.outro,
        volume: bookendVolume(layers.sound.outro, seconds, { inSeconds: fadeSeconds }),
        ...(!layers.fitted.outro && prepared(request.outro)),
      },
      start: time(outroStartSeconds(join)),
      length: time(seconds),
      ...coveringFrame(outro, frame, layers.fitted.outro !== undefined),
      ...fading('in', fadeSeconds, seconds),
    });
  }
  return clips;
}

function headClips({ layers, links }: Editing): Clip[] {
  const { plan, fitted } = layers;
  const seconds = headSeconds(plan);
  if (seconds <= 0 || links.head === undefined) return [];
  return [
    {
      asset: { type: 'video', src: links.head, volume: 0 },
      start: time(plan.join.bodyStartSeconds),
      length: time(seconds),
      ...coveringFrame({ fill: plan.headFill, size: plan.head }, plan.frame, fitted.head !== undefined),
      ...(plan.background && fading('out', plan.timeline.fadeSeconds, seconds)),
    },
  ];
}

/** The circle or cut-out, or the ring above it. */
function overlaidClips({ layers, links }: Editing, input: 'cut' | 'ring'): Clip[] {
  const { cut, ringAt, timeline, join, frame } = layers.plan;
  const src = links[input];
  const at = input === 'cut' ? cut?.at : ringAt;
  if (!cut || !at || src === undefined || (input === 'ring' && !isCircle(cut))) return [];
  return [
    {
      asset: input === 'cut' ? { type: 'video', src, volume: 0 } : { type: 'image', src },
      start: time(join.bodyStartSeconds + timeline.headAloneSeconds),
      length: time(join.bodySeconds - timeline.headAloneSeconds),
      ...inPlace(at, frame),
    },
  ];
}

function voiceClips({ layers, links }: Editing): Clip[] {
  if (links.voice === undefined) return [];
  const { join, timeline } = layers.plan;
  return [
    {
      asset: { type: 'audio', src: links.voice, volume: Number(layers.sound.voice.toFixed(4)) },
      start: time(join.bodyStartSeconds),
      length: time(timeline.durationSeconds),
    },
  ];
}
