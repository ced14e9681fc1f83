import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Box, Size } from '../../src/domain/geometry.ts';
import type { MediaProbe } from '../../src/domain/media/media-probe.ts';
import type { Ffmpeg } from '../../src/platform/ffmpeg/ffmpeg.ts';
import { sha256OfFile } from '../../src/platform/files/sha256.ts';
import type { HeadClip } from '../../src/ports/overlay.ts';
import type { InputFile } from '../../src/ports/work.ts';

/** Inputs of a montage that need no engine: a cast picture that zooms slowly stands for a talking head. */
export interface MontageInputs {
  readonly head: HeadClip;
  readonly speech: { readonly audio: InputFile; readonly durationSeconds: number };
}

export interface InputsRequest {
  readonly ffmpeg: Ffmpeg;
  readonly assetsFolder: string;
  readonly folder: string;
  readonly durationSeconds: number;
  readonly presenter?: string;
  readonly plate?: string;
  readonly size?: Size;
}

const timeoutMs = 300_000;
const headFramesPerSecond = 25;
const zoomPerSecond = 0.004;

export async function inputFile(path: string, mime: string): Promise<InputFile> {
  return { path, mime, sha256: await sha256OfFile(path), bytes: (await stat(path)).size };
}

/** Head, matte and a voice-like sound: noise in syllables, a pause of a second in its middle. */
export async function makeMontageInputs(request: InputsRequest): Promise<MontageInputs> {
  const { ffmpeg, folder, durationSeconds } = request;
  const size = request.size ?? { width: 1080, height: 1920 };
  const { face, presenter } = await drawHeadPictures(request, size);
  const zoom = (name: string) => {
    const frames = Math.ceil(durationSeconds * headFramesPerSecond);
    const grow = `1+on*${zoomPerSecond / headFramesPerSecond}`;
    return [
      ...['-i', `${name}.png`, '-vf'],
      `zoompan=z='${grow}':x='(iw-iw/zoom)/2':y='ih-ih/zoom':d=${frames}:s=${size.width}x${size.height}:fps=${headFramesPerSecond},format=yuv420p`,
      ...[
        '-t',
        String(durationSeconds),
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-crf',
        '18',
        '-g',
        '50',
        '-y',
      ],
      `${name}-${presenter}.mp4`,
    ];
  };
  await ffmpeg.run({ args: zoom('head'), cwd: folder, timeoutMs });
  await ffmpeg.run({ args: zoom('matte'), cwd: folder, timeoutMs });
  const pause = `between(t,${durationSeconds * 0.45},${durationSeconds * 0.45 + 1.2})`;
  const voice = `anoisesrc=c=pink:a=0.4:r=24000:d=${durationSeconds}:seed=7,bandpass=f=700:w=1200`;
  const syllables = `volume='30*(0.15+0.85*pow(abs(sin(13*t)),2))*(1-${pause})':eval=frame:precision=float,asetnsamples=240`;
  await ffmpeg.run({
    args: ['-f', 'lavfi', '-i', `${voice},asetnsamples=240,${syllables}`, '-ac', '1', '-y', 'speech.wav'],
    cwd: folder,
    timeoutMs,
  });
  return {
    head: {
      video: await inputFile(join(folder, `head-${presenter}.mp4`), 'video/mp4'),
      matte: await inputFile(join(folder, `matte-${presenter}.mp4`), 'video/mp4'),
      size,
      durationSeconds,
      faceBox: face,
    },
    speech: { audio: await inputFile(join(folder, 'speech.wav'), 'audio/wav'), durationSeconds },
  };
}

