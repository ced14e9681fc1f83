import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutgoingScene } from '../../../test/support/outgoing-scene.ts';
import { AppError } from '../../kernel/errors.ts';
import { startOutgoing } from './start-outgoing.ts';
import { resumeDeliveries } from './tell-news.ts';

let scene: OutgoingScene;
beforeAll(async () => {
  scene = await OutgoingScene.open();
});
afterAll(async () => await scene.close());
beforeEach(async () => await scene.begin());
afterEach(async () => await scene.end());

describe('a finished video', () => {
  it('goes out with size, length, thumbnail and full cover, is recorded, and then the conversation goes on', async () => {
    const id = await scene.addProduction();
    await scene.tell(id);
    const [call] = scene.sent('sendVideo');
    expect(call?.body).toMatch(/name="width"\r\n\r\n360\r\n/);
    expect(call?.body).toMatch(/name="duration"\r\n\r\n2\r\n/);
    expect(call?.body).toMatch(/name="supports_streaming"\r\n\r\ntrue/);
    expect(call?.body).toContain('attach://');
    expect(call?.body.match(/\xff\xd8\xff/g)?.length).toBeGreaterThanOrEqual(2);
    expect(await scene.deliveryOf(id)).toMatchObject({
      kind: 'video',
      state: 'sent',
      attempts: 1,
      repeats: 0,
    });
    expect(scene.dispatched).toEqual([{ on: 'delivered', productionId: id }]);
  });

  it('is not sent a second time when it is told again, and sending again uploads nothing', async () => {
    const id = await scene.addProduction();
    await scene.tell(id);
    await scene.tell(id);
    expect(scene.sent('sendVideo')).toHaveLength(1);
    expect(scene.dispatched).toHaveLength(2);
    const outgoing = startOutgoing(scene.bot);
    await outgoing.sendAgain(OutgoingScene.personId, id);
    await outgoing.stop();
    expect(scene.sent('sendVideo')).toHaveLength(2);
    expect(JSON.parse(scene.sent('sendVideo')[1]?.body ?? '')).toMatchObject({ video: 'kept-by-telegram' });
  });

  it('whose answer was lost is repeated once, counted, and never a third time', async () => {
    const id = await scene.addProduction();
    scene.api.next.set('sendVideo', ['lost', 'lost', 'lost']);
    await expect(scene.tell(id)).rejects.toMatchObject({ reason: 'provider-unavailable' });
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'sending', repeats: 0 });
    await expect(scene.tell(id)).rejects.toMatchObject({ reason: 'provider-unavailable' });
    await scene.tell(id);
    expect(scene.sent('sendVideo')).toHaveLength(2);
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'sent', repeats: 1, message_id: null });
    expect(scene.dispatched).toHaveLength(1);
  });

  it('left between sending and recording by a killed process is resumed by the next start', async () => {
    const id = await scene.addProduction();
    await scene.database.pool.query(
      `insert into ugc.delivery (production_id, kind, state, attempts, created_at)
       values ($1, 'video', 'sending', 1, now() - interval '1 second')`,
      [id],
    );
    const outgoing = startOutgoing(scene.bot);
    await expect.poll(async () => (await scene.deliveryOf(id))?.state, { timeout: 5000 }).toBe('sent');
    await outgoing.stop();
    expect(await scene.deliveryOf(id)).toMatchObject({ attempts: 2, repeats: 1 });
  });

  it('that Telegram asks to wait with is given back, uncounted, and sent later', async () => {
    const id = await scene.addProduction();
    scene.api.next.set('sendVideo', [
      { error: 429, text: 'Too Many Requests: retry after 90', retryAfter: 90 },
    ]);
    await expect(scene.tell(id)).rejects.toMatchObject({ reason: 'too-many-requests' });
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'waiting' });
    await scene.tell(id);
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'sent', repeats: 0 });
  });

  it('for somebody who blocked the bot stays in the history, and they are known as unreachable', async () => {
    const id = await scene.addProduction();
    scene.api.next.set('sendVideo', [{ error: 403, text: 'Forbidden: bot was blocked by the user' }]);
    await scene.tell(id);
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'undeliverable' });
    expect(scene.unreachable).toEqual([OutgoingScene.personId]);
    expect(scene.dispatched).toHaveLength(1);
  });

  it('too big for a bot is sent as a link', async () => {
    const id = await scene.addProduction();
    scene.videoBytes = 60 * 1024 * 1024;
    await scene.tell(id);
    scene.videoBytes = 1000;
    expect(scene.sent('sendVideo')).toHaveLength(0);
    expect(scene.sent('sendMessage')[0]?.body).toContain('Too big: http://localhost/files');
  });

  it('whose id Telegram has lost is uploaded anew', async () => {
    const [first, second] = [await scene.addProduction(), await scene.addProduction()];
    await scene.tell(first);
    scene.api.next.set('sendVideo', [
      { error: 400, text: 'Bad Request: wrong file identifier/HTTP URL specified' },
    ]);
    await scene.tell(second);
    expect(scene.sent('sendVideo')).toHaveLength(3);
    expect(scene.sent('sendVideo')[2]?.body).toContain('attach://');
  });
});

