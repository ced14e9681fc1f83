import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { owner } from './shotstack-routes.ts';
import type { Answer } from './shotstack-wire.ts';

interface Source {
  readonly file: string;
  readonly signature: string;
  readonly secret: string;
  state: 'waiting' | 'uploaded' | 'deleted' | 'failed';
  asked: number;
}

export interface SourceCall {
  readonly id: string;
  readonly url: URL;
  readonly body: Buffer;
  readonly method: string;
}

/** The Ingest API's files. */
export class ShotstackSources {
  readonly uploads: string[] = [];
  readonly removed: string[] = [];
  /** True: the next file that is uploaded can't be taken in. */
  failsNext = false;
  readonly #folder: string;
  readonly #sources = new Map<string, Source>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  offerUpload(address: string): Answer {
    const group = (length: number) => randomBytes(length).toString('hex').slice(0, length).replace(/^./, 'z');
    const id = [8, 4, 4, 4, 12].map(group).join('-');
    const [signature, secret] = [randomBytes(12).toString('hex'), randomBytes(6).toString('hex')];
    const file = join(this.#folder, id);
    this.#sources.set(id, { file, signature, secret, state: 'waiting', asked: 0 });
    const url = `${address}/signed/${owner}/${id}/source?AWSAccessKeyId=AKIA&Signature=${signature}`;
    const attributes = { id, url, expires: '2026-01-02T02:47:37.260Z' };
    return { status: 200, body: { data: { type: 'upload', id, attributes } } };
  }

  takeBytes({ id, url, body }: SourceCall): Answer {
    const source = this.#sources.get(id);
    if (source?.signature !== url.searchParams.get('Signature')) return { status: 403, body: '<Error/>' };
    if (source === undefined) return { status: 404, body: '' };
    writeFileSync(source.file, body);
    source.state = this.failsNext ? 'failed' : 'uploaded';
    this.failsNext = false;
    this.uploads.push(id);
    return { status: 200, body: '' };
  }

  tell({ id, method }: SourceCall, address: string): Answer {
    const source = this.#sources.get(id);
    if (!source)
      return { status: 404, body: { errors: [{ status: '404', title: 'Not Found', detail: 'gone' }] } };
    if (method === 'DELETE') {
      source.state = 'deleted';
      this.removed.push(id);
      return { status: 204, body: '' };
    }
    const walk = ['queued', 'importing', 'ready'];
    const status = source.state === 'uploaded' ? (walk[source.asked++] ?? 'ready') : source.state;
    // The name can't be guessed from the signed address: it is only told when the file is ready.
    const link = `${address}/sources/${source.secret}/${id}/source`;
    const attributes = { id, owner, status, ...(status === 'ready' && { source: link }) };
    return { status: 200, body: { data: { type: 'source', id, attributes } } };
  }

  file({ id }: SourceCall): Answer {
    const source = this.#sources.get(id);
    if (source?.state !== 'uploaded') return { status: 403, body: '' };
    return { file: source.file };
  }
}