async function drawHeadPictures(
  { assetsFolder, folder, presenter = 'sofia', plate = 'living-room' }: InputsRequest,
  size: Size,
): Promise<{ readonly face: Box; readonly presenter: string }> {
  const person = await loadImage(join(assetsFolder, 'cast', `${presenter}.webp`));
  const wall = await loadImage(join(assetsFolder, 'backgrounds', `${plate}.webp`));
  const landmarks = JSON.parse(
    await readFile(join(assetsFolder, 'cast', `${presenter}.landmarks.json`), 'utf8'),
  ) as { points: readonly (readonly number[])[] };
  const scale = size.width / person.width;
  const top = size.height - person.height * scale;
  const canvas = createCanvas(size.width, size.height);
  const context = canvas.getContext('2d');
  const cover = Math.max(size.width / wall.width, size.height / wall.height);
  context.drawImage(
    wall,
    (size.width - wall.width * cover) / 2,
    (size.height - wall.height * cover) / 2,
    wall.width * cover,
    wall.height * cover,
  );
  context.drawImage(person, 0, top, size.width, person.height * scale);
  await writeFile(join(folder, 'head.png'), canvas.toBuffer('image/png'));
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = '#fff';
  context.fillRect(0, 0, size.width, size.height);
  context.globalCompositeOperation = 'destination-in';
  context.drawImage(person, 0, top, size.width, person.height * scale);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = '#000';
  context.fillRect(0, 0, size.width, size.height);
  await writeFile(join(folder, 'matte.png'), canvas.toBuffer('image/png'));
  return { face: faceBox(landmarks.points, scale, top), presenter };
}

/** Forehead to chin and ear to ear: points 10, 152, 234 and 454 of the face mesh. */
function faceBox(points: readonly (readonly number[])[], scale: number, top: number): Box {
  const at = (point: number, axis: 0 | 1) => (points[point]?.[axis] ?? 0) * scale;
  const x = at(234, 0);
  const y = at(10, 1);
  return { x, y: top + y, width: at(454, 0) - x, height: at(152, 1) - y };
}

export type BackgroundKind = 'plain' | 'noisy' | 'light' | 'dark' | 'busy';

const pictureOf: Readonly<Record<BackgroundKind, (size: string) => string>> = {
  plain: (size) => `gradients=s=${size}:r=30:c0=0x204060:c1=0xd0a070:speed=0.006:seed=3,format=yuv420p`,
  noisy: (size) => `testsrc2=s=${size}:r=30,noise=alls=24:allf=t,format=yuv420p`,
  light: (size) => `color=c=0xf6f4f0:s=${size}:r=30,format=yuv420p`,
  dark: (size) => `color=c=0x0a0a0c:s=${size}:r=30,format=yuv420p`,
  busy: (size) => `mandelbrot=s=${size}:r=30:end_pts=60,format=yuv420p`,
};

/** A user's background, 16 Mb/s at most, with music-like sound. */
export async function makeBackground(
  request: Pick<InputsRequest, 'ffmpeg' | 'folder' | 'durationSeconds'> & {
    readonly kind: BackgroundKind;
    readonly size?: Size;
  },
): Promise<{ readonly video: InputFile; readonly probe: MediaProbe }> {
  const { ffmpeg, folder, durationSeconds, kind } = request;
  const size = request.size ?? { width: 1080, height: 1920 };
  const name = `background-${kind}-${size.width}x${size.height}.mp4`;
  const chord = `aevalsrc='0.2*sin(220*2*PI*t)+0.2*sin(277*2*PI*t)+0.15*sin(330*2*PI*t)|0.2*sin(220*2*PI*t)+0.2*sin(330*2*PI*t)':s=44100`;
  await ffmpeg.run({
    args: [
      ...['-f', 'lavfi', '-i', pictureOf[kind](`${size.width}x${size.height}`), '-f', 'lavfi', '-i', chord],
      ...['-t', String(durationSeconds), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20'],
      ...['-maxrate', '16M', '-bufsize', '16M', '-c:a', 'aac', '-y', name],
    ],
    cwd: folder,
    timeoutMs,
  });
  return {
    video: await inputFile(join(folder, name), 'video/mp4'),
    probe: {
      container: 'mp4',
      durationSeconds,
      size,
      rotation: 0,
      videoCodec: 'avc',
      framesPerSecond: 30,
      highDynamicRange: false,
      hasAudio: true,
    },
  };
}
