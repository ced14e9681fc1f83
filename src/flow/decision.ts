import type { Effect } from './effect.ts';

/** What a conversation does about an event. */
export interface Decision<State> {
  readonly state: State;
  readonly effects: readonly Effect[];
  /**
   * How the screen is shown: `edit` in place where that can be (a press), `anew` below what the person wrote,
   * `keep` where nothing on it changed, `close` where it is over: it stays without its buttons.
   */
  readonly show: 'edit' | 'anew' | 'keep' | 'close';
}
