import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Asset, Clip, Edit, Tween, Volume } from '../../src/providers/shotstack/edit.ts';

const run = promisify(execFile);

interface Fetched {
  readonly clip: Clip;
  readonly file: string;
  readonly hasAudio: boolean;
}

/**
 * Fetches every `src` of an edit, as the vendor does when a render begins, and draws the edit with ffmpeg: positions,
 * fits, trims, speeds, tweens of opacity and volume as the vendor's guides describe them. Gives the path of an MP4.
 */
export async function renderEdit(edit: Edit, folder: string, ffmpegPath: string): Promise<string> {
  const tracks: Fetched[][] = [];
  for (const [number, track] of edit.timeline.tracks.entries()) {
    const fetch = (clip: Clip, index: number) =>
      fetchClip(clip, join(folder, `${number}-${index}`), ffmpegPath);
    tracks.push(await Promise.all(track.clips.map(fetch)));
  }
  const output = join(folder, 'output.mp4');
  await run(ffmpegPath, ['-v', 'error', '-y', ...command(edit, tracks.toReversed().flat()), output], {
    maxBuffer: 1 << 24,
  });
  return output;
}

async function fetchClip(clip: Clip, file: string, ffmpegPath: string): Promise<Fetched> {
  const { src } = clip.asset;
  const response = await fetch(src);
  if (!response.ok || !response.body)
    throw new Error(`Asset ${src} could not be fetched: ${response.status}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
  const probe = await run(ffmpegPath, ['-hide_banner', '-i', file, '-f', 'null', '-t', '0', '-']).catch(
    (error: Error) => Promise.reject(new Error(`Asset ${src} is no media: ${error.message.slice(0, 200)}`)),
  );
  return { clip, file, hasAudio: /Audio:/.test(probe.stderr) };
}

/** Arguments of ffmpeg; the clips come from the bottom up. */
function command(edit: Edit, clips: readonly Fetched[]): string[] {
  const { size, fps } = edit.output;
  const seconds = Math.max(...clips.map(({ clip }) => clip.start + clip.length));
  const inputs = clips.flatMap(({ clip, file }) => [
    ...(clip.asset.type === 'image' ? ['-loop', '1', '-framerate', String(fps)] : []),
    '-i',
    file,
  ]);
  const canvas = `color=c=black:s=${size.width}x${size.height}:r=${fps}:d=${seconds},format=rgba[below0]`;
  const graph = [canvas, ...pictures(edit, clips), ...sounds(clips, seconds)].join(';');
  return [
    ...inputs,
    ...['-filter_complex_threads', '1', '-filter_complex', graph, '-map', '[picture]', '-map', '[sound]'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'high', '-pix_fmt', 'yuv420p', '-crf', '16'],
    ...['-x264-params', '8x8dct=1'],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
    ...['-c:a', 'aac', '-b:a', '192k', '-t', String(seconds), '-r', String(fps), '-f', 'mp4'],
  ];
}

function pictures(edit: Edit, clips: readonly Fetched[]): string[] {
  const chains: string[] = [];
  let below = 'below0';
  clips.forEach(({ clip }, input) => {
    if (clip.asset.type === 'audio') return;
    chains.push(`[${input}:v]${pictureFilters(edit, clip).join(',')}[clip${input}]`);
    const { x, y } = placeOf(edit, clip);
    const end = clip.start + clip.length;
    const shown = `enable='gte(t,${clip.start - 0.001})*lt(t,${end - 0.001})'`;
    chains.push(
      `[${below}][clip${input}]overlay=x='${x}':y='${y}':format=rgb:eof_action=repeat:${shown}[over${input}]`,
    );
    below = `over${input}`;
  });
  return [...chains, `[${below}]scale=out_color_matrix=bt709:out_range=tv,format=yuv420p[picture]`];
}

function pictureFilters({ output }: Edit, clip: Clip): string[] {
  const { asset, length, start } = clip;
  const { trim, speed } = timing(asset);
  const box = { width: clip.width ?? output.size.width, height: clip.height ?? output.size.height };
  const sized = `${box.width}:${box.height}`;
  const fit =
    clip.fit === 'none'
      ? ['scale=in_color_matrix=bt709']
      : [`scale=${sized}:force_original_aspect_ratio=increase:in_color_matrix=bt709`, `crop=${sized}`];
  return [
    `trim=start=${trim}:duration=${length * speed}`,
    `setpts=(PTS-STARTPTS)/${speed}`,
    `fps=${output.fps}:start_time=0`,
    ...fit,
    'setsar=1',
    'format=rgba',
    ...opacity(clip.opacity),
    `setpts=PTS+${start}/TB`,
  ];
}

function timing(asset: Asset): { readonly trim: number; readonly speed: number } {
  return asset.type === 'video' ? { trim: asset.trim ?? 0, speed: asset.speed ?? 1 } : { trim: 0, speed: 1 };
}

function opacity(tweens: readonly Tween[] = []): string[] {
  return tweens.map(({ from, to, start, length }) => {
    if (from + to !== 1 || from * to !== 0) throw new Error('This double only fades wholly in or out.');
    return `fade=type=${from === 0 ? 'in' : 'out'}:start_time=${start}:duration=${length}:alpha=1`;
  });
}

function placeOf({ output }: Edit, { position, offset }: Clip): { readonly x: string; readonly y: string } {
  const right = (offset?.x ?? 0) * output.size.width;
  const down = -(offset?.y ?? 0) * output.size.height;
  if (position === 'topLeft') return { x: `${Math.round(right)}`, y: `${Math.round(down)}` };
  return { x: `(W-w)/2+${right}`, y: `(H-h)/2+${down}` };
}

function sounds(clips: readonly Fetched[], seconds: number): string[] {
  const chains: string[] = [];
  clips.forEach(({ clip, hasAudio }, input) => {
    const { asset } = clip;
    if (asset.type === 'image' || asset.volume === 0) return;
    if (!hasAudio) return;
    const { trim, speed } = timing(asset);
    const filters = [
      `atrim=start=${trim}:duration=${clip.length * speed}`,
      'asetpts=PTS-STARTPTS',
      'aresample=48000',
      ...(speed === 1 ? [] : [`atempo=${speed}`]),
      'aformat=sample_fmts=fltp:channel_layouts=stereo',
      `asetnsamples=256`,
      `volume='${volumeExpression(asset.volume)}':eval=frame`,
      `adelay=${Math.round(clip.start * 48_000)}S:all=1`,
    ];
    chains.push(`[${input}:a]${filters.join(',')}[sound${input}]`);
  });
  const labels = chains.map((chain) => /\[sound\d+\]$/.exec(chain)?.[0] ?? '');
  const silence = 'anullsrc=r=48000:cl=stereo[silence]';
  const mixed = `[silence]${labels.join('')}amix=inputs=${labels.length + 1}:normalize=0:duration=longest`;
  return [...chains, silence, `${mixed},atrim=end=${seconds}[sound]`];
}

/** Between two tweens, and beyond the outer ones, full volume: an edit that leaves a gap is heard. */
function volumeExpression(volume: Volume): string {
  if (typeof volume === 'number') return String(volume);
  return volume.reduceRight((otherwise, { from, to, start, length }) => {
    const value = `${from}+${(to - from) / length}*(t-${start})`;
    return `if(gte(t,${start})*lte(t,${start + length + 0.001}),${value},${otherwise})`;
  }, '1');
}
