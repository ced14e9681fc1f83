import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { ActionParts } from '../../src/actions/parts.ts';
import { personOf, readProfile } from '../../src/actions/people/read-profile.ts';
import { cancelProduction } from '../../src/actions/productions/cancel-production.ts';
import { confirmProduction } from '../../src/actions/productions/confirm-production.ts';
import type { Fault } from '../../src/sandbox/protocol.ts';
import type { BotCrew } from './bot-crew.ts';
import type { ChatMirror } from './chat-mirror.ts';
import type { PostgresProxy } from './postgres-proxy.ts';
import type { Random } from './random.ts';

export interface TroubleOptions {
  readonly random: Random;
  readonly pool: Pool;
  readonly parts: ActionParts;
  readonly mirror: ChatMirror;
  readonly proxy: PostgresProxy;
  readonly crew: BotCrew;
  /** So much is seen to happen between two kills of a process, on average. */
  readonly killEvery: number;
}

export interface TroubleCounts {
  cutConnections: number;
  faultyCalls: number;
  races: number;
}

const lookEveryMs = 100;
/** So much is seen to happen between two troubles: an order is some hundred. */
const troubleEvery = 60;
const lostCommitChance = 0.008;

const methods = [
  'sendMessage',
  'sendVideo',
  'sendAudio',
  'sendPhoto',
  'editMessageText',
  'editMessageMedia',
  'answerCallbackQuery',
  'deleteMessage',
  'getUpdates',
] as const;

const effects: readonly (readonly [weight: number, effect: Fault['effect']])[] = [
  [5, { kind: 'lose-answer' }],
  [2, { kind: 'answer', code: 500, description: 'Internal Server Error' }],
  [2, { kind: 'answer', code: 502, description: 'Bad Gateway' }],
  [2, { kind: 'answer', code: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 }],
  [2, { kind: 'refuse-connection' }],
  [1, { kind: 'delay', ms: 700 }],
];

/** Does harm of every kind until `end` fires; then nothing of it is left. */
export async function makeTrouble(options: TroubleOptions, end: AbortSignal): Promise<TroubleCounts> {
  const { random, proxy, mirror } = options;
  const counts: TroubleCounts = { cutConnections: 0, faultyCalls: 0, races: 0 };
  const count = (what: keyof TroubleCounts, more: number) => {
    counts[what] += more;
  };
  proxy.cutsCommit(() => random.chance(lostCommitChance));
  const killing = killNowAndThen(options, end);
  let troubleAt = mirror.seen() + troubleEvery;
  while (!end.aborted) {
    await delay(lookEveryMs, undefined, { signal: end }).catch(() => undefined);
    if (mirror.seen() < troubleAt) continue;
    troubleAt = mirror.seen() + troubleEvery;
    const trouble = random.weighted([
      [2, async () => count('cutConnections', await cutConnections(options))],
      [3, async () => count('faultyCalls', await breakCalls(options))],
      [2, async () => count('races', await race(options))],
    ] as const);
    await trouble();
  }
  await killing;
  proxy.cutsCommit(() => false);
  await mirror.act({ act: 'clear-faults' });
  return counts;
}

async function killNowAndThen(
  { random, crew, mirror, killEvery }: TroubleOptions,
  end: AbortSignal,
): Promise<void> {
  while (!end.aborted) {
    const killAt = mirror.seen() + killEvery * (0.5 + random.next());
    while (!end.aborted && mirror.seen() < killAt) {
      await delay(lookEveryMs, undefined, { signal: end }).catch(() => undefined);
    }
    if (!end.aborted) await crew.killOne(random.below);
  }
}

/** A connection in the middle of something where there is one. */
async function cutConnections({ random, pool, proxy }: TroubleOptions): Promise<number> {
  const { rows } = await pool.query<{ pid: number; busy: boolean }>(
    `select pid, state <> 'idle' as busy from pg_stat_activity where pid = any ($1) order by pid`,
    [proxy.backends()],
  );
  if (rows.length === 0) return 0;
  const busy = rows.filter((row) => row.busy);
  const { pid } = random.pick(busy.length > 0 && random.chance(0.7) ? busy : rows);
  await pool.query('select pg_terminate_backend($1)', [pid]);
  return 1;
}

async function breakCalls({ random, mirror }: TroubleOptions): Promise<number> {
  const times = 1 + random.below(2);
  const effect = random.weighted(effects);
  const fault: Fault = { method: random.pick(methods), after: random.below(3), times, effect };
  await mirror.act({ act: 'fault', fault });
  return times;
}

/** Somebody confirms twice and cancels, all at the same moment. */
async function race({ random, pool, parts }: TroubleOptions): Promise<number> {
  const { rows } = await pool.query<{ id: string; owner: string }>(
    `select id, owner from ugc.production where state in ('awaiting_confirmation', 'running')
       and superseded_at is null and deleted_at is null order by id`,
  );
  if (rows.length === 0) return 0;
  const { id, owner } = random.pick(rows);
  const profile = await readProfile(parts, owner).catch(() => undefined);
  if (!profile) return 0;
  const person = personOf(profile);
  const confirm = async () => void (await confirmProduction(parts, person, id));
  const cancel = async () => void (await cancelProduction(parts, id, person));
  const acts = random.weighted([
    [4, [confirm, confirm]],
    [2, [confirm, cancel]],
    [1, [cancel, cancel, confirm]],
  ] as const);
  await Promise.allSettled(acts.map((act) => act()));
  return 1;
}
