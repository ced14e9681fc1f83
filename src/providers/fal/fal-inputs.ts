import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Log } from '../../platform/log/log.ts';
import { createServiceClient, type ServiceClient } from '../../platform/service/service-client.ts';
import { asProviderError } from '../../platform/service/service-failure.ts';
import type { LendFile } from '../../ports/lend-file.ts';
import type { InputFile, WorkContext } from '../../ports/work.ts';
import { failureOf, service } from './fal-errors.ts';

export interface FalInputs {
  /** An address by which fal.ai can fetch the file for a day: waiting in its queue counts. */
  reach(file: InputFile, name: string, context: WorkContext): Promise<string>;
}

export interface FalInputsOptions {
  /** Has the key. */
  readonly storage: ServiceClient;
  readonly lend: LendFile | undefined;
  readonly log: Log;
}

const lifetimeSeconds = 86_400;
const initiateTimeoutMs = 30_000;
const uploadTimeoutMs = 180_000;

const initiated = z.looseObject({ upload_url: z.url(), file_url: z.url() });

/**
 * Lends our own link where we can be reached, and uploads to fal.ai's storage where not. The tag in the link's fragment,
 * or in the upload's name, is how a request is known again whose answer was lost (`find-lost.ts`): a fragment is kept
 * with the request, and sent to nobody when the file is fetched, so that it breaks no signature.
 */
export function createFalInputs(options: FalInputsOptions): FalInputs {
  return {
    reach: async (file, name, context) => {
      const lent = await options.lend?.(file, lifetimeSeconds, context.signal);
      if (lent === undefined) return await upload(options, file, name, context);
      return context.spending ? `${lent}#${markOf(context.spending.tag)}` : lent;
    },
  };
}

async function upload(
  { storage, log }: FalInputsOptions,
  file: InputFile,
  name: string,
  { signal, spending }: WorkContext,
): Promise<string> {
  try {
    const prefix = spending ? markOf(spending.tag) : '';
    const answer = await storage.call({
      method: 'POST',
      path: '/storage/upload/initiate',
      query: { storage_type: 'fal-cdn-v3' },
      headers: {
        'X-Fal-Object-Lifecycle': JSON.stringify({ expiration_duration_seconds: lifetimeSeconds }),
      },
      json: { content_type: file.mime, file_name: `${prefix}${name}` },
      timeoutMs: initiateTimeoutMs,
      signal,
      // It costs nothing; what was begun twice is forgotten by itself.
      mayRepeat: true,
    });
    if (answer.status >= 300) throw failureOf(answer, { isFinal: false });
    const target = initiated.safeParse(answer.json());
    if (!target.success) throw unusable('no address to upload to came');
    await put(target.data.upload_url, file, { storage, log, signal });
    return target.data.file_url;
  } catch (error) {
    throw asProviderError(error);
  }
}

interface Put {
  readonly storage: ServiceClient;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** To wherever the answer says, so without the key. */
async function put(url: string, file: InputFile, { storage, log, signal }: Put): Promise<void> {
  const { origin, protocol } = new URL(url);
  if (protocol !== 'https:' && !storage.isLoopback) throw unusable('its address for uploads is not https');
  const target = createServiceClient({
    name: service,
    baseUrl: origin,
    credentials: {},
    maxConcurrent: 1,
    log,
  });
  const answer = await target.call({
    method: 'PUT',
    path: url,
    headers: { 'content-type': file.mime },
    body: { file: file.path, bytes: file.bytes },
    timeoutMs: uploadTimeoutMs,
    signal,
    mayRepeat: true,
  });
  if (answer.status >= 300) throw failureOf(answer, { isFinal: false });
}

/** A tag as it may stand in a file's name or a link, with its end. */
export function markOf(tag: string): string {
  return `${tag.replace(/[^a-z0-9-]/g, '-')}-`;
}

function unusable(what: string): AppError {
  return new AppError('provider-answer-unusable', `fal.ai takes no file: ${what}.`, {
    details: { service, problem: 'unexpected-answer' },
  });
}
