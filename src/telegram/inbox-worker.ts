import { secondsAsked } from './errors.ts';
import { pause } from '../platform/shutdown/pause.ts';
import {
  countUpdateAttempt,
  giveUpOnUpdate,
  nextUpdate,
  waitingLanes,
  type WaitingUpdate,
} from '../actions/inbox/work-inbox.ts';
import { isDatabaseAway } from '../platform/database/database-away.ts';
import { type BoundedMap, createBoundedMap } from './bounded-map.ts';
import { type ChatBot, laneLock } from './chat-bot.ts';
import type { UpdateHandler } from './handle-update.ts';

export interface InboxWorker {
  /** Something new waits in those lanes. */
  wake(kept: readonly { readonly lane: number; readonly updateId: number }[]): void;
  /** Takes nothing new, and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

export interface InboxWorkerOptions {
  readonly handle: UpdateHandler;
  /** Tells the person that what they did is given up. */
  readonly giveUp: (update: WaitingUpdate) => Promise<void>;
  /** None holds a database connection while it waits for Telegram or a picture. 16 by default. */
  readonly lanesAtOnce?: number;
  /** How often rows of other processes, and of this one's past, are looked for. */
  readonly searchEveryMs?: number;
  readonly firstRetryMs?: number;
}

type WorkerBot = Pick<ChatBot<unknown>, 'parts' | 'botId' | 'locks'>;

const mostAttempts = 3;
const rememberUpdates = 10_000;

interface Lanes {
  /** Lanes to look into, in the order in which they woke. */
  readonly due: Set<number>;
  readonly active: Map<number, Promise<void>>;
  /** A lane whose first update failed rests until then, so that its order holds. */
  readonly restingUntilMs: Map<number, number>;
  /** Received by this process and not begun yet: what is found without being here may come from a killed one. */
  readonly own: BoundedMap<number, true>;
}

/** Works updates off: several people at once, each person's in their order, across processes. */
export function startInboxWorker(bot: WorkerBot, options: InboxWorkerOptions): InboxWorker {
  const lanes: Lanes = {
    due: new Set(),
    active: new Map(),
    restingUntilMs: new Map(),
    own: createBoundedMap(rememberUpdates),
  };
  const { lanesAtOnce = 16, searchEveryMs = 2000 } = options;
  const stopped = new AbortController();
  const begin = () => {
    for (const lane of lanes.due) {
      if (stopped.signal.aborted || lanes.active.size >= lanesAtOnce) return;
      if (lanes.active.has(lane) || (lanes.restingUntilMs.get(lane) ?? 0) > Date.now()) continue;
      lanes.due.delete(lane);
      const work = workLane(bot, options, lanes, lane, stopped.signal).finally(() => {
        lanes.active.delete(lane);
        begin();
      });
      lanes.active.set(lane, work);
    }
  };
  const searching = search(bot, lanes, begin, searchEveryMs, stopped.signal);
  return {
    wake(kept) {
      for (const { lane, updateId } of kept) {
        lanes.own.set(updateId, true);
        lanes.due.add(lane);
      }
      begin();
    },
    async stop() {
      stopped.abort();
      await searching;
      while (lanes.active.size > 0) await Promise.all(lanes.active.values());
    },
  };
}

/** What another process left, and what failed and has rested, is found here; what this one receives wakes it. */
async function search(
  bot: WorkerBot,
  lanes: Lanes,
  begin: () => void,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const lane of await waitingLanes(bot.parts, bot.botId)) {
        if (!lanes.active.has(lane)) lanes.due.add(lane);
      }
      for (const [lane, untilMs] of lanes.restingUntilMs) {
        if (untilMs <= Date.now()) lanes.restingUntilMs.delete(lane);
      }
      begin();
    } catch (error) {
      bot.parts.log.warn({ err: error }, 'The inbox could not be read.');
    }
    await pause(everyMs, signal);
  }
}

/** Until nothing waits there. Between two updates the lock is free for news of the person's productions. */
async function workLane(
  bot: WorkerBot,
  options: InboxWorkerOptions,
  lanes: Lanes,
  lane: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    let isMore = true;
    while (isMore && !signal.aborted) {
      isMore = await bot.locks.run(laneLock(bot.botId, lane), signal, () =>
        workNext(bot, options, lanes, lane),
      );
    }
  } catch (error) {
    if (!signal.aborted) bot.parts.log.warn({ err: error }, 'A lane of the inbox rests after a failure.');
    rest(lanes, lane, options.firstRetryMs ?? 1000);
  }
}

/** True where more waits in the lane. */
async function workNext(
  bot: WorkerBot,
  options: InboxWorkerOptions,
  lanes: Lanes,
  lane: number,
): Promise<boolean> {
  const next = await nextUpdate(bot.parts, bot.botId, lane);
  if (!next) return false;
  const { update, isLast } = next;
  const isFound = lanes.own.get(update.updateId) === undefined;
  lanes.own.delete(update.updateId);
  // Counted before it is tried: an update that kills the process must come to an end too.
  const count = isFound ? await countUpdateAttempt(bot.parts, update) : 1;
  if (count > mostAttempts) {
    await giveUp(bot, options, update);
    return !isLast;
  }
  try {
    await options.handle(update);
    return !isLast;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    bot.parts.log.error({ err: error, updateId: update.updateId, count }, 'An update failed.');
    if (!isFound) await countUpdateAttempt(bot.parts, update);
    if (count >= mostAttempts) {
      await giveUp(bot, options, update);
      return !isLast;
    }
    rest(
      lanes,
      lane,
      Math.max(secondsAsked(error) * 1000, (options.firstRetryMs ?? 1000) * 4 ** (count - 1)),
    );
    return false;
  }
}

async function giveUp(bot: WorkerBot, options: InboxWorkerOptions, update: WaitingUpdate): Promise<void> {
  await giveUpOnUpdate(bot.parts, update);
  bot.parts.log.error({ updateId: update.updateId }, 'An update is given up.');
  await options.giveUp(update).catch((error: unknown) => {
    bot.parts.log.warn({ err: error }, 'Nobody could be told of an update that was given up.');
  });
}

function rest(lanes: Lanes, lane: number, ms: number): void {
  lanes.restingUntilMs.set(lane, Date.now() + ms);
}
