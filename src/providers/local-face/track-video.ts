import { type FaceTrack, faceTrack } from '../../domain/face/face-track.ts';
import type { FaceSighting } from '../../domain/face/follow-face.ts';
import type { Box, Size } from '../../domain/geometry.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { HeadVideo } from '../../ports/face-analysis.ts';
import type { WorkContext } from '../../ports/work.ts';
import { headFramesPerSecond, readFrames, smallSize } from './video-frames.ts';
import type { TaskAnswer, TaskRequest } from './worker-protocol.ts';

export interface TrackTools {
  readonly ffmpeg: Ffmpeg;
  look(request: TaskRequest<'sights'>): Promise<TaskAnswer<'sights'>>;
}

/** Shows a face of a tenth of the picture at the mesh model's own size, nearly. */
const longerSide = 640;
/** Six looks a second: between two of them nobody's head turns back. */
const everyFrames = 4;
const framesAtOnce = 8;

/** Looks at some frames a second and follows the face through them. */
export async function trackVideo(
  head: HeadVideo,
  context: WorkContext,
  { ffmpeg, look }: TrackTools,
): Promise<FaceTrack> {
  const { size, durationSeconds } = head;
  const output = smallSize(size, longerSide);
  const sightings: FaceSighting[] = [];
  await readFrames(
    head,
    { output, everyFrames, framesAtOnce, pixels: 'rgb24' } as const,
    { ffmpeg, context },
    async (rgb) => {
      for (const { faces, body } of await look({ rgb, ...output })) {
        const atSeconds = (sightings.length * everyFrames) / headFramesPerSecond;
        sightings.push({
          atSeconds,
          faces: faces.map((face) => enlarged(face, output, size)),
          ...(body && { body: enlarged(body, output, size) }),
        });
      }
      const seen = (sightings.length * everyFrames) / headFramesPerSecond;
      context.reportProgress(Math.min(1, seen / durationSeconds));
    },
  );
  return faceTrack(sightings, { picture: size, framesPerSecond: headFramesPerSecond, durationSeconds });
}

function enlarged(box: Box, from: Size, to: Size): Box {
  const across = to.width / from.width;
  const down = to.height / from.height;
  return { x: box.x * across, y: box.y * down, width: box.width * across, height: box.height * down };
}
