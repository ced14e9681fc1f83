import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutgoingScene } from '../../../test/support/outgoing-scene.ts';
import { trackProgress } from '../../actions/outgoing/progress-messages.ts';
import { createChatPaces } from './chat-paces.ts';
import { showProgress } from './progress-loop.ts';

let scene: OutgoingScene;
beforeAll(async () => {
  scene = await OutgoingScene.open();
});
afterAll(async () => await scene.close());
beforeEach(async () => await scene.begin());
afterEach(async () => await scene.end());

describe('progress', () => {
  const showing = async (until: () => boolean | Promise<boolean>) => {
    const end = new AbortController();
    const loop = showProgress(scene.bot, createChatPaces(), end.signal);
    const deadline = performance.now() + 12_000;
    while (!(await until()) && performance.now() < deadline) await delay(20);
    end.abort();
    await loop;
  };

  it('edits the message at most every 4 s with its buttons, acts meanwhile, and never waits for a flood', async () => {
    const id = await scene.addProduction('running');
    await trackProgress(scene.bot.parts, id, 42, 7);
    await scene.database.pool.query(
      `update ugc.progress_message set started_at = now() - interval '4 seconds'`,
    );
    let percent = 0;
    scene.screen = () => {
      percent += 1;
      return {
        html: `${percent} %`,
        isCaption: false,
        keyboard: { inline_keyboard: [] },
        revision: 1,
        messageId: 7,
      };
    };
    // The first one waits until the person's own press has been answered; the second one has nothing to wait for.
    scene.turn = async () => await delay(400);
    await showing(() => scene.sent('editMessageText').length === 2);
    const [first, second] = scene.sent('editMessageText');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(3990);
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ chat_id: 42, message_id: 7, parse_mode: 'HTML' });
    expect(scene.sent('sendChatAction')[0]?.body).toContain('record_voice');
    await scene.database.pool.query('delete from ugc.progress_message');
  });

  it('ends with a message that is gone, and with a production that has ended', async () => {
    const [gone, ended] = [await scene.addProduction('running'), await scene.addProduction('delivered')];
    await trackProgress(scene.bot.parts, gone, 42, 8);
    await trackProgress(scene.bot.parts, ended, 42, 9);
    await scene.database.pool.query(
      `update ugc.progress_message set started_at = now() - interval '4 seconds'`,
    );
    scene.api.next.set('editMessageText', [{ error: 400, text: 'Bad Request: message to edit not found' }]);
    scene.screen = () => ({
      html: 'x',
      isCaption: false,
      keyboard: { inline_keyboard: [] },
      revision: 1,
      messageId: 8,
    });
    const open = async () =>
      (await scene.database.pool.query('select 1 from ugc.progress_message where ended_at is null'))
        .rowCount ?? 0;
    await showing(async () => (await open()) === 0);
    expect(await open()).toBe(0);
    expect(scene.sent('editMessageText')).toHaveLength(1);
  });

  it('of a task is told below its picture, with the sign that a video is coming shown again and again', async () => {
    const task = randomUUID();
    await scene.database.pool.query(
      `insert into ugc.chat_task (id, person_id, task) values ($1, 'telegram:42', '{"kind": "preview-clip"}')`,
      [task],
    );
    await trackOld(task, 11);
    let seconds = 0;
    scene.screen = () => {
      seconds += 4;
      return {
        ...{ html: `${seconds} s`, isCaption: true, keyboard: { inline_keyboard: [] } },
        ...{ revision: 1, messageId: 11 },
      };
    };
    await showing(
      () => scene.sent('editMessageCaption').length === 2 && scene.sent('sendChatAction').length === 2,
    );
    expect(scene.sent('editMessageCaption').map(({ body }) => JSON.parse(body).caption)).toEqual([
      '4 s',
      '8 s',
    ]);
    expect(scene.sent('sendChatAction').map(({ body }) => JSON.parse(body).action)).toEqual([
      'upload_video',
      'upload_video',
    ]);
    // It has ended, and the person looks at something else.
    await scene.database.pool.query(`update ugc.chat_task set state = 'done'`);
    await showing(async () => (await openMessages()).length === 0);
    expect(await openMessages()).toEqual([]);
  });

  const trackOld = async (productionId: string, messageId: number) => {
    await trackProgress(scene.bot.parts, productionId, 42, messageId);
    await scene.database.pool.query(
      `update ugc.progress_message set started_at = now() - interval '4 seconds'`,
    );
  };
  const openMessages = async () =>
    (
      await scene.database.pool.query(
        'select message_id::int as id from ugc.progress_message where ended_at is null',
      )
    ).rows;

  it('that a killed process left in the chat goes; a message that is the screen by now stays', async () => {
    const [left, seen] = [await scene.addProduction('delivered'), await scene.addProduction('delivered')];
    scene.screenMessage = 21;
    await trackOld(left, 20);
    await trackOld(seen, 21);
    await showing(() => scene.sent('deleteMessage').length > 0);
    expect(scene.sent('deleteMessage').map(({ body }) => JSON.parse(body))).toEqual([
      { chat_id: 42, message_id: 20 },
    ]);
    expect(await openMessages()).toEqual([{ id: 21 }]);
    scene.screenMessage = 22;
    await showing(async () => (await openMessages()).length === 0);
    expect(scene.sent('deleteMessage')).toHaveLength(2);
  });

  it('goes on in the message that a killed process showed anew, and the old one goes', async () => {
    const id = await scene.addProduction('running');
    await trackOld(id, 30);
    scene.screen = () => ({
      html: '1 %',
      isCaption: false,
      keyboard: { inline_keyboard: [] },
      revision: 2,
      messageId: 31,
    });
    await showing(() => scene.sent('deleteMessage').length > 0);
    expect(JSON.parse(scene.sent('deleteMessage')[0]?.body ?? '')).toMatchObject({ message_id: 30 });
    expect(await openMessages()).toEqual([{ id: 31 }]);
    await scene.database.pool.query('delete from ugc.progress_message');
  });
});
