import type { PaidCapability } from '../domain/production/provider-call.ts';
import type { StepKind } from '../domain/production/step.ts';

/** What binds work that costs money or waits for a service outside. */
export interface PaidWork {
  /** US dollars a day (UTC) over everybody: nothing is sent past it. */
  readonly dailyBudgetUsd: number;
  /** Renders of one video by a service, and as many overlays for them; further ones are made here. */
  readonly maxCloudRenders: number;
  /** Requests for one person a day (UTC) of a kind that costs them nothing: nobody uses up everybody's budget. */
  readonly maxFreeCalls: Readonly<Partial<Record<PaidCapability, number>>>;
  /** Where a service may tell that this work is done; undefined where this machine can't be reached from outside. */
  callbackUrl(adapter: string, tag: string): string | undefined;
  readonly patience: Patience;
}

/** How long services are waited for. Lists of seconds: before the first further try, the second, and so on. */
export interface Patience {
  /** A service that takes nothing now. */
  readonly retrySeconds: readonly number[];
  /** A service that doesn't say how far an operation of ours is. */
  readonly askAgainSeconds: readonly number[];
  /** While the owner has chosen to wait; the last one goes on. */
  readonly waitSeconds: readonly number[];
  /** So long after the owner chose to wait they are asked again. */
  readonly waitMs: number;
  /** An operation that is not done by then is asked for no longer. */
  readonly operationMs: number;
  /** A paid request that has left is given so long to be answered after its work was to stop. */
  readonly sendingMs: number;
  /** Before that a request may be on its way still, whatever the vendor says. */
  readonly absentAfterMs: number;
  readonly lookUpSeconds: number;
  /** Then a request whose fate nobody knows is `provider-unconfirmed`. */
  readonly lookUpMs: number;
  /** Somebody waits to hear it. */
  readonly lookUpSpeechMs: number;
  /** A worker keeps a step for polls as short as this, and hands it back for longer ones. */
  readonly stayMs: number;
}

const minuteMs = 60_000;

export const usualPatience: Patience = {
  retrySeconds: [4, 15, 45],
  askAgainSeconds: [2, 5, 10, 20, 40, 60, 60],
  waitSeconds: [30, 60, 120, 240, 480, 900],
  waitMs: 60 * minuteMs,
  operationMs: 60 * minuteMs,
  sendingMs: 4000,
  absentAfterMs: minuteMs,
  lookUpSeconds: 15,
  lookUpMs: 10 * minuteMs,
  lookUpSpeechMs: 2 * minuteMs,
  stayMs: 2000,
};

/** Undefined for steps that no service does. */
export const capabilityOf: Readonly<Record<StepKind, PaidCapability | undefined>> = {
  portrait: undefined,
  speech: 'speech',
  head: 'talking-head',
  overlay: 'overlay',
  montage: 'montage',
  verification: undefined,
};
