import { silentLog } from '../log/log.ts';
import { existingCluster } from './postgres-cluster.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { testServerFolder } from './test-database.ts';

/** vitest calls it once after the whole run: the test processes left their shared server running. */
export async function teardown(): Promise<void> {
  const cluster = await existingCluster(testServerFolder);
  if (cluster === undefined || !(await readPostmasterFile(cluster))) return;
  const server = await startEmbeddedPostgres({ dataFolder: testServerFolder, log: silentLog });
  await server.stop();
}
