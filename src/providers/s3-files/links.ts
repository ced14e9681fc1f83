import { maxLinkSeconds } from '../../domain/files/file-key.ts';
import type { S3Signer } from './s3-signer.ts';

export interface Links {
  /** For whoever has it, for at least so long; the same as before while that has life enough. */
  link(key: string, ttlSeconds: number): Promise<URL>;
  drop(isDropped: (key: string) => boolean): void;
}

const mostLinks = 1000;
/** Signed for so much longer than was asked for, so that it can be given out again for a while. */
const slack = 1 / 8;

export function createLinks(signer: S3Signer): Links {
  const made = new Map<string, { key: string; url: URL; endsAtMs: number }>();
  return {
    link: async (key, ttlSeconds) => {
      const id = `${key}\n${ttlSeconds}`;
      const now = Date.now();
      const found = made.get(id);
      if (found && found.endsAtMs - now >= ttlSeconds * 1000) return new URL(found.url);
      const lifeSeconds = Math.min(Math.ceil(ttlSeconds * (1 + slack)), maxLinkSeconds);
      const url = await presignDownload(signer, key, lifeSeconds, now);
      made.delete(id);
      // Seconds are all that a signature knows of its time.
      made.set(id, { key, url, endsAtMs: Math.floor(now / 1000) * 1000 + lifeSeconds * 1000 });
      for (const oldest of made.keys()) {
        if (made.size <= mostLinks) break;
        made.delete(oldest);
      }
      return new URL(url);
    },
    drop: (isDropped) => {
      for (const [id, { key }] of made) if (isDropped(key)) made.delete(id);
    },
  };
}

/** As our own server gives files: to be saved, under the last part of the key. One that has ended is signed as of earlier. */
async function presignDownload(
  signer: S3Signer,
  key: string,
  lifeSeconds: number,
  nowMs: number,
): Promise<URL> {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const query = { 'response-content-disposition': `attachment; filename="${name}"` };
  const ttlSeconds = Math.max(1, lifeSeconds);
  const at = new Date(nowMs + (lifeSeconds - ttlSeconds) * 1000);
  return await signer.presign({ method: 'GET', key, query }, ttlSeconds, at);
}
