import type { Role } from '../cli/start.ts';
import { createHttpApp } from '../http/create-http-app.ts';
import type { HookDoor, HttpDoors, PageHandler, ServedFile, WebhookDoor } from '../http/http-doors.ts';
import { createMetrics, type Metrics } from '../http/metrics.ts';
import { createReadiness, type PartCheck } from '../http/readiness.ts';
import { type RunningServer, startServer } from '../http/start-server.ts';
import type { Workload } from '../actions/workload/read-workload.ts';
import { AppError, isAppError } from '../kernel/errors.ts';
import type { Config } from '../platform/config/config.ts';
import type { ServiceHealth } from '../platform/service/service-client.ts';
import type { Log } from '../platform/log/log.ts';

/** Who answers behind the port, once they are there. */
export interface Hosts {
  readonly checks: Readonly<Record<string, PartCheck>>;
  readWorkload(): Promise<Workload | undefined>;
  openLink(url: URL): Promise<ServedFile>;
  admitsUpdate: WebhookDoor['admits'];
  receiveUpdate: WebhookDoor['receive'];
  botUsername(): string | undefined;
  readonly hooks: HookDoor;
  /** How the services outside do, as this process sees them. */
  services(): readonly ServiceHealth[];
}

export interface FrontDoor {
  /** Undefined where a worker found the port taken by the web role beside it. */
  readonly port: number | undefined;
  readonly metrics: Metrics;
  /** From now on they answer; before that everything but /health says that it is starting. */
  let(hosts: Hosts): void;
  /** The sandbox's page, which answers before the rest does. */
  letPage(page: PageHandler): void;
  close(): Promise<void>;
}

export interface FrontDoorOptions {
  readonly config: Config;
  readonly role: Role;
  readonly run: string;
  readonly log: Log;
}

/** Listens at once. Throws `conflict` where the port is taken, unless it is a worker's, who can do without. */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  let hosts: Hosts | undefined;
  const page = Promise.withResolvers<PageHandler>();
  const present = (): Hosts => {
    if (!hosts) throw new AppError('provider-unavailable', 'The bot is starting.', { retryable: true });
    return hosts;
  };
  const metrics = createMetrics(
    async () => await hosts?.readWorkload().catch(() => undefined),
    () => hosts?.services() ?? [],
  );
  const app = createHttpApp(doorsOf(options, metrics, present, page.promise));
  const server = await listen(options, app);
  return {
    port: server?.port,
    metrics,
    let: (arrived) => {
      hosts = arrived;
    },
    letPage: (handler) => page.resolve(handler),
    close: async () => await server?.close(),
  };
}

function doorsOf(
  { config, role, run, log }: FrontDoorOptions,
  metrics: Metrics,
  present: () => Hosts,
  page: Promise<PageHandler>,
): HttpDoors {
  const { telegram } = config;
  const webhook =
    telegram.kind === 'bot' && telegram.updates.kind === 'webhook' && role !== 'worker'
      ? {
          path: new URL(telegram.updates.url).pathname,
          admits: async (secret: string | undefined) => await present().admitsUpdate(secret),
          receive: async (body: unknown, secret: string | undefined) =>
            await present().receiveUpdate(body, secret),
        }
      : undefined;
  const starting = {
    look: async () => ({
      isReady: false,
      parts: [{ part: 'start', isReady: false, why: 'It is starting.' }],
    }),
  };
  const ready = lazily(() => createReadiness(present().checks));
  return {
    log,
    run,
    metrics,
    readiness: { look: async () => await (ready() ?? starting).look() },
    openLink: async (url) => await present().openLink(url),
    botUsername: () => attempt(present)?.botUsername(),
    ...(webhook && { webhook }),
    hooks: {
      // While it is starting every service is told to come again.
      knows: (provider) => attempt(present)?.hooks.knows(provider) ?? true,
      receive: async (call) => await present().hooks.receive(call),
    },
    ...(telegram.kind === 'sandbox' &&
      role !== 'worker' && {
        page: async (request: Request) => await (await page)(request),
      }),
  };
}

async function listen(
  { config: { http }, role, log }: FrontDoorOptions,
  app: ReturnType<typeof createHttpApp>,
): Promise<RunningServer | undefined> {
  try {
    return await startServer(app, http);
  } catch (error) {
    if (role !== 'worker' || !isAppError(error, 'conflict')) throw error;
    log.info({ port: http.port }, 'The port is taken, so this worker answers no health checks.');
    return undefined;
  }
}

/** The value once it can be made; undefined until then. */
function lazily<T>(make: () => T): () => T | undefined {
  let made: T | undefined;
  return () => {
    made ??= attempt(make);
    return made;
  };
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
