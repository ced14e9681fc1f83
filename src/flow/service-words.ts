import type { ProductionStatus, Refusal } from '../domain/production/production-status.ts';
import { serviceTroubleOf } from './texts/service-trouble.ts';
import type { Texts } from './texts/texts.ts';

/** Which part of the work the service was for: what comes before the person has paid is the voice. */
export function serviceOf(status: ProductionStatus | undefined): 'speech' | 'head' {
  return status && status.confirmedAt === undefined ? 'speech' : 'head';
}

export function stuckTitle(status: ProductionStatus | undefined, { stuck }: Texts): string {
  return stuck.title[serviceOf(status)];
}

/** Why a service can't do it now, without a word of keys and balances. */
export function serviceText(refusal: Refusal, { stuck }: Texts): string {
  return stuck.why[serviceTroubleOf(refusal)];
}
