import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between the bot and PostgreSQL, and takes away answers. */
export interface PostgresProxy {
  readonly port: number;
  /** The server's processes for those that are connected. */
  backends(): readonly number[];
  /** How many commits were carried out without their answer. */
  lostCommits(): number;
  /** The commits that follow are answered, or cut off, as this says. */
  cutsCommit(decide: () => boolean): void;
  close(): Promise<void>;
}

/** What the server calls its process: its letter, its length, then the number. */
const keyData = Buffer.from('K\0\0\0\x0c', 'latin1');
/** `COMMIT` as a simple query: its letter, its length, its text. */
const commit = Buffer.from('Q\0\0\0\x0bcommit\0', 'latin1');

export async function openPostgresProxy(socketPath: string): Promise<PostgresProxy> {
  const sockets = new Set<Socket>();
  const backends = new Map<Socket, number>();
  let decide = () => false;
  let lost = 0;
  const server = createServer((client) => {
    const upstream = connect(socketPath);
    let isCut = false;
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        backends.delete(socket);
        end();
      });
    }
    client.on('data', (chunk: Buffer) => {
      if (chunk.equals(commit) && decide()) isCut = true;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (!backends.has(upstream)) {
        const at = chunk.indexOf(keyData);
        if (at >= 0) backends.set(upstream, chunk.readUInt32BE(at + keyData.length));
      }
      if (!isCut) return void client.write(chunk);
      // The answer is there, so the commit is done; nobody learns of it.
      lost += 1;
      end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    backends: () => [...backends.values()],
    lostCommits: () => lost,
    cutsCommit: (next) => {
      decide = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
