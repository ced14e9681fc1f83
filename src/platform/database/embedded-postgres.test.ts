import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../log/log.ts';
import { isProcessAlive } from '../process/process-alive.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { readPostmasterFile } from './postmaster-file.ts';

const isRoot = process.getuid?.() === 0;

/** One folder for most tests, so that initdb runs once; its path has what breaks careless programs. */
let root: string;
let dataFolder: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "it's a folder "));
  await chmod(root, 0o755);
  dataFolder = join(root, 'post gres');
  await (await start()).stop();
});
afterAll(async () => {
  for (const folder of [root, ...socketFolders]) await rm(folder, { recursive: true, force: true });
});

const socketFolders = new Set<string>();

async function start(folder = dataFolder): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder: folder, log: silentLog });
  socketFolders.add(server.connection.host);
  return server;
}

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(server.connection);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(folder = dataFolder): Promise<number> {
  const file = await readPostmasterFile(join(folder, 'pg18'));
  if (!file) throw new Error('No server runs.');
  return file.pid;
}

/** Another process that uses the same folder: it says how it got in, leaves when told to, and says what that did. */
interface Neighbour {
  readonly process: ChildProcess;
  readonly how: Promise<string>;
  leave(): Promise<string>;
}

function startNeighbour(folder = dataFolder, as?: { uid: number; gid: number }): Neighbour {
  const module = (path: string) => JSON.stringify(`file://${fileURLToPath(new URL(path, import.meta.url))}`);
  const script = `
    const { startEmbeddedPostgres } = await import(${module('./embedded-postgres.ts')});
    const { silentLog } = await import(${module('../log/log.ts')});
    const server = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(folder)}, log: silentLog });
    console.log(server.how);
    process.stdin.once('data', async () => { console.log(await server.stop()); process.exit(0); });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    ...as,
  });
  const lines = createInterface({ input: child.stdout });
  const how = nextLine(lines, child);
  return {
    process: child,
    how,
    async leave() {
      const answer = nextLine(lines, child);
      child.stdin.write('leave\n');
      return await answer;
    },
  };
}

async function nextLine(lines: Interface, child: ChildProcess): Promise<string> {
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => [`exited with ${code}`]),
  ]);
  return line as string;
}

test('is a PostgreSQL by its connection and by its url, closed to other users, and keeps what was written', async () => {
  const first = await start();
  expect(first.how).toBe('started');
  await query(first, 'create table kept as select 42 as answer');
  const byUrl = new pg.Client(first.url);
  await byUrl.connect();
  expect((await byUrl.query('select answer from kept')).rows).toEqual([{ answer: 42 }]);
  await byUrl.end();
  expect((await stat(first.connection.host)).mode & 0o077).toBe(0);
  expect(await query(first, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  const pid = await serverPid();
  expect(await first.stop()).toBe(true);
  expect(isProcessAlive(pid)).toBe(false);
  const second = await start();
  expect(await query(second, 'select answer from kept')).toEqual([{ answer: 42 }]);
  expect(await second.stop()).toBe(true);
});

test('four processes that start at once get one server, and the last to leave stops it', async () => {
  const neighbours = [1, 2, 3, 4].map(() => startNeighbour());
  const how = await Promise.all(neighbours.map((neighbour) => neighbour.how));
  expect(how.toSorted()).toEqual(['adopted', 'adopted', 'adopted', 'started']);
  const pid = await serverPid();
  const left = await Promise.all(neighbours.map((neighbour) => neighbour.leave()));
  expect(left.filter((stopped) => stopped === 'true')).toHaveLength(1);
  await expect.poll(() => isProcessAlive(pid)).toBe(false);
});

test('processes that start at once in an empty folder make one database', async () => {
  const folder = join(root, 'empty');
  const neighbours = [1, 2].map(() => startNeighbour(folder));
  const how = await Promise.all(neighbours.map((neighbour) => neighbour.how));
  expect(how.filter((word) => word === 'started')).toHaveLength(1);
  for (const neighbour of neighbours) await neighbour.leave();
});

test('a server whose starter was killed goes on, and is adopted', async () => {
  const starter = startNeighbour();
  expect(await starter.how).toBe('started');
  const other = await start();
  starter.process.kill('SIGKILL');
  await once(starter.process, 'exit');
  expect(await query(other, 'select 1 as one')).toEqual([{ one: 1 }]);
  const next = await start();
  expect(next.how).toBe('adopted');
  expect(await other.stop()).toBe(false);
  expect(await next.stop()).toBe(true);
});

test('an orphan, whose every user was killed, is adopted and stopped', async () => {
  const starter = startNeighbour();
  await starter.how;
  starter.process.kill('SIGKILL');
  await once(starter.process, 'exit');
  const next = await start();
  expect(next.how).toBe('adopted');
  expect(await next.stop()).toBe(true);
});

test('when the server itself is killed its user brings it back, and no acknowledged commit is lost', async () => {
  const server = await start();
  const pool = new pg.Pool({ ...server.connection, max: 4 });
  pool.on('error', () => {});
  await pool.query('create table written (number int primary key)');
  const acknowledged: number[] = [];
  let next = 0;
  let refused = 0;
  const write = async () => {
    while (acknowledged.length < 600) {
      next += 1;
      const number = next;
      await pool.query('insert into written values ($1)', [number]).then(
        () => acknowledged.push(number),
        () => {
          refused += 1;
        },
      );
      if (acknowledged.length === 300 && refused === 0) process.kill(await serverPid(), 'SIGKILL');
    }
  };
  await Promise.all([write(), write(), write(), write()]);
  expect(refused).toBeGreaterThan(0);
  const { rows } = await pool.query<{ number: number }>('select number from written');
  const found = new Set(rows.map((row) => row.number));
  expect(acknowledged.filter((number) => !found.has(number))).toEqual([]);
  await pool.end();
  expect(await server.stop()).toBe(true);
});

test("a killed server's process id that now belongs to another program doesn't block the start", async () => {
  const cluster = join(dataFolder, 'pg18');
  const owner = await stat(cluster);
  // Of the same user, as after a container's restart.
  const innocent = spawn('/bin/sleep', ['60'], {
    ...(isRoot && { uid: owner.uid, gid: owner.gid }),
    stdio: 'ignore',
  });
  const server = await start();
  const pidFile = join(cluster, 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n').slice(1);
  await server.stop();
  await writeFile(pidFile, [innocent.pid, ...lines].join('\n'));
  const again = await start();
  expect(again.how).toBe('started');
  expect(await again.stop()).toBe(true);
  expect(innocent.exitCode).toBeNull();
  innocent.kill();
});

test("a server that was killed after its starter is gone doesn't block the start either", async () => {
  const starter = startNeighbour();
  await starter.how;
  starter.process.kill('SIGKILL');
  await once(starter.process, 'exit');
  process.kill(await serverPid(), 'SIGKILL');
  const next = await start();
  expect(next.how).toBe('started');
  expect(await next.stop()).toBe(true);
});

test('data of another major version is refused and left alone', async () => {
  const folder = join(root, 'older');
  await mkdir(join(folder, 'pg17'), { recursive: true });
  await expect(start(folder)).rejects.toMatchObject({
    reason: 'database-unavailable',
    message: expect.stringMatching(/PostgreSQL 17.*PostgreSQL 18/),
  });
});

test("a server that can't start is reported in its own words", async () => {
  const part = join(dataFolder, 'pg18', 'global');
  await rename(part, `${part}.lost`);
  try {
    const refused = startEmbeddedPostgres({ dataFolder, log: silentLog, timeoutMs: 1000 });
    await expect(refused).rejects.toMatchObject({
      reason: 'database-unavailable',
      message: expect.stringContaining('pg_control'),
    });
  } finally {
    await rename(`${part}.lost`, part);
  }
});

describe.runIf(isRoot)('as root', () => {
  test('the server runs as somebody else', async () => {
    const server = await start();
    const status = await readFile(`/proc/${await serverPid()}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:\t0/m);
    await server.stop();
  });

  test("below a folder that is root's alone the data lies elsewhere, and is found again after a move", async () => {
    const closed = join(root, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const first = await start(join(closed, 'data'));
    await query(first, 'create table kept as select 7 as answer');
    await first.stop();
    const elsewhere = await realpath(join(closed, 'data', 'pg18'));
    try {
      expect(elsewhere).not.toContain(closed);
      await rename(closed, join(root, 'moved'));
      const second = await start(join(root, 'moved', 'data'));
      expect(await query(second, 'select answer from kept')).toEqual([{ answer: 7 }]);
      await second.stop();
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  test('an ordinary user runs it too, and root later uses that data', async () => {
    // nobody, whose number is the same on Debian, Fedora and Alpine.
    const nobody = { uid: 65_534, gid: 65_534 };
    const reachable = spawn(
      process.execPath,
      ['-e', `require('fs').accessSync(process.argv[1])`, fileURLToPath(import.meta.url)],
      { ...nobody, cwd: '/', stdio: 'ignore' },
    );
    const [code] = await once(reachable, 'exit').catch(() => ['EACCES']);
    if (code !== 0) return;
    const own = join(root, "nobody's own");
    await mkdir(own, { mode: 0o777 });
    await chmod(own, 0o777);
    const ordinary = startNeighbour(join(own, 'data'), nobody);
    expect(await ordinary.how).toBe('started');
    expect((await stat(join(own, 'data', 'pg18'))).uid).toBe(nobody.uid);
    const adopted = await start(join(own, 'data'));
    expect(adopted.how).toBe('adopted');
    expect(await ordinary.leave()).toBe('false');
    expect(await adopted.stop()).toBe(true);
    const later = await start(join(own, 'data'));
    expect(later.how).toBe('started');
    expect(await later.stop()).toBe(true);
  });
});
