import { opendir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { factsName, removeEmptyFolders, versionMark } from './cached-version.ts';

export interface TrimRules {
  /** Absolute; processes of one machine share it. */
  readonly folder: string;
  readonly maxBytes: number;
  /** What was opened so lately may still be read: it stays, even where that takes more than `maxBytes`. */
  readonly inUseMs: number;
  /** What nobody opened for so long goes: it may have been removed from the bucket by another machine. */
  readonly unusedMs: number;
}

interface Version {
  readonly folder: string;
  readonly bytes: number;
  readonly usedAtMs: number;
}

/** Removes what nobody opened for long, and of the rest the longest unused until it fits; never what may be in use. */
export async function trimCache({ folder, maxBytes, inUseMs, unusedMs }: TrimRules): Promise<void> {
  const versions: Version[] = [];
  let total = 0;
  for await (const version of versionsBelow(folder)) {
    versions.push(version);
    total += version.bytes;
  }
  versions.sort((left, right) => left.usedAtMs - right.usedAtMs);
  for (const version of versions) {
    const unusedForMs = Date.now() - version.usedAtMs;
    if (unusedForMs < inUseMs) return;
    if (unusedForMs < unusedMs && total <= maxBytes) return;
    if (await removeUnused(version, folder)) total -= version.bytes;
  }
}

async function* versionsBelow(folder: string): AsyncIterable<Version> {
  const entries = await opendir(folder).catch(() => undefined);
  if (!entries) return;
  for await (const { name } of entries) {
    const path = join(folder, name);
    if (name.startsWith('.')) continue;
    if (name.startsWith(versionMark)) yield* versionAt(path);
    else yield* versionsBelow(path);
  }
}

async function* versionAt(folder: string): AsyncIterable<Version> {
  const facts = await stat(join(folder, factsName)).catch(() => undefined);
  let bytes = 0;
  for await (const { name } of (await opendir(folder).catch(() => undefined)) ?? []) {
    bytes += (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0;
  }
  yield { folder, bytes, usedAtMs: facts?.mtimeMs ?? 0 };
}

/** Looks once more: who asked for it since has it for as long as anybody. */
async function removeUnused({ folder, usedAtMs }: Version, root: string): Promise<boolean> {
  const facts = await stat(join(folder, factsName)).catch(() => undefined);
  if ((facts?.mtimeMs ?? 0) !== usedAtMs) return false;
  await rm(folder, { recursive: true, force: true });
  await removeEmptyFolders(dirname(folder), root);
  return true;
}