describe('a speech', () => {
  beforeEach(() => {
    scene.confirmedAt = undefined;
  });

  it('is sent as a titled track to somebody who is elsewhere, after their conversation knows of it', async () => {
    const id = await scene.addProduction('awaiting_confirmation');
    await scene.tell(id, 'spoken');
    const [call] = scene.sent('sendAudio');
    expect(call?.body).toMatch(/name="title"\r\n\r\nVoice-over/);
    expect(call?.body).toMatch(/name="performer"\r\n\r\nSofia/);
    expect(call?.body).toMatch(/name="duration"\r\n\r\n1\r\n/);
    expect(scene.dispatched.map(({ on }) => on)).toContain('spoken');
    expect(await scene.deliveryOf(id)).toMatchObject({ kind: 'speech', state: 'sent', repeats: 0 });
  });

  it('is no message of its own for somebody who waits for it: their screen is what was sent', async () => {
    const id = await scene.addProduction('awaiting_confirmation');
    scene.speechScreen = { messageId: 77 };
    await scene.tell(id, 'spoken');
    expect(scene.sent('sendAudio')).toEqual([]);
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'sent', repeats: 0, message_id: '77' });
  });

  it('whose screen may have been shown is repeated once and counted; one that was refused is not counted', async () => {
    const id = await scene.addProduction('awaiting_confirmation');
    scene.speechScreen = { messageId: undefined };
    scene.presented = { is: 'later', error: new AppError('too-many-requests', 'Wait.') };
    await expect(scene.tell(id, 'spoken')).rejects.toMatchObject({ reason: 'too-many-requests' });
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'waiting' });
    scene.presented = { is: 'later', error: new AppError('provider-unavailable', 'No answer.') };
    await expect(scene.tell(id, 'spoken')).rejects.toMatchObject({ reason: 'provider-unavailable' });
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'sending', repeats: 0 });
    scene.presented = { is: 'shown' };
    scene.speechScreen = { messageId: 78 };
    await scene.tell(id, 'spoken');
    expect(await scene.deliveryOf(id)).toMatchObject({ state: 'sent', repeats: 1 });
    expect(scene.sent('sendAudio')).toEqual([]);
  });

  it('is not sent to who has ordered the video of it, nor to who is gone', async () => {
    const [ordered, gone] = [
      await scene.addProduction('awaiting_confirmation'),
      await scene.addProduction('awaiting_confirmation'),
    ];
    scene.confirmedAt = new Date();
    await scene.tell(ordered, 'spoken');
    scene.confirmedAt = undefined;
    scene.presented = { is: 'gone' };
    await scene.tell(gone, 'spoken');
    expect(scene.sent('sendAudio')).toEqual([]);
    expect(await scene.deliveryOf(gone)).toMatchObject({ state: 'undeliverable' });
  });
});

it('a failure is told in words, and enters the conversation', async () => {
  const id = await scene.addProduction('failed');
  await scene.tell(id, 'failed');
  expect(scene.sent('sendMessage')[0]?.body).toContain(`Failed: ${id}`);
  expect(scene.dispatched.map(({ on }) => on)).toEqual(['failed']);
});

