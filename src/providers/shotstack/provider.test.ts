import { afterAll, beforeAll } from 'vitest';
import { openShotstackDouble, type ShotstackDouble } from '../../../test/doubles/shotstack.ts';
import { assetsFolder } from '../../../test/support/cast-portrait.ts';
import { openLendingServer } from '../../../test/support/lending-server.ts';
import { openSpendingBook } from '../../../test/support/spending-book.ts';
import { ffmpegAt } from '../../platform/ffmpeg/ffmpeg.ts';
import { silentLog } from '../../platform/log/log.ts';
import { montageContract } from '../../ports/montage.contract.ts';
import { createLocalLayers, createLocalMontage } from '../local-montage/provider.ts';
import { createShotstackMontage } from './provider.ts';

const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg';
let double: ShotstackDouble;
let lending: Awaited<ReturnType<typeof openLendingServer>>;
beforeAll(async () => {
  double = await openShotstackDouble({ ffmpegPath });
  lending = await openLendingServer();
});
afterAll(() => {
  double.close();
  lending.close();
});

montageContract('shotstack', {
  create: async () => {
    const local = { ffmpeg: ffmpegAt(ffmpegPath, 'test'), assetsFolder };
    return createShotstackMontage({
      baseUrl: double.address,
      apiKey: double.keys.v1,
      stage: 'v1',
      usdPerMinute: 0.3,
      maxConcurrent: 4,
      log: silentLog,
      local: createLocalMontage(local),
      layers: createLocalLayers(local),
      lend: lending.lend,
      pollAfterMs: 1,
    });
  },
  ffmpegPath,
  spending: () => openSpendingBook().spending,
});
