import { afterAll } from 'vitest';
import { ffmpegPath } from '../../../test/support/montage-room.ts';
import { builtInLayers, openShotstackRoom } from '../../../test/support/shotstack-room.ts';
import { recordedSpending } from '../../../test/support/recorded-spending.ts';
import { montageContract } from '../../ports/montage.contract.ts';

const room = await openShotstackRoom();
afterAll(room.close);

montageContract('shotstack', {
  create: async () => room.open({ layers: builtInLayers }),
  ffmpegPath,
  spending: () => recordedSpending(),
});
