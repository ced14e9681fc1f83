import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFauxqs } from 'fauxqs';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startS3Double } from '../../../test/doubles/s3-server.ts';
import { silentLog } from '../../platform/log/log.ts';
import { filesContract } from '../../ports/files.contract.ts';
import { createS3Files, type S3FilesOptions } from './provider.ts';

type Server = Pick<S3FilesOptions, 'endpoint' | 'bucket' | 'accessKeyId' | 'secretAccessKey'> & {
  close(): Promise<void>;
};

async function startThirdParty(): Promise<Server> {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  server.createBucket('ugc-files');
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    bucket: 'ugc-files',
    accessKeyId: 'test',
    secretAccessKey: 'test-secret',
    close: async () => await server.stop(),
  };
}

const servers = [
  ['our double of R2', startS3Double, ''],
  ['the server fauxqs', startThirdParty, 'it checks no signature'],
] as const;

for (const [name, start, linksPassBecause] of servers) {
  let server: Server;
  let folder: string;
  let doors = 0;
  beforeAll(async () => {
    server = await start();
    folder = await mkdtemp(join(tmpdir(), 's3 files '));
  });
  afterEach(() => {
    doors = 0;
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  filesContract(
    name,
    async () =>
      await createS3Files({ ...server, cacheFolder: join(folder, String(doors++)), log: silentLog }),
    async (url) => {
      const answer = await fetch(url);
      return { ok: answer.ok, text: await answer.text() };
    },
    linksPassBecause,
  );
}
