import type { AdWish } from '../../src/actions/ad-wish.ts';
import { checkWish } from '../../src/actions/check-wish.ts';
import { followProduction } from '../../src/actions/follow-production.ts';
import { type ActionParts, localOperator } from '../../src/actions/parts.ts';
import { placeOrder } from '../../src/actions/place-order.ts';
import { openApp } from '../../src/compose/app.ts';
import { startWorker } from '../../src/compose/worker.ts';
import { type ProductionResults, readResults } from '../../src/pipeline/results.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { NotifierPort } from '../../src/ports/notifier.ts';
import { findProduction, type Production } from '../../src/store/productions.ts';

export interface MadeAd {
  readonly production: Production;
  readonly results: ProductionResults;
}

/** The whole product on this machine, with no key: what the shell's door drives, without the shell. */
export interface Product {
  readonly parts: ActionParts;
  make(wish: AdWish, signal: AbortSignal): Promise<MadeAd>;
  close(): Promise<void>;
}

/** `others` stand in for parts of the product: a head made elsewhere, say. */
export async function openProduct(
  dataFolder: string,
  concurrency: number,
  others: (parts: ActionParts) => Partial<ActionParts> = () => ({}),
): Promise<Product> {
  const stopping = new AbortController();
  const ffmpegPath = process.env.FFMPEG_PATH;
  const config = readConfig({ DATA_DIR: dataFolder, ...(ffmpegPath && { FFMPEG_PATH: ffmpegPath }) });
  const app = await openApp(config, silentLog);
  const parts = { ...app.parts, ...others(app.parts) };
  const worker = startWorker(parts, { concurrency, shutdown: stopping.signal });
  return {
    parts,
    make: (wish, signal) => makeAd(parts, wish, signal),
    close: async () => {
      stopping.abort();
      await worker.stop();
      await app.close();
    },
  };
}

async function makeAd(parts: ActionParts, wish: AdWish, signal: AbortSignal): Promise<MadeAd> {
  const { order } = await checkWish(parts, localOperator, wish, signal);
  const { productionId } = await placeOrder(parts, localOperator, order);
  await followProduction(parts, productionId, throwingNotifier, signal);
  const production = await findProduction(parts.database.db, productionId);
  if (!production) throw new Error(`production ${productionId} is gone`);
  return { production, results: await readResults(parts.database, production) };
}

const throwingNotifier: NotifierPort = {
  progress: async () => undefined,
  deliver: async () => undefined,
  fail: async (_productionId, error) => {
    throw error;
  },
};

/** As ordered when nothing but script and presenter are said. */
export const plainWish = {
  take: 0,
  format: 'talking_head',
  template: 'circle',
  aspect: '9:16',
  subtitles: { kind: 'auto' },
  subtitleTheme: 'light',
  subtitlePosition: 'bottom',
  disclosure: 'badge',
  measureSync: false,
} satisfies Partial<AdWish>;
