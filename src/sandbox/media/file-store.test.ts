import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStartedSandbox, type TestSandbox } from '../../../test/support/test-sandbox.ts';
import { tinyPng } from '../../../test/support/tiny-files.ts';

let bot: TestSandbox;
beforeAll(async () => {
  bot = await openStartedSandbox();
});
afterAll(() => bot.close());

describe('an upload', () => {
  const incoming = async () => await readdir(join(bot.folder, 'incoming'));

  it('may serve twice in one request, and leaves nothing behind', async () => {
    const media = [
      { type: 'photo', media: 'attach://a' },
      { type: 'photo', media: 'attach://a' },
    ];
    const body = new FormData();
    body.set('chat_id', String(bot.userId));
    body.set('media', JSON.stringify(media));
    body.set('a', new Blob([new Uint8Array(tinyPng(31, 31))]), 'a.png');
    expect(await bot.call('sendMediaGroup', body)).toMatchObject({ ok: true });
    while ((await incoming()).length > 0) await bot.call('getMe');
  });

  it('that breaks off leaves nothing behind', async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const head = '--B\r\nContent-Disposition: form-data; name="video"; filename="a.mp4"\r\n\r\n';
        controller.enqueue(new TextEncoder().encode(head));
        controller.enqueue(new Uint8Array(1 << 20));
      },
    });
    const ended = new AbortController();
    const headers = { 'content-type': 'multipart/form-data; boundary=B' };
    const url = `${bot.apiRoot}/bot${bot.sandbox.token}/sendVideo`;
    const options = { method: 'POST', headers, body, duplex: 'half', signal: ended.signal };
    const sending = fetch(url, options as RequestInit).catch((error: Error) => error.name);
    while ((await incoming()).length === 0) await bot.call('getMe');
    ended.abort();
    expect(await sending).toBe('AbortError');
    while ((await incoming()).length > 0) await bot.call('getMe');
  });

  it('is forgotten, oldest first, when files take more than is allowed', async () => {
    const small = await openStartedSandbox({ maxFilesBytes: 2500 });
    const ids: string[] = [];
    for (let file = 0; file < 4; file += 1) {
      const body = new FormData();
      body.set('chat_id', String(small.userId));
      body.set('document', new Blob([new Uint8Array(1000).fill(file)]), `${file}.bin`);
      ids.push((await small.call('sendDocument', body)).result.document.file_id);
    }
    const found = await Promise.all(
      ids.map(async (file_id) => (await small.call('getFile', { file_id })).ok),
    );
    expect(found).toEqual([false, false, true, true]);
    expect(await readdir(join(small.folder, 'files'))).toHaveLength(2);
    await small.close();
  });
});
