/** A capability whose calls may cost money. */
export const paidCapabilities = ['speech', 'talking-head', 'picture-edit', 'overlay', 'montage'] as const;
export type PaidCapability = (typeof paidCapabilities)[number];

/**
 * What became of a paid call. `sending` is written before the socket is opened, `submitted` with the vendor's own id
 * after it; `unknown`: the request may have arrived, but no answer came. An unknown one is looked up, never sent again.
 * `not-taken`: it surely was not accepted, nothing is owed, and the same work may be sent once more.
 */
export type ProviderCallState = 'sending' | 'submitted' | 'unknown' | 'done' | 'failed' | 'not-taken';
