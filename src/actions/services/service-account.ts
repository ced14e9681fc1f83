/** What an account at a service has bought for this period, and used of it. */
export interface AccountCredits {
  readonly plan: string;
  readonly usedCredits: number;
  readonly limitCredits: number;
  readonly resetsAt: Date | undefined;
}

/** A service that sells by credits and tells what is left. */
export interface ServiceAccount {
  /** As in `provider_call`. */
  readonly service: string;
  /** Costs nothing. */
  readCredits(signal: AbortSignal): Promise<AccountCredits>;
}
