/** A capability whose calls may cost money. */
export const paidCapabilities = ['speech', 'talking-head', 'picture-edit', 'overlay', 'montage'] as const;
export type PaidCapability = (typeof paidCapabilities)[number];

/** US dollars: more than any request costs. */
const mostUsd = 10_000;

/** What a service says that it took, where that can be true: it is added up, and our tables end somewhere. */
export function believableUsd(actualUsd: number | undefined): number | undefined {
  return actualUsd !== undefined && actualUsd >= 0 && actualUsd <= mostUsd ? actualUsd : undefined;
}

/**
 * What became of a paid call. `sending` is written before the socket is opened, `submitted` with the vendor's own id
 * after it; `unknown`: the request may have arrived, but no answer came. An unknown one is looked up, never sent again.
 * `not-taken`: it surely was not accepted, nothing is owed, and the same work may be sent once more.
 */
export type ProviderCallState = 'sending' | 'submitted' | 'unknown' | 'done' | 'failed' | 'not-taken';
