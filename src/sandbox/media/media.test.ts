import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStartedSandbox, type TestSandbox } from '../../../test/support/test-sandbox.ts';
import { tinyJpeg, tinyPng, tinyWav } from '../../../test/support/tiny-files.ts';
import { makeTestSound, makeTestVideo } from '../../../test/support/test-video.ts';
import { probedBytes } from './describe-media.ts';

let bot: TestSandbox;
let clip: Buffer;
let sound: Buffer;
let jpeg: Buffer;
beforeAll(async () => {
  bot = await openStartedSandbox();
  const portrait = fileURLToPath(new URL('../../../test/portraits/glasses.jpg', import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'media '));
  await Promise.all([makeTestVideo(folder, 'clip.mp4'), makeTestSound(folder, 'sound.m4a')]);
  const files = [join(folder, 'clip.mp4'), join(folder, 'sound.m4a'), portrait];
  [clip, sound, jpeg] = (await Promise.all(files.map((path) => readFile(path)))) as [Buffer, Buffer, Buffer];
  await rm(folder, { recursive: true });
});
afterAll(() => bot.close());

type Fields = Readonly<Record<string, string | number | Blob | object>>;

function form(fields: Fields): FormData {
  const body = new FormData();
  body.set('chat_id', String(bot.userId));
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) body.set(name, value, `${name}.bin`);
    else body.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return body;
}
const send = (method: string, fields: Fields) => bot.call(method, form(fields));
const blob = (bytes: Buffer, type = '') => new Blob([new Uint8Array(bytes)], { type });
const large = (megabytes: number) =>
  blob(Buffer.concat([clip, Buffer.alloc(megabytes * 2 ** 20)]), 'video/mp4');

describe('a sent video', () => {
  it('that is small is looked into', async () => {
    const { result } = await send('sendVideo', { video: blob(clip, 'video/mp4') });
    expect(result.video).toMatchObject({
      width: 360,
      height: 640,
      duration: 2,
      mime_type: 'video/mp4',
      file_size: clip.length,
    });
  });

  it(`above 10 MB is a square of 0 s, unless its bot says more`, async () => {
    const plain = await send('sendVideo', { video: large(10) });
    expect(plain.result.video).toMatchObject({ width: 320, height: 320, duration: 0 });
    expect(plain.result.video.file_size).toBeGreaterThan(probedBytes);
    const told = await send('sendVideo', {
      video: large(10),
      width: 720,
      height: 1280,
      duration: 14,
      supports_streaming: 'true',
      thumbnail: blob(tinyJpeg(180, 320)),
      cover: blob(jpeg),
    });
    expect(told.result.video).toMatchObject({ width: 720, height: 1280, duration: 14 });
    expect(told.result.video.thumbnail).toMatchObject({ width: 180, height: 320 });
    expect(told.result.video.cover.at(-1).file_size).toBe(jpeg.length);
  });

  it('above 50 MB is refused', async () => {
    const answer = await send('sendVideo', { video: large(50) });
    expect(answer).toMatchObject({ error_code: 413, description: 'Request Entity Too Large' });
  });

  it('can be sent again by its id, but as nothing else', async () => {
    const { file_id } = (await send('sendVideo', { video: blob(clip) })).result.video;
    const again = await bot.call('sendVideo', { chat_id: bot.userId, video: file_id });
    expect(again.result.video.file_id).toBe(file_id);
    const other = await bot.call('sendDocument', { chat_id: bot.userId, document: file_id });
    expect(other.description).toBe("Bad Request: can't use file of type Video as Document");
  });
});

