import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faceTrack } from '../../src/domain/face/face-track.ts';
import { ffmpegAt } from '../../src/platform/ffmpeg/ffmpeg.ts';
import type { HeadClip, OverlayPort } from '../../src/ports/overlay.ts';
import type { Spending, WorkContext } from '../../src/ports/work.ts';
import { createLocalMediaProbe } from '../../src/providers/local-media/provider.ts';
import { createLocalOverlay } from '../../src/providers/local-overlay/provider.ts';
import { openAnsweringServer } from './answering-server.ts';
import { coded, ffmpeg, ffmpegPath, lavfi, openMontageRoom } from './montage-room.ts';

export const headSize = { width: 108, height: 192 };
export const headSeconds = 1;

/** A small head with all that is known of it, a way to lend it, and a place to work in. */
export interface OverlayRoom {
  readonly head: HeadClip;
  readonly ffmpeg: ReturnType<typeof ffmpegAt>;
  readonly mediaProbe: ReturnType<typeof createLocalMediaProbe>;
  /** Circles and mattes without a look at a video. */
  readonly local: OverlayPort;
  /** What was lent, by its link. */
  readonly lent: readonly string[];
  readonly lend: () => Promise<string>;
  /** A context with a record of what was spent. */
  context(signal?: AbortSignal): WorkContext & { readonly spent: string[] };
  /** The overlay of a head: whoever stands in the middle of it, or what else is asked for. */
  overlay(changes?: Partial<MadeOverlay>): Buffer;
  close(): void;
}

export interface MadeOverlay {
  readonly kind: 'webm' | 'mov';
  readonly seconds: number;
  readonly size: { readonly width: number; readonly height: number };
  /** ffmpeg's expression of the alpha channel; undefined for a video that has none. */
  readonly alpha: string | undefined;
}

const walkingFace = [0, 0.25, 0.5, 0.75].map((atSeconds) => ({
  atSeconds,
  faces: [{ x: 10 + 60 * atSeconds, y: 50, width: 30, height: 40 }],
}));
const someone = '255*lt(hypot((X-W/2)/W,(Y-H/2)/H),0.3)';

export async function openOverlayRoom(): Promise<OverlayRoom> {
  const { folder, file } = openMontageRoom('overlay');
  const video = file('head.mp4');
  ffmpeg(
    ...lavfi(`testsrc2=s=${headSize.width}x${headSize.height}:r=25:d=${headSeconds}`),
    ...coded,
    video.path,
  );
  writeFileSync(file('matte.mp4').path, readFileSync(video.path));
  const server = await openAnsweringServer();
  server.answer = (_request, response) => response.end(readFileSync(video.path));
  const lent: string[] = [];
  const program = ffmpegAt(ffmpegPath, 'test');
  return {
    head: {
      ...{ video, matte: file('matte.mp4'), size: headSize, durationSeconds: headSeconds },
      faceBox: { x: 40, y: 50, width: 30, height: 40 },
    },
    ffmpeg: program,
    mediaProbe: createLocalMediaProbe({ ffmpeg: program }),
    local: createLocalOverlay({
      faceAnalysis: {
        trackFace: async () =>
          faceTrack(walkingFace, { picture: headSize, framesPerSecond: 25, durationSeconds: headSeconds }),
        matteVideo: async () => ({ mattePath: file('matte.mp4').path, personShare: 1, warnings: [] }),
      },
    }),
    lent,
    lend: async () => {
      lent.push(`${server.address}/head.mp4?X-Amz-Signature=c4nary${lent.length}`);
      return lent.at(-1) ?? '';
    },
    context: (signal = new AbortController().signal) => workContext(folder, signal),
    overlay: (changes = {}) => madeOverlay(folder, changes),
    close: () => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function workContext(folder: string, signal: AbortSignal): WorkContext & { readonly spent: string[] } {
  const spent: string[] = [];
  const note = (what: string) => async () => void spent.push(what);
  const spending: Spending = {
    tag: 'overlay:4711',
    callbackUrl: undefined,
    sending: async ({ estimatedUsd }) => void spent.push(`sending ${estimatedUsd.toFixed(4)}`),
    submitted: async () => void spent.push('submitted'),
    notTaken: note('not taken'),
    unknown: note('unknown'),
  };
  const workFolder = mkdtempSync(join(folder, 'work-'));
  return { signal, workFolder, spending, spent, reportProgress: () => undefined };
}

function madeOverlay(folder: string, changes: Partial<MadeOverlay>): Buffer {
  const { kind, seconds, size, alpha } = {
    ...{ kind: 'webm', seconds: headSeconds, size: headSize, alpha: someone },
    ...changes,
  };
  const path = join(folder, `made.${kind}`);
  const source = `testsrc2=s=${size.width}x${size.height}:r=25:d=${seconds}`;
  const masked = alpha === undefined ? 'format=yuv420p' : `format=yuva420p,geq=lum='lum(X,Y)':a='${alpha}'`;
  const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '200k'];
  const prores = ['-c:v', 'prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le'];
  ffmpeg(...lavfi(`${source},${masked}`), ...(kind === 'webm' ? vp9 : prores), path);
  return readFileSync(path);
}
