import { open } from 'node:fs/promises';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import { mediaProblem } from '../../domain/media/media-problem.ts';
import type { MediaProbe } from '../../domain/media/media-probe.ts';
import type { MediaProbePort } from '../../ports/media-probe.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { contentOf, magicBytes } from './container-magic.ts';
import { acceptedContainer, judgeMedia, refuse } from './judge-media.ts';
import { readMediaFacts } from '../../platform/media/read-media-facts.ts';
import { decodeFirstPicture } from './trial-decode.ts';

export interface LocalMediaProbeOptions {
  readonly ffmpeg: Ffmpeg;
}

const mimeOf: Readonly<Record<MediaProbe['container'], string>> = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
};

/** Looks at a user's video in three steps, each of which a hostile file would have to pass: first bytes, container, first picture. */
export function createLocalMediaProbe({ ffmpeg }: LocalMediaProbeOptions): MediaProbePort {
  return {
    async probe(video: InputFile, context: WorkContext): Promise<MediaProbe> {
      const container = acceptedContainer(contentOf(await firstBytes(video.path)));
      const answer = await readMediaFacts(video.path, context.signal);
      if ('unreadable' in answer) {
        throw refuse(
          `The ${container.toUpperCase()} file can't be read (${answer.unreadable}); export it again as MP4.`,
          mediaProblem('broken', {}),
        );
      }
      const probe = judgeMedia(container, answer.facts);
      const decoded = await decodeFirstPicture(
        ffmpeg,
        { path: video.path, mime: mimeOf[container] },
        context,
      );
      return { ...probe, highDynamicRange: probe.highDynamicRange || decoded.highDynamicRange };
    },
  };
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(magicBytes), 0, magicBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