describe('a file', () => {
  it('has its type by its name when its sender says none, and is played by the page as that', async () => {
    const body = form({ width: 72, height: 128, duration: 1 });
    body.set('video', blob(Buffer.concat([clip, Buffer.alloc(1)])), 'Ad one.mp4');
    const { result } = await bot.call('sendVideo', body);
    expect(result.video).toMatchObject({ mime_type: 'video/mp4', file_name: 'Ad one.mp4' });
    const played = await fetch(`${bot.apiRoot}/sandbox/file/${result.video.file_id}`);
    expect(played.headers.get('content-type')).toBe('video/mp4');
    expect((await played.arrayBuffer()).byteLength).toBe(clip.length + 1);
  });

  it('is the same by its unique id when its bytes are, and comes back whole', async () => {
    const [one, two] = [
      await send('sendDocument', { document: blob(sound) }),
      await send('sendDocument', { document: blob(sound) }),
    ];
    expect(one.result.document.file_id).not.toBe(two.result.document.file_id);
    expect(one.result.document.file_unique_id).toBe(two.result.document.file_unique_id);
    const { result } = await bot.call('getFile', { file_id: one.result.document.file_id });
    const response = await fetch(`${bot.apiRoot}/file/bot${bot.sandbox.token}/${result.file_path}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(sound)).toBe(true);
    const range = await fetch(`${bot.apiRoot}/file/bot${bot.sandbox.token}/${result.file_path}`, {
      headers: { range: 'bytes=2-5' },
    });
    expect([range.status, Buffer.from(await range.arrayBuffer())]).toEqual([206, sound.subarray(2, 6)]);
    expect((await fetch(`${bot.apiRoot}/file/bot1:x/${result.file_path}`)).status).toBe(404);
  });

  it('above 20 MB can’t be fetched by the bot', async () => {
    const content = async function* () {
      for (let chunk = 0; chunk < 21; chunk += 1) yield Buffer.alloc(2 ** 20, chunk);
    };
    const uploadId = await bot.sandbox.upload({ name: 'long.mov', mime: 'video/quicktime' }, content());
    const sent = await bot.sandbox.act({
      act: 'send',
      userId: bot.userId,
      chatId: bot.userId,
      kind: 'document',
      uploadId,
    });
    const document = sent.ok
      ? (sent.message?.document as { file_id: string; file_size: number; file_name: string })
      : undefined;
    expect(document).toMatchObject({
      file_size: 21 * 2 ** 20,
      file_name: 'long.mov',
      mime_type: 'video/quicktime',
    });
    expect((await bot.call('getFile', { file_id: document?.file_id })).description).toBe(
      'Bad Request: file is too big',
    );
  });
});

describe('a photo', () => {
  it('comes in sizes, the largest the real one', async () => {
    const { result } = await send('sendPhoto', {
      photo: blob(tinyPng(900, 450)),
      caption: '<b>a</b>',
      parse_mode: 'HTML',
    });
    expect(
      result.photo.map(({ width, height }: { width: number; height: number }) => [width, height]),
    ).toEqual([
      [90, 45],
      [320, 160],
      [800, 400],
      [900, 450],
    ]);
    expect(new Set(result.photo.map(({ file_id: id }: { file_id: string }) => id)).size).toBe(4);
    expect(result).toMatchObject({
      caption: 'a',
      caption_entities: [{ type: 'bold', offset: 0, length: 1 }],
    });
    expect(await bot.call('getFile', { file_id: result.photo[0].file_id })).toMatchObject({ ok: true });
  });

  it.each([
    ['that is none', Buffer.from('hello'), 'IMAGE_PROCESS_FAILED'],
    ['21 times as wide as high', tinyPng(210, 10), 'PHOTO_INVALID_DIMENSIONS'],
    [
      'above 10 MB',
      Buffer.concat([tinyPng(9, 9), Buffer.alloc(10 << 20)]),
      'too big for a photo; it must be less than 10485760 bytes',
    ],
    ['without bytes', Buffer.alloc(0), 'file must be non-empty'],
  ])('%s is refused', async (_what, bytes, words) => {
    const before = bot.sandbox.state().chats.find(({ id }) => id === bot.userId)?.messages.length;
    expect((await send('sendPhoto', { photo: blob(bytes) })).description).toBe(`Bad Request: ${words}`);
    expect(bot.sandbox.state().chats.find(({ id }) => id === bot.userId)?.messages.length).toBe(before);
  });
});

describe('a thumbnail', () => {
  it.each([
    ['of 321 pixels', tinyJpeg(100, 321), /at most 320×320 allowed, 100×321 found/],
    ['that is PNG', tinyPng(10, 10), /JPEG expected/],
    ['of 200 kB', Buffer.concat([tinyJpeg(10, 10), Buffer.alloc(200_000)]), /less than 200000 bytes allowed/],
  ])('%s is refused', async (_what, thumbnail, words) => {
    expect((await send('sendVideo', { video: blob(clip), thumbnail: blob(thumbnail) })).description).toMatch(
      words,
    );
  });
});

describe('other media', () => {
  it('are described as Telegram describes them', async () => {
    const audio = await send('sendAudio', {
      audio: blob(sound, 'audio/mp4'),
      title: 'Anna',
      performer: 'Voices',
    });
    expect(audio.result.audio).toMatchObject({ title: 'Anna', performer: 'Voices', duration: 1 });
    const voice = await send('sendVoice', { voice: blob(sound, 'audio/mp4') });
    expect(voice.result.voice).toMatchObject({ duration: 1, mime_type: 'audio/mp4' });
    const animation = await send('sendAnimation', { animation: blob(clip) });
    expect(animation.result).toMatchObject({
      animation: { width: 360 },
      document: { file_size: clip.length },
    });
    const note = await send('sendVideoNote', { video_note: blob(clip), length: 240 });
    expect(note.result.video_note).toMatchObject({ length: 240, duration: 2 });
    const refused = await send('sendVoice', { voice: blob(tinyWav()) });
    expect(refused.description).toContain('voice: OGG, MP3 or M4A expected, audio/wav found');
  });

  it('make an album together, or nothing when one is wrong', async () => {
    const media = [
      { type: 'photo', media: 'attach://a', caption: 'first' },
      { type: 'video', media: 'attach://b', width: 72, height: 128, duration: 1 },
    ];
    const { result } = await send('sendMediaGroup', { media, a: blob(tinyPng(30, 30)), b: blob(clip) });
    expect(new Set(result.map((message: { media_group_id: string }) => message.media_group_id)).size).toBe(1);
    expect(result).toMatchObject([{ caption: 'first', photo: [{}] }, { video: { width: 72 } }]);
    const count = () => bot.sandbox.state().chats.find(({ id }) => id === bot.userId)?.messages.length;
    const before = count();
    const wrong = await send('sendMediaGroup', { media, a: blob(tinyPng(30, 30)), b: blob(Buffer.alloc(0)) });
    expect(wrong.ok).toBe(false);
    expect(count()).toBe(before);
  });

  it('turn into one another in place, from a text too, but never back', async () => {
    const { result } = await bot.call('sendMessage', { chat_id: bot.userId, text: 'Gallery' });
    const place = { chat_id: bot.userId, message_id: result.message_id };
    const edit = (type: string, bytes: Buffer) =>
      send('editMessageMedia', {
        message_id: result.message_id,
        media: { type, media: 'attach://x', caption: type },
        x: blob(bytes),
      });
    const photo = await edit('photo', tinyPng(50, 50));
    expect(photo.result).toMatchObject({
      message_id: result.message_id,
      caption: 'photo',
      photo: [{ width: 50 }],
    });
    expect(photo.result.text).toBeUndefined();
    const audio = await edit('audio', sound);
    expect(audio.result).toMatchObject({ caption: 'audio', audio: {} });
    expect(audio.result.photo).toBeUndefined();
    expect((await bot.call('editMessageText', { ...place, text: 'x' })).description).toBe(
      'Bad Request: there is no text in the message to edit',
    );
    const same = { type: 'audio', media: audio.result.audio.file_id, caption: 'audio' };
    expect((await bot.call('editMessageMedia', { ...place, media: same })).description).toContain(
      'message is not modified',
    );
  });
});
