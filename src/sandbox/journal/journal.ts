import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Records of one kind by key. A record is replaced as a whole, never changed in place. */
export interface Table<Value> {
  get(key: string | number): Value | undefined;
  set(key: string | number, value: Value): void;
  delete(key: string | number): boolean;
  values(): IterableIterator<Value>;
  keys(): IterableIterator<string>;
  readonly size: number;
}

/**
 * Records in memory whose changes are kept in one file that only grows, until it is written anew.
 * What a commit holds is found again together or not at all, also after kill -9.
 */
export interface Journal {
  table<Value>(name: string): Table<Value>;
  /** Writes what was changed since the last commit as one line. */
  commit(): void;
  close(): void;
}

type Change = readonly [table: string, key: string, value?: unknown];

const fileName = 'journal.jsonl';
/** A file below this is never worth writing anew. */
const leastCompactedBytes = 8 << 20;

/** The folder is made if missing. One process at a time. */
export function openJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, fileName);
  const tables = readTables(path);
  let file = rewrite(path, tables);
  let changed = new Map<string, Change>();
  let scheduled: NodeJS.Immediate | undefined;

  const mark = (table: string, key: string, value?: unknown) => {
    changed.set(`${table}\n${key}`, value === undefined ? [table, key] : [table, key, value]);
    scheduled ??= setImmediate(commit);
  };

  function commit(): void {
    clearImmediate(scheduled);
    scheduled = undefined;
    if (changed.size === 0) return;
    const line = Buffer.from(`${JSON.stringify([...changed.values()])}\n`);
    changed = new Map();
    writeAll(file.descriptor, line);
    file.bytes += line.length;
    if (file.bytes > Math.max(leastCompactedBytes, 4 * file.bytesWhenRewritten)) {
      closeSync(file.descriptor);
      file = rewrite(path, tables);
    }
  }

  return {
    table: <Value>(name: string) => openTable<Value>(name, tables, mark),
    commit,
    close() {
      commit();
      closeSync(file.descriptor);
    },
  };
}

type Tables = Map<string, Map<string, unknown>>;

function openTable<Value>(
  name: string,
  tables: Tables,
  mark: (table: string, key: string, value?: unknown) => void,
): Table<Value> {
  const records = (tables.get(name) ?? new Map()) as Map<string, Value>;
  tables.set(name, records);
  return {
    get: (key) => records.get(String(key)),
    set(key, value) {
      records.set(String(key), value);
      mark(name, String(key), value);
    },
    delete(key) {
      if (!records.delete(String(key))) return false;
      mark(name, String(key));
      return true;
    },
    values: () => records.values(),
    keys: () => records.keys(),
    get size() {
      return records.size;
    },
  };
}

/** A line that a kill cut off is the last one, and was never answered for. */
function readTables(path: string): Tables {
  const tables: Tables = new Map();
  for (const line of readLines(path)) {
    const changes = readChanges(line);
    if (changes === undefined) break;
    for (const [table, key, value] of changes) {
      const records = tables.get(table) ?? new Map<string, unknown>();
      tables.set(table, records);
      if (value === undefined) records.delete(key);
      else records.set(key, value);
    }
  }
  return tables;
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readChanges(line: string): readonly Change[] | undefined {
  try {
    return JSON.parse(line) as readonly Change[];
  } catch {
    return undefined;
  }
}

interface OpenFile {
  readonly descriptor: number;
  readonly bytesWhenRewritten: number;
  bytes: number;
}

/** In the old file's place at once, so that there is a whole one at every moment. */
function rewrite(path: string, tables: Tables): OpenFile {
  const partPath = `${path}.part`;
  const descriptor = openSync(partPath, 'a');
  ftruncateSync(descriptor);
  let bytes = 0;
  for (const [table, records] of tables) {
    for (const [key, value] of records) {
      bytes += writeAll(descriptor, Buffer.from(`${JSON.stringify([[table, key, value]])}\n`));
    }
  }
  fsyncSync(descriptor);
  renameSync(partPath, path);
  return { descriptor, bytes, bytesWhenRewritten: bytes };
}

function writeAll(descriptor: number, bytes: Buffer): number {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  return bytes.length;
}
