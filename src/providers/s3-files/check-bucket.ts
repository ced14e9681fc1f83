import { randomUUID } from 'node:crypto';
import { asAppError } from '../../kernel/errors.ts';
import type { S3Client } from './s3-client.ts';
import type { S3Bucket } from './s3-signer.ts';

export interface FilesFinding {
  readonly state: 'ok' | 'warning' | 'broken';
  readonly text: string;
}

/** Four small requests, as the work will send them; what they cost can't be measured in cents. */
export async function checkBucket(
  client: S3Client,
  { bucket, endpoint }: Pick<S3Bucket, 'bucket' | 'endpoint'>,
  signal: AbortSignal,
): Promise<FilesFinding> {
  const where = `${bucket} at ${new URL(endpoint).host}`;
  const key = `probes/${randomUUID()}.json`;
  const body = Buffer.from('{}');
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    store: async () =>
      await client.ask({ method: 'PUT', key, headers: { 'content-type': 'application/json' }, body }),
    read: async () => await client.ask({ method: 'GET', key }),
    list: async () =>
      await client.ask({ method: 'GET', key: '', query: { 'list-type': '2', 'max-keys': '1' } }),
    remove: async () => await client.ask({ method: 'DELETE', key, expects: [404] }),
  };
  for (const [step, work] of Object.entries(steps)) {
    if (signal.aborted) return { state: 'warning', text: `${where}: not looked at to the end` };
    try {
      await work();
    } catch (error) {
      return { state: 'broken', text: `${where}, at the step '${step}': ${asAppError(error).message}` };
    }
  }
  return { state: 'ok', text: `${where}: files can be stored, read, listed and removed` };
}
