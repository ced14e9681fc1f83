import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { overlayContract } from '../../src/ports/overlay.contract.ts';
import type { ModalOverlayOptions } from '../../src/providers/modal-overlay/provider.ts';
import { estimate, failureOf, openModalScene, type ModalScene } from '../support/modal-scene.ts';

let scene: ModalScene;
beforeAll(async () => {
  scene = await openModalScene();
});
afterAll(() => scene.close());
beforeEach(() => scene.renew());

overlayContract('modal-overlay', {
  create: async () => {
    const { adapter } = scene.adapter();
    // The suite knows nothing of money; whoever starts a step does. Each of its cases meets a new double.
    const { spending } = scene.room.context();
    return {
      adapter,
      start: async (request, context) =>
        await scene.adapter().start(request, { ...context, ...(spending && { spending }) }),
      status: async (operation, context) => await scene.adapter().status(operation, context),
    };
  },
  head: async () => scene.room.head,
});

describe('a cut-out by the endpoint', () => {
  it('is kept as the video with alpha that came, with what it cost', async () => {
    const context = scene.room.context();
    const { overlay, cost } = await scene.overlayOf(scene.adapter(), context);
    expect(overlay).toEqual({
      kind: 'alpha-video',
      videoPath: `${context.workFolder}/overlay.webm`,
      mime: 'video/webm',
    });
    expect(cost).toEqual({ estimatedUsd: expect.closeTo(0.0066), actualUsd: expect.closeTo(45.2 * 0.0003) });
    expect(context.spent).toEqual([estimate, 'submitted']);
    expect(scene.double.paidSubmits).toBe(1);
    expect(scene.double.jobs).toMatchObject([
      { video_url: scene.room.lent.at(-1), shape: 'rect', container: 'webm' },
    ]);
  });

  it('may be ProRes in QuickTime as well, whatever it is called', async () => {
    scene.made = scene.room.overlay({ kind: 'mov' });
    const { overlay } = await scene.overlayOf();
    expect(overlay).toMatchObject({ mime: 'video/quicktime', videoPath: expect.stringMatching(/\.mov$/) });
  });

  it('is asked for by another process too, from what was saved', async () => {
    const started = await scene.adapter().start(scene.cutout(), scene.room.context());
    if (started.status !== 'pending') throw new Error('It was finished at once.');
    scene.double.pollsBeforeDone = 0;
    await scene.adapter().status(started.operation, scene.room.context());
    const work = await scene.adapter().status(started.operation, scene.room.context());
    expect(work).toMatchObject({ status: 'completed', result: { overlay: { kind: 'alpha-video' } } });
    expect(scene.double.paidSubmits).toBe(1);
  });

  it('is never made for a circle, which costs nothing here', async () => {
    const context = scene.room.context();
    const work = await scene.adapter().start({ ...scene.cutout(), shape: 'circle' }, context);
    expect(work).toMatchObject({ result: { overlay: { kind: 'circle' }, cost: { estimatedUsd: 0 } } });
    expect([scene.double.requests, context.spent]).toEqual([[], []]);
  });

  it('is not asked for where the endpoint could not fetch the video', async () => {
    const context = scene.room.context();
    const error = await failureOf(
      scene.adapter({ lend: async () => undefined }).start(scene.cutout(), context),
    );
    expect(error).toMatchObject({
      reason: 'provider-unavailable',
      retryable: false,
      details: { problem: 'no-public-address' },
    });
    expect([scene.double.requests, context.spent]).toEqual([[], []]);
  });

  it('is not asked for without a record of what is spent', async () => {
    const { spending: _, ...unrecorded } = scene.room.context();
    expect(await failureOf(scene.adapter().start(scene.cutout(), unrecorded))).toMatchObject({
      reason: 'internal',
    });
    expect(scene.double.paidSubmits).toBe(0);
  });
});

describe('an answer that takes longer than Modal lets a request take', () => {
  it('is followed to its end by GET, for the submit and for what comes after it', async () => {
    scene.double.next.submit.push({ redirects: 3 });
    scene.double.next.status.push({ redirects: 2 });
    scene.double.next.result.push({ redirects: 1 });
    await scene.overlayOf();
    expect(scene.double.paidSubmits).toBe(1);
  });

  it('is waited for while the container starts', async () => {
    scene.double.next.submit.push({ coldStartMs: 400 });
    await scene.overlayOf();
    expect(scene.double.paidSubmits).toBe(1);
  });

  it('is given up after so many hops, and then nobody knows of the submit', async () => {
    scene.double.next.submit.push({ redirects: 50 });
    const context = scene.room.context();
    expect(await failureOf(scene.adapter().start(scene.cutout(), context))).toMatchObject({
      reason: 'provider-unconfirmed',
    });
    expect(context.spent.at(-1)).toBe('unknown');
    expect([scene.double.paidSubmits, scene.double.requests.length]).toEqual([1, 11]);
  });

  it.each([
    'http://169.254.169.254/latest?__modal_function_call_id=fc-1',
    'http://127.0.0.1:1/submit?__modal_function_call_id=fc-1',
    '/submit',
    'file:///etc/passwd?__modal_function_call_id=fc-1',
  ])('is not followed to %s, and the token stays here', async (redirectTo) => {
    scene.double.next.status.push({ redirectTo });
    expect(await failureOf(scene.overlayOf())).toMatchObject({
      reason: 'provider-answer-unusable',
      details: { service: 'modal' },
    });
    expect(scene.double.requests.map(({ route }) => route)).toEqual(['submit', 'status']);
  });
});

describe('a check', () => {
  const check = (changes: Partial<ModalOverlayOptions> = {}) =>
    scene.adapter(changes).check(new AbortController().signal);

  it('finds an endpoint that answers, without submitting anything', async () => {
    expect(await check()).toMatchObject({ state: 'ok' });
    expect(scene.double.requests.map(({ route }) => route)).not.toContain('submit');
  });
  it('says that our videos can not be fetched', async () => {
    const { state, text } = await check({ canLend: () => false });
    expect([state, text]).toEqual(['warning', expect.stringContaining('PUBLIC_URL')]);
  });
  it('says that the token is wrong, and not what it is', async () => {
    const { state, text } = await check({
      token: { key: 'wk-wrongwrongwrong', secret: 'ws-wrongwrongwrong' },
    });
    expect([state, text]).toEqual(['broken', expect.stringContaining('MODAL_KEY')]);
    expect(text).not.toContain('wrongwrong');
  });
  it('says that nothing is deployed there, or nobody listens', async () => {
    scene.double.next.status.push({ status: 404, text: 'modal-http: invalid function call' });
    expect(await check()).toMatchObject({ state: 'broken', text: expect.stringContaining('404') });
    scene.double.close();
    expect(await check()).toMatchObject({ state: 'broken' });
  });
});
