import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MediaStudio, openMediaStudio } from '../../../test/support/media-studio.ts';
import { openTaskRunner, outcomeOf, type TaskRunner } from '../../../test/support/task-runner.ts';
import { makeTestVideo } from '../../../test/support/test-video.ts';
import type { SentFile } from '../../domain/task/task.ts';
import { fetchBackground } from './fetch-background.ts';
import type { TaskOf } from './task-work.ts';

let studio: MediaStudio;
let runner: TaskRunner;
let video: Buffer;
/** Stands for the internet. */
let web: { readonly port: number; close(): void };

beforeAll(async () => {
  studio = await openMediaStudio();
  await makeTestVideo(studio.pipeline.folder, 'clip.mp4');
  video = await readFile(join(studio.pipeline.folder, 'clip.mp4'));
  web = await serve();
  runner = await openTaskRunner(studio, {
    network: {
      resolve: async (host) => (host === 'shop.test' ? ['127.0.0.1'] : ['10.0.0.1']),
      allows: (address, port) => address === '127.0.0.1' && port === web.port,
    },
  });
});
afterAll(async () => {
  await runner.stop();
  web.close();
  await studio.close();
});

async function serve() {
  const server = createServer((request, response) => {
    const type = request.url === '/page' ? 'text/html' : 'application/octet-stream';
    response.writeHead(200, { 'content-type': type });
    response.end(request.url === '/clip' ? video : '<html>hello</html>');
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

type Task = TaskOf<'fetch-background'>;

const sent = async (content: Buffer, changes: Partial<SentFile> = {}): Promise<Task> => ({
  kind: 'fetch-background',
  source: { file: await runner.sent(content, changes) },
});
const link = (url: string): Task => ({ kind: 'fetch-background', source: { url } });
const refused = (reason: string, problem: string) => ({ refusal: { reason, details: { problem } } });

it('a video that was sent is looked into and kept under what it really is', async () => {
  const end = await runner.endOf(await sent(video, { name: 'clip.mov', bytes: video.length }));
  const { background, isTooLong } = outcomeOf(end, 'fetch-background');
  expect(background.probe).toMatchObject({ container: 'mp4', size: { width: 360, height: 640 } });
  expect(isTooLong).toBe(false);
  const kept = await studio.parts.files.open(background.key);
  expect(kept.mime).toBe('video/mp4');
  expect((await readFile(kept.path)).equals(video)).toBe(true);
});

it.each([
  ['too-big', { bytes: 21_000_000 }],
  ['not-a-video', { kind: 'photo' }],
  ['not-a-video', { kind: 'document', mime: 'application/pdf' }],
  ['container', { kind: 'document', name: 'clip.AVI' }],
] as const)('what can be seen to be wrong (%s) is refused before it is fetched', async (problem, changes) => {
  const before = studio.fetched.length;
  const end = await runner.endOf(await sent(video, changes));
  expect(end).toMatchObject(refused('invalid-media', problem));
  expect(studio.fetched).toHaveLength(before);
});

it.each([
  ['not-a-video', Buffer.from('<html>')],
  ['not-a-video', Buffer.from('#EXTM3U\nhttp://127.0.0.1/x')],
  ['empty', Buffer.alloc(0)],
] as const)('what turns out to be wrong (%s) is refused', async (problem, content) => {
  const end = await runner.endOf(await sent(content, { name: 'clip.mp4', mime: 'video/mp4' }));
  expect(end).toMatchObject(refused('invalid-media', problem));
});

it('a video that was cut off on its way is refused', async () => {
  const end = await runner.endOf(await sent(video.subarray(0, video.length / 2)));
  expect(end).toMatchObject(refused('invalid-media', 'broken'));
});

it('a video longer than can be used is kept, and said to be so', async () => {
  const parts = { ...studio.parts, limits: { ...studio.parts.limits, backgroundMaxSeconds: 1 } };
  const context = {
    taskId: 'cut',
    workFolder: studio.pipeline.folder,
    signal: new AbortController().signal,
    reportProgress: () => undefined,
  };
  const tools = { parts, fetchSentFile: studio.fetchSentFile };
  expect(await fetchBackground(tools, runner.personId, await sent(video), context)).toMatchObject({
    isTooLong: true,
    background: { probe: { durationSeconds: 1 } },
  });
});

it('a video is fetched from a link', async () => {
  const end = await runner.endOf(link(`http://shop.test:${web.port}/clip`));
  expect(outcomeOf(end, 'fetch-background').isTooLong).toBe(false);
});

it.each([
  ['link-not-video', () => `http://shop.test:${web.port}/page`],
  ['link-not-video', () => `http://shop.test:${web.port}/disguised`],
  ['link-private', () => `http://inside.test:${web.port}/clip`],
  ['link-private', () => 'http://169.254.169.254/latest/meta-data'],
  ['link-invalid', () => 'file:///etc/passwd'],
  ['link-share-page', () => 'https://disk.yandex.ru/i/abc'],
  ['link-folder', () => 'https://drive.google.com/drive/folders/1AbC-dEf_GhIjKl'],
])('nothing is fetched from a link that is wrong (%s)', async (problem, url) => {
  expect(await runner.endOf(link(url()))).toMatchObject(refused('link-refused', problem));
});
