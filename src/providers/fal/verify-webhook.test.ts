import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFalDouble } from '../../../test/doubles/fal.ts';
import type { DeliveryFlaws } from '../../../test/doubles/fal-webhooks.ts';
import { errorOf, type FalWorld, openFalWorld } from '../../../test/support/fal-world.ts';
import type { Job } from '../../../test/doubles/fal-jobs.ts';

let world: FalWorld;
let job: Job;
let nowMs = 0;
const clock = { now: () => new Date(nowMs) };
const { signal } = new AbortController();

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 22, 12);
  world = await openFalWorld({ now: clock.now });
  world.double.endNext({ kind: 'output', output: { images: [] } });
  await world.fal.pictureMaking.start({ prompt: 'a cook', gender: 'male' }, world.context());
  job = world.double.jobs[0] as Job;
  await job.ended;
});
afterEach(() => world.close());

const seconds = (count: number) => {
  nowMs += count * 1000;
};

describe('a webhook of fal.ai', () => {
  it('names its request, however often it is delivered, and its keys are fetched once', async () => {
    const { verifyWebhook } = world.adapter({ clock });
    for (let delivery = 0; delivery < 3; delivery += 1) {
      const { raw, headers } = world.double.webhookOf(job);
      expect(await verifyWebhook(raw, headers, signal)).toEqual({ requestId: job.id });
    }
    expect(world.double).toMatchObject({ calls: { keys: 1 }, keyLeaks: 0 });
  });

  it.each<[string, DeliveryFlaws]>([
    ['signed by a stranger', { signedBy: 'a stranger' }],
    ['with another body than was signed', { isTampered: true }],
    ['signed six minutes ago, as a replayed one is', { ageSeconds: 360 }],
    ['signed six minutes from now', { ageSeconds: -360 }],
    ['without its signature', { omit: 'Signature' }],
    ['without its time', { omit: 'Timestamp' }],
    ['without its request', { omit: 'Request-Id' }],
    ['without its user', { omit: 'User-Id' }],
  ])('%s is not believed', async (_what, flaws) => {
    const { verifyWebhook } = world.adapter({ clock });
    const { raw, headers } = world.double.webhookOf(job, flaws);
    expect(await verifyWebhook(raw, headers, signal)).toBeUndefined();
  });

  it('whose headers are forged is not believed', async () => {
    const { verifyWebhook } = world.adapter({ clock });
    for (const [name, value] of [
      ['X-Fal-Webhook-Signature', 'f'.repeat(128)],
      ['X-Fal-Webhook-Signature', 'zz'],
      ['X-Fal-Webhook-Timestamp', '1e9'],
      ['X-Fal-Webhook-Request-Id', 'another'],
    ] as const) {
      const { raw, headers } = world.double.webhookOf(job);
      headers.set(name, value);
      expect(await verifyWebhook(raw, headers, signal), name).toBeUndefined();
    }
  });

  it('by a new key is believed, once the keys may be asked for again', async () => {
    const { verifyWebhook } = world.adapter({ clock });
    const first = world.double.webhookOf(job);
    expect(await verifyWebhook(first.raw, first.headers, signal)).toBeDefined();
    world.double.rotateKeys();
    seconds(61);
    const second = world.double.webhookOf(job);
    expect(await verifyWebhook(second.raw, second.headers, signal)).toBeDefined();
    expect(world.double.calls.keys).toBe(2);
  });

  it('by strangers, a hundred in a row, has the keys fetched no more than once a minute', async () => {
    const { verifyWebhook } = world.adapter({ clock });
    for (let forged = 0; forged < 100; forged += 1) {
      const { raw, headers } = world.double.webhookOf(job, { signedBy: 'a stranger' });
      expect(await verifyWebhook(raw, headers, signal)).toBeUndefined();
    }
    expect(world.double.calls.keys).toBe(1);
  });

  it('has its keys fetched anew after a day', async () => {
    const { verifyWebhook } = world.adapter({ clock });
    for (const hours of [0, 23, 2]) {
      seconds(hours * 3600);
      const { raw, headers } = world.double.webhookOf(job);
      expect(await verifyWebhook(raw, headers, signal)).toBeDefined();
    }
    expect(world.double.calls.keys).toBe(2);
  });

  it('can be judged later where the keys can not be had now', async () => {
    const gone = await startFalDouble();
    await gone.close();
    const { verifyWebhook } = world.adapter({ clock, jwksUrl: gone.jwksUrl });
    const { raw, headers } = world.double.webhookOf(job);
    const asked = verifyWebhook(raw, headers, AbortSignal.timeout(20_000));
    expect(await errorOf(asked)).toMatchObject({ reason: 'provider-unavailable', retryable: true });
  });
});
