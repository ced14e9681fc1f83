import { join } from 'node:path';
import type { RunningServer } from '../http/start-server.ts';
import { startServer } from '../http/start-server.ts';
import { systemClock } from '../kernel/clock.ts';
import { sweepScratch } from '../platform/files/scratch.ts';
import type { Log } from '../platform/log/log.ts';
import type { ServerToken } from './admission.ts';
import { createOverlayApp } from './create-overlay-app.ts';
import { openKeptResults } from './kept-results.ts';
import { makeOverlay, type OverlayMaker } from './make-overlay.ts';
import { createOverlayJobs } from './overlay-jobs.ts';
import { putResult } from './put-result.ts';

export interface OverlayServerOptions {
  /** Of this server's own. */
  readonly folder: string;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly concurrency: number;
  readonly token: ServerToken;
  readonly publicUrl: string | undefined;
  readonly maker: OverlayMaker;
  readonly log: Log;
}

const maxWaiting = 32;
const jobTimeoutMs = 900_000;
const keptForMs = 3_600_000;
const sweepEveryMs = 60_000;

/** Listens and works until it is closed. Throws what `startServer` throws. */
export async function runOverlayServer(options: OverlayServerOptions): Promise<RunningServer> {
  const { folder, host, port, concurrency, token, publicUrl, maker, log } = options;
  const scratchFolder = join(folder, 'scratch');
  await sweepScratch(scratchFolder);
  const results = await openKeptResults(join(folder, 'results'), keptForMs);
  const jobs = createOverlayJobs({
    ...{ results, scratchFolder, concurrency, maxWaiting, jobTimeoutMs, log },
    make: async (order, workFolder, signal) =>
      await makeOverlay(order, maker, { signal, workFolder, reportProgress: () => undefined }),
    put: async (path, url, signal) => await putResult(path, url, { network: maker.network, signal }),
  });
  const sweep = () => {
    results
      .sweep(systemClock.now())
      .catch((error: unknown) => log.warn({ err: error }, 'Old results could not be removed.'));
  };
  sweep();
  const timer = setInterval(sweep, sweepEveryMs);
  const server = await startServer(createOverlayApp({ jobs, results, token, publicUrl, log }), {
    host,
    port,
  });
  return {
    port: server.port,
    close: async (graceMs) => {
      clearInterval(timer);
      await jobs.stop();
      await server.close(graceMs);
    },
  };
}
