import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import type { FaceMesh } from '../../../src/domain/face/face-mesh.ts';
import type { Size } from '../../../src/domain/geometry.ts';
import type { Ffmpeg } from '../../../src/platform/ffmpeg/ffmpeg.ts';
import type { TalkingHeadPort, TalkingHeadRequest } from '../../../src/ports/talking-head.ts';
import { facePlaces, personBox, type Walk } from './walks.ts';

const framesPerSecond = 25;
/** Smaller than the head's frame, as what models of talking heads give. */
const drawn = { width: 540, height: 960 } as const;
const timeoutMs = 120_000;
/** Of the face's height: large enough to be read back from the clip, too small to hide the face. */
const markRadius = 0.028;
/** Colours that no presenter and no background has. */
export const markColours = { middle: '#00ff00', top: '#0000ff', chin: '#ff00ff' } as const;

/**
 * A talking head as services make them: before a background, and walking about, as the walk of that script says. Nothing is
 * told of where the face is. It doesn't speak; it has three small marks that are found again in the finished clip.
 */
export function walkingPresenter(ffmpeg: Ffmpeg, walks: readonly Walk[]): TalkingHeadPort {
  return {
    adapter: { name: 'walking-presenter', version: '1', kind: 'local' },
    async start(request, context) {
      const { text, durationSeconds } = request.speech.track;
      const walk = walks.find(({ script }) => script === text);
      if (!walk) throw new Error(`nobody walks to "${text}"`);
      const videoPath = join(context.workFolder, 'walk.mp4');
      const scene = await openScene(request, walk);
      await ffmpeg.run({
        args: encodingArguments(request, videoPath),
        cwd: context.workFolder,
        signal: context.signal,
        timeoutMs,
        writeInput: async (input) => {
          const frames = Math.ceil(durationSeconds * framesPerSecond);
          for (let frame = 0; frame < frames && !input.destroyed; frame++) {
            await written(input, scene.draw(frame / framesPerSecond).data());
          }
        },
      });
      const result = { videoPath, durationSeconds, cost: { estimatedUsd: 0 }, warnings: [] };
      return { status: 'completed', result };
    },
    status: async () => {
      throw new Error('a walk is made at once');
    },
  };
}

/** With the grain of a camera's sensor, without which no model would ever be in doubt. */
function encodingArguments({ speech, frame }: TalkingHeadRequest, target: string): string[] {
  const look = `format=yuv420p,noise=c0s=6:c0f=t,scale=${frame.width}:${frame.height}:flags=bilinear`;
  return [
    ...['-f', 'rawvideo', '-pix_fmt', 'rgba', '-video_size', `${drawn.width}x${drawn.height}`],
    ...['-framerate', String(framesPerSecond), '-i', 'pipe:0', '-i', speech.audio.path],
    ...['-filter_complex', `[0:v]${look}[picture]`, '-map', '[picture]', '-map', '1:a:0'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-c:a', 'aac'],
    ...['-t', String(speech.track.durationSeconds), '-y', target],
  ];
}

function written(input: Writable, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (input.destroyed) resolve();
    // What the canvas lends is overwritten by the next frame.
    else input.write(Buffer.from(bytes), () => resolve());
  });
}

async function openScene({ portrait, background, face }: TalkingHeadRequest, walk: Walk) {
  const person = await loadImage(portrait.path);
  const wall = background && (await loadImage(background.path));
  const canvas = createCanvas(drawn.width, drawn.height);
  return {
    draw: (seconds: number): Canvas => {
      if (wall) drawWall(canvas, wall);
      drawPerson(canvas, { person, face, walk }, seconds);
      return canvas;
    },
  };
}

/** Covers the frame from its middle. */
function drawWall(canvas: Canvas, wall: Image): void {
  const scale = Math.max(canvas.width / wall.width, canvas.height / wall.height);
  const size: Size = { width: wall.width * scale, height: wall.height * scale };
  const at = { x: (canvas.width - size.width) / 2, y: (canvas.height - size.height) / 2 };
  canvas.getContext('2d').drawImage(wall, at.x, at.y, size.width, size.height);
}

interface Someone {
  readonly person: Image;
  readonly face: FaceMesh;
  readonly walk: Walk;
}

function drawPerson(canvas: Canvas, { person, face, walk }: Someone, seconds: number): void {
  const context = canvas.getContext('2d');
  const pose = walk.pose(seconds);
  const box = personBox(pose, person, face, canvas);
  context.imageSmoothingQuality = 'low';
  context.drawImage(person, box.x, box.y, box.width, box.height);
  const { face: shown, marks } = facePlaces(pose, person, face, canvas);
  const { hidden } = walk;
  if (hidden && seconds >= hidden.fromSeconds && seconds < hidden.toSeconds) {
    context.fillStyle = '#c8a070';
    const air = 0.2 * shown.height;
    context.fillRect(shown.x - air, shown.y - 2 * air, shown.width + 2 * air, shown.height + 3 * air);
  }
  for (const [name, { x, y }] of Object.entries(marks)) {
    context.fillStyle = markColours[name as keyof typeof markColours];
    context.beginPath();
    context.arc(x, y, markRadius * shown.height, 0, 2 * Math.PI);
    context.fill();
  }
}
