import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Made once per data folder and kept, so that links outlive a restart; processes that race agree on one. */
export async function loadLinkSecret(folder: string): Promise<Buffer> {
  const path = join(folder, 'link-secret');
  const draft = `${path}.${process.pid}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await readSecret(path);
  } catch {
    await writeFile(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
    await link(draft, path).catch(() => undefined);
    await rm(draft, { force: true });
    return await readSecret(path);
  }
}

async function readSecret(path: string): Promise<Buffer> {
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
  if (secret.length !== 32) throw new Error(`${path} is damaged: remove it to make a new one`);
  return secret;
}