describe('renders that were asked for at once', () => {
  it('arrive as one album, each with its size, and the words with buttons below it; told again nothing is repeated', async () => {
    const request = scene.askForRenders(['delivered', 'delivered', 'failed']);
    const id = await scene.addRender(request.requestId);
    await scene.tell(id, 'rendered');
    const [call] = scene.sent('sendMediaGroup');
    expect(call?.body).toMatch(/"type":"video".*"caption":"2 clips".*"type":"video"/);
    expect(call?.body.match(/"width":360,"height":640,"duration":2/g)).toHaveLength(2);
    expect(call?.body.match(/\xff\xd8\xff/g)?.length).toBeGreaterThanOrEqual(4);
    expect(scene.sent('sendMessage').map(({ body }) => JSON.parse(body).text)).toEqual(['3 were asked for']);
    await scene.tell(id, 'rendered');
    expect(scene.sent('sendMediaGroup')).toHaveLength(1);
    expect(scene.sent('sendMessage')).toHaveLength(1);
    expect(scene.dispatched).toEqual(Array(2).fill({ on: 'rendered', requestId: request.requestId }));
  });

  it('are repeated once at most where an answer was lost, and counted', async () => {
    const { requestId } = scene.askForRenders(['delivered', 'delivered']);
    const id = await scene.addRender(requestId);
    scene.api.next.set('sendMediaGroup', ['lost', 'lost', 'lost']);
    await expect(scene.tell(id, 'rendered')).rejects.toMatchObject({ reason: 'provider-unavailable' });
    await expect(scene.tell(id, 'rendered')).rejects.toMatchObject({ reason: 'provider-unavailable' });
    await scene.tell(id, 'rendered');
    expect(scene.sent('sendMediaGroup')).toHaveLength(2);
    expect(await scene.deliveryOf(requestId)).toMatchObject({ kind: 'album', state: 'sent', repeats: 1 });
  });

  it('too big for one album go one by one, and a fault of one sends none of the others again', async () => {
    scene.videoBytes = 30 * 1024 * 1024;
    const request = scene.askForRenders(['delivered', 'delivered', 'delivered']);
    const [first = '', second = '', third = ''] = await scene.addRenders(request);
    const taken = { result: scene.albumMessage(1) };
    const refused = { error: 400, text: 'Bad Request: VIDEO_CONTENT_TYPE_INVALID' };
    scene.api.next.set('sendVideo', [taken, refused, taken, 'lost']);
    await expect(scene.tell(first, 'rendered')).rejects.toMatchObject({ error_code: 400 });
    await expect(scene.tell(first, 'rendered')).rejects.toMatchObject({ reason: 'provider-unavailable' });
    await scene.tell(first, 'rendered');
    // One refused and one whose answer was lost; nothing twice because of another.
    expect(scene.sent('sendVideo')).toHaveLength(5);
    expect(await scene.deliveryOf(request.requestId)).toMatchObject({
      state: 'sent',
      attempts: 1,
      repeats: 0,
    });
    expect(await scene.deliveryOf(second)).toMatchObject({
      kind: 'album',
      state: 'sent',
      attempts: 2,
      repeats: 0,
    });
    expect(await scene.deliveryOf(third)).toMatchObject({
      kind: 'album',
      state: 'sent',
      attempts: 2,
      repeats: 1,
    });
    expect(scene.sent('sendMessage')).toHaveLength(1);
  });

  it('too big for one album come all where one that came is deleted before the next could be sent', async () => {
    scene.videoBytes = 30 * 1024 * 1024;
    const request = scene.askForRenders(['delivered', 'delivered', 'delivered']);
    const [first = '', second = '', third = ''] = await scene.addRenders(request);
    const refused = { error: 400, text: 'Bad Request: VIDEO_CONTENT_TYPE_INVALID' };
    scene.api.next.set('sendVideo', [{ result: scene.albumMessage(1) }, refused]);
    await expect(scene.tell(first, 'rendered')).rejects.toMatchObject({ error_code: 400 });
    scene.deleteClip(first);
    await scene.tell(second, 'rendered');
    await resumeDeliveries(scene.bot, 0);
    for (const id of [second, third]) expect(await scene.deliveryOf(id)).toMatchObject({ state: 'sent' });
    expect(scene.sent('sendVideo')).toHaveLength(4);
  });

  it('go as a usual video where only one was made, and as words alone where none was', async () => {
    const one = scene.askForRenders(['delivered']);
    await scene.tell(await scene.addRender(one.requestId), 'rendered');
    expect(scene.sent('sendVideo')).toHaveLength(1);
    expect(scene.sent('sendMessage')).toHaveLength(0);
    const none = scene.askForRenders(['failed']);
    await scene.tell(await scene.addRender(none.requestId), 'rendered');
    expect(scene.sent('sendMessage')).toHaveLength(1);
    const cancelled = scene.askForRenders(['cancelled', 'cancelled']);
    await scene.tell(await scene.addRender(cancelled.requestId), 'rendered');
    expect(scene.sent('sendMessage')).toHaveLength(1);
    expect(scene.sent('sendMediaGroup')).toHaveLength(0);
  });

  it('are told in no words of their own to who looks at their progress', async () => {
    const { requestId } = scene.askForRenders(['delivered', 'delivered']);
    scene.screen = () => ({
      messageId: 5,
      isCaption: false,
      html: 'Rendering',
      keyboard: { inline_keyboard: [] },
      revision: 1,
    });
    await scene.tell(await scene.addRender(requestId), 'rendered');
    expect(scene.sent('sendMediaGroup')).toHaveLength(1);
    expect(scene.sent('sendMessage')).toHaveLength(0);
  });

  it('that Telegram has already are sent by its ids, and uploaded again where it forgot them', async () => {
    const { requestId } = scene.askForRenders(['delivered', 'delivered']);
    scene.api.next.set('sendMediaGroup', [{ result: [1, 2].map((id) => scene.albumMessage(id)) }]);
    await scene.tell(await scene.addRender(requestId), 'rendered');
    const again = scene.askForRenders(['delivered', 'delivered']);
    scene.api.next.set('sendMediaGroup', [{ error: 400, text: 'Bad Request: wrong file identifier' }]);
    await scene.tell(await scene.addRender(again.requestId), 'rendered');
    const [, byId, byUpload] = scene.sent('sendMediaGroup');
    expect(byId?.body).toContain('file-1');
    expect(byUpload?.body).toContain('attach://');
  });
});
