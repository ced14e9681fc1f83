import type { Role } from '../cli/start.ts';
import { purgeInbox } from '../actions/inbox/purge-inbox.ts';
import { openOperatorQueues } from '../actions/operators/open-queues.ts';
import type { ActionParts } from '../actions/parts.ts';
import { expirePresenterDrafts } from '../actions/presenters/expire-presenter-drafts.ts';
import { expireDrafts, expireEngineChoices } from '../actions/productions/expire-drafts.ts';
import { workOffNews } from '../actions/productions/work-off-news.ts';
import { openTaskQueues } from '../actions/tasks/task-jobs.ts';
import { stopWorkingOffTasks, workOffTasks } from '../actions/tasks/work-off-tasks.ts';
import { receiveReport } from '../actions/services/receive-report.ts';
import { readWorkload } from '../actions/workload/read-workload.ts';
import { startOperatorWork, startSchedules } from '../admin/operator-work.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Config } from '../platform/config/config.ts';
import type { Log } from '../platform/log/log.ts';
import { fetchSentFile } from '../telegram/files.ts';
import { type OpenApp, openApp, stepsAtATime } from './app.ts';
import type { FrontDoor } from './front-door.ts';
import { type BotConfig, type OpenChat, openChat } from './open-chat.ts';
import { readinessChecks } from './readiness-checks.ts';
import { type Service, stopServices } from './services.ts';
import { startWorker } from './worker.ts';

export interface OpenRoleOptions {
  /** Its Telegram may be the sandbox. */
  readonly config: Config;
  readonly role: Role;
  readonly door: FrontDoor;
  readonly log: Log;
  readonly stopping: AbortSignal;
  onFatal(error: AppError): void;
}

export interface OpenRole {
  /** Hands back what is under way within 10 s in all, and closes everything. */
  close(): Promise<void>;
}

/** Of the ten seconds that a stop may take; the rest is for closing the database. */
const drainMs = 6000;
const draftLifetimeMs = 14 * 24 * 3_600_000;
/** What is held for a production that nobody goes on with is missed sooner. */
const choiceLifetimeMs = 3 * 24 * 3_600_000;
const tasksAtATime = 2;
const newsAtATime = 4;

/** Opens the product and starts what the role asks for. */
export async function openRole(options: OpenRoleOptions): Promise<OpenRole> {
  return await startRole(options, await openApp(options.config, options.log));
}

/** The same with a product that is open already; closes it when the start fails, and in the end. */
export async function startRole(options: OpenRoleOptions, app: OpenApp): Promise<OpenRole> {
  const { config, role, door, log, stopping } = options;
  const services: Service[] = [];
  const close = async () => {
    await stopServices(services, drainMs, log);
    await app.close();
  };
  try {
    const { parts } = app;
    let open: OpenChat | undefined;
    if (role !== 'worker') open = await openWeb(options, parts, services);
    if (role !== 'web') {
      const worker = startWorker(parts, { concurrency: stepsAtATime(), shutdown: stopping });
      services.push({ name: 'worker', stop: async () => await worker.stop() });
    }
    door.let({
      checks: readinessChecks(config.dataFolder, parts, open?.telegram),
      readWorkload: async () => await readWorkload(parts),
      openLink: async (url) => await app.openLink(url),
      admitsUpdate: async (secret) => (await open?.chat.admitsWebhook(secret)) ?? false,
      receiveUpdate: async (body, secret) =>
        (await open?.chat.receiveWebhook(body, secret)) ?? { status: 404 },
      botUsername: () => open?.chat.username(),
      services: () => parts.services(),
      hooks: {
        knows: (provider) => Object.hasOwn(app.reports.verify, provider),
        receive: async (report) => await receiveReport(parts, app.reports, report),
      },
    });
    return { close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Everything but the pipeline: people first, since they may be waiting; then what works in their backs. */
async function openWeb(
  { config, door: { metrics }, stopping, onFatal }: OpenRoleOptions,
  parts: ActionParts,
  services: Service[],
): Promise<OpenChat> {
  const { telegram: kind } = config;
  if (kind.kind !== 'bot') throw new Error('The sandbox has to be opened before the chat.');
  const botConfig: BotConfig = { ...config, telegram: kind };
  await Promise.all([openTaskQueues(parts.queue), openOperatorQueues(parts.queue)]);
  const open = await openChat(botConfig, parts, {
    onFatal,
    onCall: metrics.apiCalled,
    onHandled: ({ kind: what, outcome, seconds }) => {
      metrics.updateHandled(what, outcome);
      if (outcome === 'done') metrics.replied(seconds);
    },
  });
  const { chat, outgoing, telegram, operators } = open;
  services.push(
    { name: 'chat', stop: async () => await chat.stop() },
    { name: 'outgoing', stop: async () => await outgoing.stop() },
    { name: 'tasks', stop: async () => await stopWorkingOffTasks(parts) },
  );
  const taskOptions = {
    concurrency: tasksAtATime,
    shutdown: stopping,
    fetchSentFile: fetchSentFile.bind(undefined, telegram),
  };
  await Promise.all([
    workOffTasks(parts, taskOptions, async (end) => {
      const { personId, taskId } = end;
      await chat.dispatch(
        personId,
        'outcome' in end
          ? { on: 'task-done', taskId, outcome: end.outcome }
          : { on: 'task-failed', taskId, refusal: end.refusal },
      );
    }),
    workOffNews(parts, { concurrency: newsAtATime, shutdown: stopping }, outgoing.tell),
    startOperatorWork(parts, telegram, operators, stopping),
    startSchedules(parts, operators, upkeepOf(parts), stopping),
  ]);
  return open;
}

function upkeepOf(parts: ActionParts) {
  return {
    expireDrafts: async () => {
      await expireDrafts(parts, new Date(Date.now() - draftLifetimeMs));
      await expireEngineChoices(parts, new Date(Date.now() - choiceLifetimeMs));
    },
    expirePresenterDrafts: async () => await expirePresenterDrafts(parts, new Date()),
    purgeInbox: async () => await purgeInbox(parts),
  };
}
