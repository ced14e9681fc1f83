import { open, type FileHandle, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withScratchFolder } from '../../platform/files/scratch.ts';
import {
  type PersonalKind,
  type PersonalRow,
  type RowSource,
  personalData,
} from '../../store/personal-data.ts';
import type { ActionParts } from '../parts.ts';

export interface DataFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
}

const batchSize = 200;
/** So much stays far below what a bot may send; of more the newest is told, and that there is more. */
const mostBytesAKind = 8_000_000;
/** What has pages, and what comes in one batch. */
const paged: readonly PersonalKind[] = ['creditOperations', 'productions', 'presenters', 'messages'];

/**
 * Gives `use` a JSON file with all that is kept of a person, written a batch at a time; it is removed when `use` is
 * done. Files themselves are named by their keys: videos are fetched from the history.
 */
export async function withMyData<T>(
  { database, scratchFolder }: Pick<ActionParts, 'database' | 'scratchFolder'>,
  personId: string,
  use: (file: DataFile) => Promise<T>,
): Promise<T> {
  return await withScratchFolder(scratchFolder, async (folder) => {
    const path = join(folder, 'my-data.json');
    const file = await open(path, 'w');
    try {
      await file.write(`{\n"writtenAt": ${JSON.stringify(new Date())}`);
      for (const kind of Object.keys(personalData) as PersonalKind[]) {
        await file.write(`,\n${JSON.stringify(kind)}: [`);
        const isWhole = await writeRows(file, database, kind, personId);
        await file.write('\n]');
        if (!isWhole) await file.write(`,\n${JSON.stringify(`${kind}IsCut`)}: true`);
      }
      await file.write('\n}\n');
    } finally {
      await file.close();
    }
    const { size: bytes } = await stat(path);
    return await use({ path, name: 'my-data.json', bytes });
  });
}

/** False where it had to be cut. */
async function writeRows(
  file: FileHandle,
  { db }: ActionParts['database'],
  kind: PersonalKind,
  personId: string,
): Promise<boolean> {
  const read: RowSource = personalData[kind];
  let after: PersonalRow | undefined;
  let bytes = 0;
  for (;;) {
    const rows = await read(db, personId, batchSize, after);
    const text = rows
      .map((row, index) => `${after === undefined && index === 0 ? '' : ','}\n  ${JSON.stringify(row)}`)
      .join('');
    await file.write(text);
    bytes += Buffer.byteLength(text);
    after = rows.at(-1);
    if (!paged.includes(kind) || rows.length < batchSize) return true;
    if (bytes > mostBytesAKind) return false;
  }
}
