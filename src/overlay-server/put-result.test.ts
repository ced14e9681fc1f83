import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAnsweringServer, openSocketServer } from '../../test/support/answering-server.ts';
import { nearNetwork } from '../platform/http/public-network.ts';
import { putResult } from './put-result.ts';

let folder: string;
let path: string;
const largerThanAnySocketTakes = 32_000_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'put-result-'));
  path = join(folder, 'overlay.webm');
  await writeFile(path, 'the overlay');
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const put = async (file: string, link: string) =>
  await putResult(file, link, { network: nearNetwork, signal: AbortSignal.timeout(20_000) });

it('a store that hangs up as soon as it has said yes has the file', async () => {
  const store = await openAnsweringServer();
  store.answer = ({ socket }, response) => response.end(() => socket.destroy());
  const links = Array.from({ length: 100 }, (_, index) => `${store.address}/kept/${index}`);
  await Promise.all(links.map((link) => put(path, link)));
  expect(store.arrived.map(({ body }) => body)).toEqual(links.map(() => 'the overlay'));
  store.close();
});

it('a store that says yes before it was given all of it is not believed', async () => {
  const large = join(folder, 'large.webm');
  await writeFile(large, Buffer.alloc(largerThanAnySocketTakes));
  const store = await openSocketServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.pause();
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
  });
  await expect(put(large, `http://127.0.0.1:${store.port}/kept`)).rejects.toMatchObject({
    reason: 'link-refused',
    message: expect.stringContaining('before it had the whole file'),
  });
  store.close();
});
