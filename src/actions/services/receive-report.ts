import { logOf } from '../../platform/log/log.ts';
import type { Callbacks } from '../../pipeline/callbacks.ts';
import type { ActionParts } from '../parts.ts';
import { serviceReported } from './service-reported.ts';

/**
 * Reads one service's report: the request that it is about, or undefined where the report can't be that service's.
 * Where a service signs its reports, that is where the signature is checked.
 */
export type VerifyReport = (
  raw: Buffer,
  headers: Headers,
) => Promise<{ readonly requestId: string } | undefined>;

export interface ReportDoor {
  readonly callbacks: Pick<Callbacks, 'tagOf'>;
  /** By the adapter's name. */
  readonly verify: Readonly<Record<string, VerifyReport>>;
}

export interface ReceivedReport {
  readonly provider: string;
  readonly token: string;
  readonly raw: Buffer;
  readonly headers: Headers;
}

/** The HTTP status to answer with. Services send a report again that was not taken, so nothing is refused in vain. */
export async function receiveReport(
  parts: Pick<ActionParts, 'database' | 'queue' | 'log'>,
  { callbacks, verify }: ReportDoor,
  { provider, token, raw, headers }: ReceivedReport,
): Promise<{ status: 200 | 401 | 404 | 503 }> {
  const check = Object.hasOwn(verify, provider) ? verify[provider] : undefined;
  const tag = callbacks.tagOf(provider, token);
  if (!check || tag === undefined) return { status: 404 };
  const log = logOf(parts.log, 'ugc_creation');
  try {
    const report = await check(raw, headers);
    if (!report) {
      log.warn({ provider, tag }, "A report was refused: it is not the service's, or too old.");
      return { status: 401 };
    }
    const isOurs = await serviceReported(parts, { tag, requestId: report.requestId });
    return { status: isOurs ? 200 : 404 };
  } catch (error) {
    log.error({ err: error, provider, tag }, 'A report could not be taken; the service will send it again.');
    return { status: 503 };
  }
}
