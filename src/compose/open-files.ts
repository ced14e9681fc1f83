import { join } from 'node:path';
import type { Config } from '../platform/config/config.ts';
import type { Log } from '../platform/log/log.ts';
import { createLocalFiles, type LocalFiles } from '../providers/local-files/provider.ts';
import { createS3Files } from '../providers/s3-files/provider.ts';
import { AppError } from '../kernel/errors.ts';
import type { FilesPort } from '../ports/files.ts';
import type { LendFile } from '../ports/lend-file.ts';
import { createLendFile, isReachedFromOutside } from './lend-file.ts';
import { isOnThisMachine } from './service-places.ts';
import type { UsedService } from './used-service.ts';

export interface OpenFiles {
  readonly files: FilesPort;
  /** The kept file that a signed link of ours gives access to. */
  readonly openLink: LocalFiles['openLink'];
  readonly lend: LendFile;
  readonly canLend: boolean;
  readonly services: readonly UsedService[];
}

/** The folder of this machine, or the bucket. */
export async function openFiles(config: Config, log: Log): Promise<OpenFiles> {
  const { files: kept, http, dataFolder } = config;
  if (kept.kind === 'local') {
    const files = await createLocalFiles({ folder: kept.folder, publicUrl: http.publicUrl });
    const canBeReached = isReachedFromOutside(http.publicUrl, isOnThisMachine(config));
    const lend = createLendFile({ files, canBeReached });
    return { files, openLink: files.openLink, lend, canLend: canBeReached, services: [] };
  }
  const { kind: _, ...bucket } = kept;
  const files = await createS3Files({ ...bucket, cacheFolder: join(dataFolder, 'cache', 'bucket'), log });
  return {
    files,
    openLink: async () => {
      throw new AppError('link-invalid', 'Files are kept in a bucket: this server has no links to them.');
    },
    lend: createLendFile({ files, canBeReached: true }),
    canLend: true,
    services: [
      {
        name: 'files',
        settings: 'R2_ENDPOINT_URL, R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KEY',
        check: files.check,
        health: () => [],
      },
    ],
  };
}
