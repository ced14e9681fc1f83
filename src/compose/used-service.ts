import type { ServiceAccount } from '../actions/services/service-account.ts';
import type { VerifyReport } from '../actions/services/receive-report.ts';
import type { ServiceHealth } from '../platform/service/service-client.ts';

/** What a look at a service found, in words for operators. */
export interface ServiceFinding {
  readonly state: 'ok' | 'warning' | 'broken';
  readonly text: string;
}

/** A service outside that is configured, for those who look after it. */
export interface UsedService {
  readonly name: string;
  /** What to look at where it is broken. */
  readonly settings: string;
  /** Asks it for real, and only what is cheap. */
  check(signal: AbortSignal): Promise<ServiceFinding>;
  health(): readonly ServiceHealth[];
  readonly account?: ServiceAccount;
  /** Where it tells of finished work: the adapter's name in the address, and who reads what it sends. */
  readonly reports?: Readonly<Record<string, VerifyReport>>;
}
