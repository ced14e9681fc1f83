import type { Refusal } from '../../domain/production/production-status.ts';

/** What a person is told of a service that failed; whose fault it is within the company is not their concern. */
export const serviceTroubles = [
  'down',
  'ours',
  'busy',
  'slow',
  'budget',
  'unconfirmed',
  'unusable',
  'sound',
] as const;
export type ServiceTrouble = (typeof serviceTroubles)[number];

/** By `details.problem`. */
const byProblem: ReadonlyMap<unknown, ServiceTrouble> = new Map([
  ['key', 'ours'],
  ['quota', 'ours'],
  ['balance', 'ours'],
  ['permission', 'ours'],
  ['account', 'ours'],
  ['address', 'ours'],
  ['request', 'ours'],
  ['busy', 'busy'],
  ['paused', 'busy'],
  ['too-slow', 'slow'],
]);

export function serviceTroubleOf({ reason, details }: Refusal): ServiceTrouble {
  switch (reason) {
    case 'budget-spent':
      return 'budget';
    case 'provider-unconfirmed':
      return 'unconfirmed';
    case 'provider-answer-unusable':
      return String(details.problem).startsWith('audio') ? 'sound' : 'unusable';
    case 'timed-out':
      return 'slow';
    default:
      return byProblem.get(details.problem) ?? 'down';
  }
}
