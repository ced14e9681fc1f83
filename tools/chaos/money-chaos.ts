import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { verifyLedger } from '../../src/actions/credits/verify-ledger.ts';
import type { ActionParts } from '../../src/actions/parts.ts';
import { openProductionQueues } from '../../src/pipeline/jobs.ts';
import { connect } from '../../src/platform/database/database.ts';
import { createTestDatabase, stopTestServer } from '../../src/platform/database/test-database.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import { openQueue } from '../../src/platform/queue/queue.ts';
import { firstUserIds, operatorsGroupId } from '../../src/sandbox/first-people.ts';
import { openTestSandbox } from '../../test/support/test-sandbox.ts';
import { scriptedLimits } from '../../test/support/scripted-actions.ts';
import type { Reading } from '../quality/reading.ts';
import { type BotCrew, startBotCrew } from './bot-crew.ts';
import { type ChatMirror, openChatMirror } from './chat-mirror.ts';
import { checkEnd, countUnfinished, passTime } from './money-checks.ts';
import { countParcels } from './parcels.ts';
import { openPostgresProxy } from './postgres-proxy.ts';
import { randomOf } from './random.ts';
import { makeTinyMedia } from './tiny-media.ts';
import { makeTrouble, type TroubleCounts } from './troubles.ts';
import { createWalkingPerson } from './walking-person.ts';

export interface MoneyChaosOptions {
  readonly seed: string;
  readonly folder: string;
  /** It ends when so many were ordered and ended, or the time is over. */
  readonly productions: number;
  readonly atMostMs: number;
  /** So many are needed for the run to say anything. */
  readonly atLeast: number;
  readonly people: number;
  readonly processes: number;
  readonly killEvery: number;
  tell(line: string): void;
}

const firstPersonId = 820_000_001;
const sampleEveryMs = 2000;
const quietWithinMs = 90_000;

/** Bar 9: many people, one bot in several processes, and everything that can go wrong with all of them at once. */
export async function moneyChaos(options: MoneyChaosOptions): Promise<readonly Reading[]> {
  const { seed, folder, tell } = options;
  const mediaFolder = join(folder, 'media');
  const [database, opened] = await Promise.all([
    createTestDatabase(),
    openTestSandbox({ folder: join(folder, 'sandbox') }),
    makeTinyMedia(mediaFolder),
  ]);
  const { host = '', port = 5432, user = '', database: name = '' } = database.connection;
  const proxy = await openPostgresProxy(join(host, `.s.PGSQL.${port}`));
  // What the harness does itself is not harmed: its own connections go by another name.
  const own = await connect(
    'embedded',
    { ...database.connection, application_name: 'chaos' },
    async () => {},
    silentLog,
  );
  const queue = await openQueue(own, silentLog);
  const mirror = await openChatMirror(opened.apiRoot);
  let crew: BotCrew | undefined;
  try {
    await openProductionQueues(queue);
    crew = await startBotCrew({
      count: options.processes,
      seed,
      folder,
      mediaFolder,
      env: {
        DATABASE_URL: `postgresql://${user}@127.0.0.1:${proxy.port}/${name}`,
        DATA_DIR: join(folder, 'data'),
        TELEGRAM_BOT_TOKEN: opened.sandbox.token,
        TELEGRAM_API_ROOT: opened.apiRoot,
        ADMIN_TG_IDS: String(firstUserIds.operator),
        ADMIN_FEEDBACK_CHAT_ID: String(operatorsGroupId),
        MAX_VIDEOS_PER_DAY: '100000',
      },
    });
    const noStop = { stopAt: () => undefined };
    const parts = { database: own, queue, log: silentLog, limits: scriptedLimits, adminIds: [], ...noStop };
    const world = { ...options, mirror, crew, pool: own.pool, parts: parts as unknown as ActionParts, proxy };
    const walked = await walkAll(world);
    const quietSeconds = await untilQuiet(world);
    const verdict = await verifyLedger({ database: own });
    const findings = await checkEnd(own.pool);
    const parcels = await countParcels(own.pool, mirror, peopleIds(options.people));
    for (const { name: what, count, examples } of findings) {
      if (count > 0) tell(`${what}: ${count}, such as ${examples.join(', ')}`);
    }
    for (const finding of [...walked.ledgerFindings, ...verdict.findings.map(({ problem }) => problem)]) {
      tell(`ledger: ${finding}`);
    }
    for (const line of [...parcels.examples, ...crew.ownEnds]) tell(line);
    const violations = opened.sandbox.violations();
    for (const { method, problems } of violations.slice(0, 5)) tell(`${method}: ${problems.join('; ')}`);
    const { capturedHolds, releasedHolds } = verdict.totals;
    tell(
      `${capturedHolds} videos charged, ${releasedHolds} holds given back, ${parcels.repeats} messages sent twice; ` +
        `${crew.kills()} kills, ${proxy.lostCommits()} commits without an answer, ` +
        `${walked.troubles.cutConnections} connections cut, ${walked.troubles.faultyCalls} calls of the Bot API broken, ` +
        `${walked.troubles.races} races`,
    );
    return [
      { bar: 9, name: 'productions', value: walked.productions, unit: '', min: options.atLeast },
      { bar: 9, name: 'moments at which the ledger held', value: walked.samples, unit: '', min: 1 },
      zero('moments at which the ledger did not hold', walked.ledgerFindings.length),
      zero('faults of the ledger at the end', verdict.findings.length),
      ...findings.map((finding) => zero(finding.name, finding.count)),
      zero('videos that came to nobody', parcels.missing),
      zero('messages repeated without being counted', parcels.uncounted),
      zero('calls that break the Bot API’s schema', violations.length),
      zero('processes that ended by themselves', crew.ownEnds.length),
      { bar: 9, name: 'until all had ended', value: quietSeconds, unit: 's', max: quietWithinMs / 1000 },
    ];
  } finally {
    await crew?.stop();
    mirror.close();
    await queue.stop({ graceful: false, timeoutMs: 2000 });
    await own.close();
    await proxy.close();
    await opened.close();
    await database.drop();
    await stopTestServer();
  }
}

