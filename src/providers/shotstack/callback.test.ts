import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it } from 'vitest';
import { operationOf, openShotstackRoom } from '../../../test/support/shotstack-room.ts';
import { readOperation } from './operation.ts';
import { readShotstackCallback } from './read-callback.ts';

const room = await openShotstackRoom();
afterAll(room.close);

it('a callback is tried again until it is taken, and names the render that is then asked for', async () => {
  const bodies: string[] = [];
  const taken = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(Buffer.concat(chunks).toString());
    response.statusCode = bodies.length < 3 ? 503 : 200;
    response.end();
    if (bodies.length === 3) taken.resolve();
  });
  server.listen(0, '127.0.0.1', () => undefined);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}/hooks/shotstack/token`;
  const shotstack = room.open();
  const operation = operationOf(await room.start(shotstack, address).work);
  await taken.promise;
  server.close();
  const { renderId } = readOperation(operation);
  expect(bodies.map((body) => readShotstackCallback(body))).toEqual(
    new Array(3).fill({ requestId: renderId }),
  );
  expect(JSON.stringify(operation)).not.toContain(address);
  await expect(shotstack.status(operation, room.plain.context())).resolves.toMatchObject({
    status: 'completed',
  });
});

it.each([
  ['a copy at the vendor', '{"type":"serve","action":"render","id":"6d7acbe6-1f4b-4a6e-9a8e-0123456789ab"}'],
  ['a source', '{"type":"ingest","action":"source","id":"zzytey4v-32km-kq1z-aftr-3kcuqi0brad2"}'],
  ['an id of another kind', '{"type":"edit","action":"render","id":"../../v1/render"}'],
  ['no JSON', 'done'],
  ['nothing', ''],
])('%s is no hint', (_name, body) => {
  expect(readShotstackCallback(body)).toBeUndefined();
  expect(readShotstackCallback(Buffer.from(body))).toBeUndefined();
});
