import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LendFile } from '../../src/ports/lend-file.ts';

/** Lends files by links on the loopback that can be ended. The bytes are kept: work folders go before a link does. */
export async function openLendingServer() {
  const lent = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const content = lent.get(request.url ?? '');
    response.statusCode = content ? 200 : 403;
    response.end(content);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lend: LendFile = async (file) => {
    const path = `/lent/${file.sha256.slice(0, 12)}-${randomBytes(6).toString('hex')}?X-Amz-Signature=lent`;
    lent.set(path, readFileSync(file.path));
    return address + path;
  };
  return {
    lend,
    expireAll: () => lent.clear(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
