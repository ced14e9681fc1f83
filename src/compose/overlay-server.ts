import { once } from 'node:events';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Output } from '../cli/output.ts';
import type { OverlayServerWish, OverlayServing } from '../cli/overlay-server.ts';
import { AppError } from '../kernel/errors.ts';
import { alphaCoders } from '../overlay-server/encode-overlay.ts';
import { makeOverlay, type OverlayMaker } from '../overlay-server/make-overlay.ts';
import { readOverlayOrder } from '../overlay-server/overlay-order.ts';
import { putResult, withoutQuery } from '../overlay-server/put-result.ts';
import { runOverlayServer } from '../overlay-server/run-overlay-server.ts';
import type { Config } from '../platform/config/config.ts';
import type { Ffmpeg } from '../platform/ffmpeg/ffmpeg.ts';
import { namesListed } from '../platform/ffmpeg/needs.ts';
import { resolveFfmpeg } from '../platform/ffmpeg/resolve-ffmpeg.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import { requireWritableFolder } from '../platform/files/writable-folder.ts';
import { nearNetwork, publicNetwork } from '../platform/http/public-network.ts';
import type { Log } from '../platform/log/log.ts';
import { createLocalFaceAnalysis } from '../providers/local-face/provider.ts';
import { createLocalMediaProbe } from '../providers/local-media/provider.ts';
import { createLocalOverlay } from '../providers/local-overlay/provider.ts';
import { assetsFolder } from './app.ts';

interface Parts {
  readonly readConfig: () => Config;
  readonly openLog: (config: Config) => Log;
  readonly stopping: AbortSignal;
}

/** The built-in overlay as a service: no database, no bot, nothing of the cloud. */
export function overlayServingOf(parts: Parts): OverlayServing {
  return {
    serve: async (wish, output) => await serve(parts, wish, output),
    workOnce: async (folder, allowsPrivate, output) => await workOnce(parts, folder, allowsPrivate, output),
  };
}

const inputBytes = 65_536;

async function serve(parts: Parts, wish: OverlayServerWish, output: Output): Promise<void> {
  const { stopping } = parts;
  const { config, log, folder } = await opened(parts);
  const token = wish.token ?? config.overlayServerToken;
  requireToken(wish.host, token);
  await withMaker(config, wish.allowsPrivate, log, async (maker) => {
    const { host, port, concurrency, publicUrl } = wish;
    const server = await runOverlayServer({ folder, host, port, concurrency, token, publicUrl, maker, log });
    const shown = host.includes(':') ? `[${host}]` : host;
    const endpoint = `${publicUrl ?? `http://${shown}:${server.port}`}/submit`;
    output.line(`Cuts people out of videos, ${concurrency} at a time. MODAL_OVERLAY_ENDPOINT=${endpoint}`);
    output.event({ event: 'listening', endpoint });
    if (!stopping.aborted) await once(stopping, 'abort');
    output.line('Stopping: work under way is ended.');
    await server.close();
  });
}

/** Whoever reaches it may use this machine. */
function requireToken(host: string, token: string | undefined): void {
  const isOwn = host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
  if (token !== undefined || isOwn) return;
  throw new AppError(
    'invalid-arguments',
    `--host ${host} lets others in: give them a token by OVERLAY_SERVER_TOKEN or --token KEY.SECRET.`,
  );
}

async function workOnce(parts: Parts, target: string, allowsPrivate: boolean, output: Output): Promise<void> {
  const { stopping } = parts;
  const { config, log, folder } = await opened(parts);
  const startedAt = performance.now();
  const order = readOverlayOrder(await readInput());
  const destination = resolve(target);
  await mkdir(destination, { recursive: true });
  await withMaker(config, allowsPrivate, log, async (maker) => {
    await withScratchFolder(join(folder, 'scratch'), async (workFolder) => {
      const context = { signal: stopping, workFolder, reportProgress: () => undefined };
      const made = await makeOverlay(order, maker, context);
      const putAt = order.resultPutUrl && withoutQuery(order.resultPutUrl);
      if (order.resultPutUrl !== undefined) {
        await putResult(made, order.resultPutUrl, { network: maker.network, signal: stopping });
      }
      const file = join(destination, basename(made));
      await copyFile(made, file);
      const processingSeconds = Math.round(performance.now() - startedAt) / 1000;
      output.line(`${file} · ${processingSeconds} s`);
      output.event({ event: 'overlay', file, processingSeconds, ...(putAt !== undefined && { putAt }) });
    });
  });
  log.info({ folder }, 'The one job is done.');
}

async function readInput(): Promise<unknown> {
  const given = await text(process.stdin);
  try {
    if (given.length <= inputBytes) return JSON.parse(given);
  } catch {
    // Told below.
  }
  throw new AppError(
    'invalid-arguments',
    'Standard input holds no job: JSON such as {"video_url":"https://…"}.',
  );
}

async function opened({ readConfig, openLog }: Parts) {
  const config = readConfig();
  const folder = join(config.dataFolder, 'overlay-server');
  await requireWritableFolder(folder);
  return { config, folder, log: openLog(config) };
}

/** The bot itself only reads such videos, so its own needs don't name them. */
async function requireAlphaCoders(ffmpeg: Ffmpeg): Promise<void> {
  const { output } = await ffmpeg.run({
    ...{ args: ['-encoders'], cwd: '/', timeoutMs: 20_000, keepOutputBytes: 1_000_000 },
  });
  const known = namesListed(String(output));
  const missing = Object.values(alphaCoders).filter((coder) => !known.has(coder));
  if (missing.length === 0) return;
  throw new AppError(
    'ffmpeg-incapable',
    `${ffmpeg.path} has no ${missing.join(' and no ')}: set FFMPEG_PATH to one that can write videos with alpha.`,
  );
}

async function withMaker(
  config: Config,
  allowsPrivate: boolean,
  log: Log,
  use: (maker: OverlayMaker) => Promise<void>,
): Promise<void> {
  const ffmpeg = await resolveFfmpeg(config.ffmpeg, log);
  await requireAlphaCoders(ffmpeg);
  const faces = createLocalFaceAnalysis({ modelsFolder: join(assetsFolder, 'models'), ffmpeg });
  try {
    await use({
      ffmpeg,
      mediaProbe: createLocalMediaProbe({ ffmpeg }),
      overlay: createLocalOverlay({ faceAnalysis: faces }),
      network: allowsPrivate ? nearNetwork : publicNetwork,
    });
  } finally {
    await faces.close();
  }
}
