export const creditOperationKinds = [
  'bonus',
  'granted',
  'taken',
  'held',
  'captured',
  'released',
  'imported',
] as const;
export type CreditOperationKind = (typeof creditOperationKinds)[number];

/** One movement of a person's credits, as their history tells it. A capture moves nothing of theirs: amount 0. */
export interface CreditOperation {
  readonly id: number;
  readonly kind: CreditOperationKind;
  /** Signed: what it did to the balance. */
  readonly amount: number;
  readonly balanceAfter: number;
  /** The production that it is about, where there is one. */
  readonly productionId: string | undefined;
  readonly note: string | undefined;
  readonly at: Date;
}

/** What is asked for a production that goes on now: nothing where all of it is in store already. */
export interface Quote {
  readonly priceCredits: number;
  readonly balanceCredits: number;
}
