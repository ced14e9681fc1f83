import { afterAll } from 'vitest';
import { openFalWorld } from '../../../test/support/fal-world.ts';
import { openHeadRequests } from '../../../test/support/head-requests.ts';
import { recordedSpending } from '../../../test/support/recorded-spending.ts';
import { talkingHeadContract } from '../../ports/talking-head.contract.ts';

const requests = openHeadRequests();
afterAll(() => requests.close());

talkingHeadContract('fal, omnihuman 1.5', async () => {
  const world = await openFalWorld();
  return {
    port: world.fal.talkingHead,
    request: requests.of('sofia'),
    spending: () => recordedSpending(),
    close: () => world.close(),
  };
});
