import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileKind, FileRecord, Records } from '../journal/records.ts';
import { nextNumber } from '../journal/records.ts';

/** Bytes that came in and belong to nothing yet. */
export interface IncomingFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly name: string;
  readonly mime: string;
  /** More came than was allowed; the rest was thrown away. */
  readonly isTooLarge: boolean;
}

export interface FileStore {
  /** Writes a stream to disk as it comes. */
  receive(
    file: { readonly name: string; readonly mime: string; readonly maxBytes: number },
    chunks: AsyncIterable<Uint8Array>,
  ): Promise<IncomingFile>;
  /**
   * Gives the bytes an id of that kind for good; what came in stays, for the caller to remove. `describe` makes what
   * messages carry of it.
   */
  keep(
    incoming: IncomingFile,
    kind: FileKind,
    describe: (ids: { readonly id: string; readonly uniqueId: string }) => FileRecord['content'],
  ): Promise<FileRecord>;
  find(fileId: string): FileRecord | undefined;
  /** By the path that `getFile` answers. */
  findByPath(path: string): FileRecord | undefined;
  diskPath(file: FileRecord): string;
  forgetAll(): void;
}

const mostFiles = 20_000;

/** The sizes of a photo differ by what follows the dot. */
export function withoutSize(fileId: string): string {
  return fileId.replace(/\.\w$/, '');
}

export function createFileStore(folder: string, records: Records, maxBytes: number): FileStore {
  const incomingFolder = join(folder, 'incoming');
  const keptFolder = join(folder, 'files');
  rmSync(incomingFolder, { recursive: true, force: true });
  mkdirSync(incomingFolder, { recursive: true });
  mkdirSync(keptFolder, { recursive: true });
  removeUnknown(keptFolder, records);
  const byPath = new Map([...records.files.values()].map((file) => [file.path, file]));
  const diskPath = (file: Pick<FileRecord, 'sha256'>) => join(keptFolder, file.sha256);

  const uses = new Map<string, number>();
  let total = 0;
  for (const file of records.files.values()) count(file);

  function count({ sha256, bytes }: FileRecord): void {
    const known = uses.get(sha256) ?? 0;
    if (known === 0) total += bytes;
    uses.set(sha256, known + 1);
  }

  async function forget(file: FileRecord): Promise<void> {
    records.files.delete(file.id);
    byPath.delete(file.path);
    const left = (uses.get(file.sha256) ?? 1) - 1;
    uses.set(file.sha256, left);
    if (left > 0) return;
    uses.delete(file.sha256);
    total -= file.bytes;
    await rm(diskPath(file), { force: true });
  }

  async function forgetOldest(newest: FileRecord): Promise<void> {
    for (const file of records.files.values()) {
      const isEnough = total <= maxBytes && records.files.size <= mostFiles;
      if (isEnough || file === newest) return;
      await forget(file);
    }
  }

  return {
    receive: (file, chunks) => receive(join(incomingFolder, randomBytes(12).toString('hex')), file, chunks),
    async keep(incoming, kind, describe) {
      const uniqueId = createHash('sha256').update(`${kind}:${incoming.sha256}`).digest('hex').slice(0, 16);
      const id = `${kind.replace('_', '')}${randomBytes(20).toString('hex')}`;
      const number = nextNumber(records, 'file', 0);
      const path = `${folderOf(kind)}/file_${number}${extensionOf(incoming)}`;
      const { sha256, bytes, name, mime } = incoming;
      const content = describe({ id, uniqueId });
      const record: FileRecord = { id, uniqueId, kind, sha256, bytes, name, mime, path, content };
      await linkOrCopy(incoming.path, diskPath(record));
      records.files.set(id, record);
      byPath.set(path, record);
      count(record);
      await forgetOldest(record);
      return record;
    },
    find: (fileId) => records.files.get(withoutSize(fileId)),
    findByPath: (path) => byPath.get(path),
    diskPath,
    forgetAll() {
      byPath.clear();
      uses.clear();
      total = 0;
      for (const key of [...records.files.keys()]) records.files.delete(key);
      removeUnknown(keptFolder, records);
    },
  };
}

async function receive(
  path: string,
  { name, mime, maxBytes }: { readonly name: string; readonly mime: string; readonly maxBytes: number },
  chunks: AsyncIterable<Uint8Array>,
): Promise<IncomingFile> {
  const target = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) continue;
      hash.update(chunk);
      await target.appendFile(chunk);
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await target.close();
  }
  return { path, bytes, sha256: hash.digest('hex'), name, mime, isTooLarge: bytes > maxBytes };
}

/** The same bytes may be there already; not every disk has links. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await copyFile(from, to);
  }
}

/** What a kill left between the disk and the journal. */
function removeUnknown(folder: string, records: Records): void {
  const known = new Set([...records.files.values()].map(({ sha256 }) => sha256));
  for (const name of readdirSync(folder)) if (!known.has(name)) rmSync(join(folder, name), { force: true });
}

function folderOf(kind: FileKind): string {
  return kind === 'voice' ? 'voice' : `${kind}s`;
}

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'video/webm': '.webm',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'audio/ogg': '.oga',
};

function extensionOf({ name, mime }: IncomingFile): string {
  return /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0].toLowerCase() ?? extensions[mime] ?? '';
}
