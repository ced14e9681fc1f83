import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fetchLink } from '../../src/actions/tasks/fetch-link.ts';
import { publicNetwork } from '../../src/platform/http/public-network.ts';
import { hostileLinks } from './cases/links.ts';

let folder: string;
let connections = 0;
const inside = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'links-'));
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  inside.close();
  await rm(folder, { recursive: true, force: true });
});

it.each(hostileLinks)('the link $name is refused and nobody is called', async ({ link }) => {
  const { port } = inside.address() as AddressInfo;
  const asked: string[] = [];
  // Names are looked up in a book of our own, in which every name leads inside.
  const network = {
    ...publicNetwork,
    resolve: async (host: string) => {
      asked.push(host);
      return ['127.0.0.1'];
    },
  };
  const fetching = fetchLink(link(port), join(folder, 'x'), new AbortController().signal, network);
  await expect(fetching).rejects.toMatchObject({ reason: 'link-refused' });
  expect(connections).toBe(0);
});
