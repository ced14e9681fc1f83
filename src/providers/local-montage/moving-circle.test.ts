import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ffmpeg, lavfi, openMontageRoom } from '../../../test/support/montage-room.ts';
import type { Box } from '../../domain/geometry.ts';
import type { CircleKeyframe } from '../../domain/overlay/circle.ts';
import type { MontageRequest } from '../../ports/montage.ts';

const { port, folder, file } = openMontageRoom('moving-circle');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seconds = 2;
const head = { width: 108, height: 192 };
const columns = 200;
const middleRow = 80;
/** A spot goes from the left to the right, and half of the way back. */
const spotAt = (t: number) => (t < 1.2 ? 25 + 50 * t : 85 - 25 * (t - 1.2));
const spotExpression = 'if(lt(t,1.2),25+50*t,85-25*(t-1.2))';
const circleAt = (atSeconds: number): CircleKeyframe => ({
  atSeconds,
  radius: 0.2,
  centre: { x: spotAt(atSeconds) / head.width, y: middleRow / head.height },
});

const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '8', '-pix_fmt', 'yuv420p'];

/** Where the light part of each picture's box is, across: 0 at its left, 1 at its right. */
function brightMiddles(path: string, box: Box): number[] {
  const part = `crop=${box.width}:${box.height / 2}:${box.x}:${box.y + box.height / 4}`;
  const look = `${part},scale=${columns}:1:flags=area,format=gray`;
  const pixels = ffmpeg('-i', path, '-vf', look, '-f', 'rawvideo', '-');
  return Array.from({ length: pixels.length / columns }, (_, frame) => {
    let [sum, weight] = [0, 0];
    // The ring's white is at both ends.
    for (let x = 30; x < 170; x++) {
      const light = Math.max(0, (pixels[frame * columns + x] ?? 0) - 90);
      sum += light * (x + 0.5);
      weight += light;
    }
    return sum / weight / columns;
  });
}

function requestOf(track: readonly CircleKeyframe[]): MontageRequest {
  return {
    format: 'character_with_background',
    template: 'circle',
    overlay: { kind: 'circle', circle: circleAt(0), track },
    frame: { width: 540, height: 960, framesPerSecond: 25 },
    quality: 'final',
    head: { video: file('spot.mp4'), size: head, durationSeconds: seconds },
    speech: { audio: file('speech.wav', 'audio/wav'), durationSeconds: seconds },
    background: {
      video: file('blue.mp4'),
      probe: {
        ...{ container: 'mp4', durationSeconds: seconds, size: head, rotation: 0, videoCodec: 'avc' },
        ...{ framesPerSecond: 25, highDynamicRange: false, hasAudio: false },
      },
    },
    disclosure: 'none',
    language: 'en',
  };
}

describe('a circle that follows a face', () => {
  const context = () => ({
    signal: new AbortController().signal,
    workFolder: mkdtempSync(join(folder, 'work-')),
    reportProgress: () => undefined,
  });

  it('is where the face is in every frame, also in stills', async () => {
    const { width, height } = head;
    ffmpeg(
      ...lavfi(`color=c=0x404040:s=${width}x${height}:r=25:d=${seconds}`),
      ...lavfi(`color=c=white:s=12x12:r=25:d=${seconds}`),
      ...['-filter_complex', `[0:v][1:v]overlay=x='${spotExpression}-6':y=${middleRow - 6}:format=yuv444`],
      ...[...coded, file('spot.mp4').path],
    );
    ffmpeg(
      ...lavfi(`color=c=0x2040f0:s=${width}x${height}:r=25:d=${seconds}`),
      ...[...coded, file('blue.mp4').path],
    );
    ffmpeg(...lavfi(`anoisesrc=a=0.3:r=24000:d=${seconds}`), '-ac', '1', file('speech.wav').path);
    const request = requestOf([circleAt(0), circleAt(1.2), circleAt(1.96)]);
    const work = await port.start(request, context());
    if (work.status !== 'completed' || !work.result.circleInFrame) throw new Error('no circle was made');
    const { circleInFrame, videoPath } = work.result;
    const middles = brightMiddles(videoPath, circleInFrame);
    expect(middles).toHaveLength(seconds * 25);
    // The spot moves by 0.046 of the circle a frame: a frame too early or too late would be seen.
    for (const middle of middles) expect(Math.abs(middle - 0.5)).toBeLessThan(0.03);
    const { picturePath } = await port.still(request, 1.6, context());
    expect(Math.abs((brightMiddles(picturePath, circleInFrame)[0] ?? 0) - 0.5)).toBeLessThan(0.03);
  });
});
