import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { firstUserIds } from '../../src/sandbox/first-people.ts';
import type { FalDouble } from '../doubles/fal.ts';
import type { SentVideo } from './ad-walk.ts';
import { type CloudRoom, openCloudRoom } from './cloud-room.ts';
import type { Places } from './leaks.ts';
import { type RunningBot, runBot } from './running-bot.ts';
import { postAct, readState } from './sandbox-http.ts';
import { openSandboxUser, type SandboxUser } from './sandbox-user.ts';
import { makeTestVideo } from './test-video.ts';
import { dumpedTables, filesBelow, withDatabaseOf } from './written-down.ts';

/** The whole program with every service that it may use, and ways to look at what became of it. */
export interface CloudScene {
  readonly room: CloudRoom;
  /** All that was printed and written down so far, and what the chats hold. */
  writtenDown(): Promise<Places>;
  readonly dataFolder: string;
  /** Two seconds for a background. */
  readonly videoPath: string;
  readonly baseUrl: string;
  user(id: number): Promise<SandboxUser>;
  newPerson(name: string): Promise<number>;
  /** At the port that services know already. */
  start(env?: Readonly<Record<string, string>>): Promise<void>;
  kill(): Promise<void>;
  /** Resolves when it has ended by itself. */
  ended(): Promise<void>;
  /** What was written down of somebody's paid requests, in the order in which they left. */
  calls(personId: number): Promise<readonly PaidCall[]>;
  /** What somebody has, and what their productions did to it. */
  credits(personId: number): Promise<{ readonly balance: number; readonly moves: string }>;
  paidSince(before: Paid): Paid;
  /** The first two parts of each key below a folder of the bucket, sorted. */
  keptBelow(name: string): readonly string[];
  /** Fetches what was sent and decodes it whole. */
  played(video: SentVideo): Promise<{ readonly comment: string; readonly seconds: number }>;
  askOperator(command: string, answer: RegExp): Promise<string>;
  /** As an operator who doesn't want to wait for the next try. */
  hasten(): Promise<void>;
  /** Sends fal.ai's signed report of a job that has ended; gives the answer's status. */
  report(job: FalDouble['jobs'][number] | undefined): Promise<number>;
  close(): Promise<void>;
}

export interface PaidCall {
  readonly capability: string;
  readonly state: string;
  readonly usd: number;
}

type Paid = ReturnType<CloudRoom['paid']>;

const stepTimeoutMs = 60_000;

export async function openCloudScene(): Promise<CloudScene> {
  const folder = await mkdtemp(join(tmpdir(), 'ugc-cloud-'));
  const dataFolder = join(folder, 'data');
  const [room] = await Promise.all([openCloudRoom(), makeTestVideo(folder, 'shop.mp4')]);
  const services = Object.assign({}, ...Object.values(room.env));
  let printed = '';
  const hear = (text: string) => {
    printed += text;
  };
  let bot: RunningBot = await runBot(dataFolder, services, { hear });
  const user = async (id: number) => await openSandboxUser(bot.baseUrl, id, { timeoutMs: stepTimeoutMs });
  return {
    ...{ room, dataFolder, user, ...rowsOf(dataFolder) },
    videoPath: join(folder, 'shop.mp4'),
    get baseUrl() {
      return bot.baseUrl;
    },
    newPerson: async (name) => {
      const person = { first_name: name, language_code: 'en' };
      const added = await postAct(bot.baseUrl, { act: 'add-user', user: person });
      if (!added.ok || added.userId === undefined) throw new Error('The sandbox adds nobody.');
      return added.userId;
    },
    start: async (env = {}) => {
      bot = await runBot(dataFolder, { ...services, ...env }, { port: bot.port, hear });
    },
    writtenDown: async () =>
      new Map<string, string | Buffer>([
        ['output', printed],
        ['chats', JSON.stringify(await readState(bot.baseUrl))],
        ...(await withDatabaseOf(dataFolder, dumpedTables)),
        ...(await filesBelow(dataFolder)),
      ]),
    kill: async () => await bot.kill(),
    ended: async () => void (await bot.ended),
    paidSince: (before) => {
      const { speech, fal, overlay, montage } = room.paid();
      return {
        speech: speech - before.speech,
        fal: fal - before.fal,
        overlay: overlay - before.overlay,
        montage: montage - before.montage,
      };
    },
    keptBelow: (name) =>
      [...room.bucket.store.objects.keys()]
        .filter((key) => key.startsWith(`${name}/`))
        .map((key) => key.split('/').slice(0, 2).join('/'))
        .sort(),
    played: async ({ file_id: id }) => {
      const answer = await fetch(new URL(`/sandbox/file/${id}`, bot.baseUrl));
      expect(answer.status).toBe(200);
      return await decoded(folder, Buffer.from(await answer.arrayBuffer()));
    },
    askOperator: async (command, answer) => {
      const operator = await user(firstUserIds.operator);
      await operator.say(command);
      const { text } = await operator.waitForText(answer);
      operator.close();
      return String(text);
    },
    hasten: async () => {
      const operator = await user(firstUserIds.operator);
      await operator.say('/jobs');
      await operator.waitForText(/Работа\n/);
      expect((await operator.press('🔁 1')).text).toContain('Снова в очереди');
      operator.close();
    },
    report: async (job) => {
      if (job?.webhook === undefined) throw new Error('No report was asked for.');
      const { raw, headers } = room.fal.webhookOf(job);
      return (await fetch(job.webhook, { method: 'POST', body: new Uint8Array(raw), headers })).status;
    },
    close: async () => {
      await bot.stop();
      await room.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function rowsOf(dataFolder: string): Pick<CloudScene, 'calls' | 'credits'> {
  return {
    calls: async (personId) =>
      await withDatabaseOf(dataFolder, async (client) => {
        const { rows } = await client.query<PaidCall>(
          `select capability, state, coalesce(actual_usd, estimated_usd)::float as usd from ugc.provider_call
           where owner = $1 order by created_at`,
          [`telegram:${personId}`],
        );
        return rows;
      }),
    credits: async (personId) =>
      await withDatabaseOf(dataFolder, async (client) => {
        const { rows } = await client.query<{ balance: number; moves: string }>(
          `select a.balance::int as balance, coalesce((
             select string_agg(split_part(e.idempotency_key, ':', 1), ' ' order by e.id)
             from ugc.ledger_entry e join ugc.production p on p.id::text = e.reference where p.owner = $1), '') as moves
           from ugc.ledger_account a where a.code = 'person:' || $1`,
          [`telegram:${personId}`],
        );
        return rows[0] ?? { balance: Number.NaN, moves: '' };
      }),
  };
}

async function decoded(folder: string, video: Buffer) {
  const path = join(folder, 'played.mp4');
  await writeFile(path, video);
  const ffmpeg = process.env.FFMPEG_PATH ?? 'ffmpeg';
  execFileSync(ffmpeg, ['-v', 'error', '-xerror', '-i', path, '-f', 'null', '-']);
  const about = execFileSync(ffmpeg, ['-v', 'error', '-i', path, '-f', 'ffmetadata', '-']).toString();
  const progress = ['-v', 'error', '-i', path, '-c', 'copy', '-progress', 'pipe:1', '-f', 'null', '-'];
  const told = execFileSync(ffmpeg, progress).toString();
  const seconds = Number(/out_time_us=(\d+)\D+progress=end/s.exec(told)?.[1]) / 1e6;
  return { comment: /^comment=(.*)$/m.exec(about)?.[1] ?? '', seconds };
}