const zero = (name: string, value: number): Reading => ({ bar: 9, name, value, unit: '', max: 0 });
const peopleIds = (count: number) => Array.from({ length: count }, (_, index) => firstPersonId + index);

interface World extends MoneyChaosOptions {
  readonly mirror: ChatMirror;
  readonly crew: BotCrew;
  readonly pool: Pool;
  readonly parts: ActionParts;
  readonly proxy: Awaited<ReturnType<typeof openPostgresProxy>>;
}

interface Walked {
  readonly productions: number;
  readonly samples: number;
  readonly ledgerFindings: readonly string[];
  readonly troubles: TroubleCounts;
}

/** People walk and things break until enough was ordered. */
async function walkAll(world: World): Promise<Walked> {
  const { seed, mirror, tell } = world;
  const end = new AbortController();
  const ids = peopleIds(world.people);
  for (const id of ids) {
    await mirror.act({ act: 'add-user', user: { id, first_name: `Person ${id}`, language_code: 'en' } });
  }
  const { operator } = firstUserIds;
  const walks = ids.map(async (id) => {
    const person = createWalkingPerson({
      id,
      mirror,
      random: randomOf(`${seed}/person ${id}`),
      askForCredits: async () => {
        const text = `/credit_add ${id} 5 chaos`;
        await mirror.act({ act: 'say', userId: operator, chatId: operator, text });
      },
    });
    await person.walk(end.signal);
  });
  const trouble = makeTrouble({ ...world, random: randomOf(`${seed}/trouble`) }, end.signal);
  const deadline = performance.now() + world.atMostMs;
  const ledgerFindings: string[] = [];
  let samples = 0;
  let productions = 0;
  try {
    while (productions < world.productions && performance.now() < deadline) {
      await delay(sampleEveryMs);
      const { isSound, findings } = await verifyLedger(world.parts);
      if (isSound) samples += 1;
      else
        ledgerFindings.push(...findings.map(({ problem, examples }) => `${problem}: ${examples.join(', ')}`));
      const { rows } = await world.pool.query<{ count: string }>(
        `select count(*) as count from ugc.production where channel = 'telegram'`,
      );
      productions = Number(rows[0]?.count);
      if (samples % 10 === 0) tell(`${productions} productions, ${world.crew.kills()} kills`);
    }
  } finally {
    end.abort();
  }
  await Promise.all(walks);
  return { productions, samples, ledgerFindings, troubles: await trouble };
}

/** Seconds until nothing is under way any more; only the waits before retries are left out. */
async function untilQuiet({ pool, tell }: World): Promise<number> {
  const startedAtMs = performance.now();
  const seconds = () => (performance.now() - startedAtMs) / 1000;
  let unfinished = await countUnfinished(pool);
  while (unfinished > 0 && seconds() * 1000 < quietWithinMs) {
    await passTime(pool);
    await delay(500);
    unfinished = await countUnfinished(pool);
  }
  if (unfinished > 0) tell(`${unfinished} things had not ended after ${Math.round(seconds())} s`);
  return seconds();
}
