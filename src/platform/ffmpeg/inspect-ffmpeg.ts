import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256, sha256OfFile } from '../files/sha256.ts';
import { runProcess } from '../process/run-process.ts';
import { missingFrom, neededEncoders, neededFilters } from './needs.ts';

const inspectionSchema = z.object({
  version: z.string(),
  /** What it lacks of what is needed: 'filter ass'. */
  missing: z.array(z.string()),
});
export type Inspection = z.infer<typeof inspectionSchema>;

/**
 * What the program can do. Kept in `cacheFolder` for as long as the file is the same by time and size, so that a usual
 * start runs no process. A file that must have a checksum is not run before it was seen to have it.
 */
export async function inspectFfmpeg(
  path: string,
  cacheFolder: string,
  accept: { readonly sha256?: string } = {},
): Promise<Inspection | 'wrong-checksum'> {
  const { mtimeMs, size } = await stat(path);
  const needs = [...neededEncoders, ...neededFilters];
  const key = sha256(JSON.stringify([path, mtimeMs, size, needs, accept.sha256 ?? null])).slice(0, 24);
  const cacheFile = join(cacheFolder, `ffmpeg-${key}.json`);
  const known = await readCache(cacheFile);
  if (known) return known;
  if (accept.sha256 !== undefined && (await sha256OfFile(path)) !== accept.sha256) return 'wrong-checksum';
  const inspection = await askProgram(path);
  await mkdir(cacheFolder, { recursive: true });
  const part = `${cacheFile}.${process.pid}.part`;
  await writeFile(part, JSON.stringify(inspection));
  await rename(part, cacheFile);
  return inspection;
}

async function readCache(path: string): Promise<Inspection | undefined> {
  try {
    return inspectionSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Missing, or of another version: asked anew.
    return undefined;
  }
}

async function askProgram(path: string): Promise<Inspection> {
  const limits = { cwd: '/', timeoutMs: 20_000, keepOutputBytes: 1_000_000 };
  const [version, encoders, filters] = await Promise.all(
    ['-version', '-encoders', '-filters'].map((what) => runProcess(path, ['-hide_banner', what], limits)),
  );
  return {
    version: /^ffmpeg version (\S+)/.exec(String(version?.output))?.[1] ?? 'unknown',
    missing: missingFrom(String(encoders?.output), String(filters?.output)),
  };
}
