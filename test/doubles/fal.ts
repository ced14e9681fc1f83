import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerWith, type Answer, type FalFault, type FalRoute, json } from './fal-faults.ts';
import {
  appOf,
  cancelAnswer,
  createJobTable,
  type Job,
  type JobEnd,
  type JobTable,
  resultAnswer,
  statusAnswer,
  submitAnswer,
  webhookPayload,
} from './fal-jobs.ts';
import { isModel, type MadeFile, type VideoKnobs } from './fal-models.ts';
import {
  createWebhookSigner,
  type DeliveryFlaws,
  type SignedWebhook,
  type WebhookSigner,
} from './fal-webhooks.ts';

/**
 * Stands for fal.ai on this machine: queue, storage, delivery network, platform API and keys at one address. Really makes
 * videos and pictures of what it is sent. Strict about keys, paths and inputs.
 */
export interface FalDouble {
  readonly url: string;
  readonly apiKey: string;
  readonly jwksUrl: string;
  /** What costs money: submits that were accepted, whatever became of their answers. */
  readonly paidSubmits: number;
  readonly jobs: readonly Job[];
  /** Calls by route, refused ones too. */
  readonly calls: Readonly<Record<FalRoute, number>>;
  /** How often the key came where it has no business: uploads, files, public keys. */
  readonly keyLeaks: number;
  readonly uploads: readonly { readonly name: string; readonly file: MadeFile }[];
  readonly video: { -readonly [Name in keyof VideoKnobs]: VideoKnobs[Name] };
  /** For the next requests of that route, one each. */
  fail(route: FalRoute, ...faults: readonly FalFault[]): void;
  /** For the next jobs, one each. */
  endNext(...ends: readonly JobEnd[]): void;
  /** Jobs wait in the queue until `release`. */
  hold(): void;
  release(): void;
  /** Whether webhooks are sent by itself when a job ends; before the submit's answer where `early`. */
  webhooks: 'sent' | 'lost' | 'early';
  /** What a webhook of that job carries: for deliveries by hand. */
  webhookOf(job: Job, flaws?: DeliveryFlaws): SignedWebhook;
  rotateKeys(): void;
  close(): Promise<void>;
}

export interface FalDoubleOptions {
  readonly apiKey?: string;
  readonly now?: () => Date;
}

interface World {
  readonly apiKey: string;
  readonly baseUrl: () => string;
  readonly files: Map<string, MadeFile>;
  readonly pending: Map<string, { readonly name: string; readonly mime: string }>;
  readonly uploads: { name: string; file: MadeFile }[];
  readonly faults: Map<FalRoute, FalFault[]>;
  readonly calls: Record<FalRoute, number>;
  readonly jobs: JobTable;
  readonly signer: WebhookSigner;
  readonly deliver: (job: Job) => Promise<void>;
  readonly state: { keyLeaks: number; paidSubmits: number; webhooks: FalDouble['webhooks'] };
}

const noCalls: Readonly<Record<FalRoute, number>> = {
  ...{ submit: 0, status: 0, result: 0, cancel: 0, initiate: 0, put: 0, file: 0, list: 0, keys: 0 },
};

export async function startFalDouble(options: FalDoubleOptions = {}): Promise<FalDouble> {
  const now = options.now ?? (() => new Date());
  const video: FalDouble['video'] = {
    ...{ lateSeconds: 0, hasFlash: false, shape: undefined, framesPerSecond: 25 },
  };
  const ends: JobEnd[] = [];
  let isHeld = false;
  const state: World['state'] = { keyLeaks: 0, paidSubmits: 0, webhooks: 'sent' };
  const files = new Map<string, MadeFile>();
  const signer = createWebhookSigner(now);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const baseUrl = () => address;
  const deliver = async (job: Job) => {
    const { raw, headers } = signer.sign(webhookPayload(job), job.id);
    if (job.webhook === undefined) return;
    await fetch(job.webhook, { method: 'POST', body: new Uint8Array(raw), headers }).catch(() => undefined);
  };
  const jobs = createJobTable({
    ...{ baseUrl, now, knobs: () => video, isHeld: () => isHeld, nextEnd: () => ends.shift() },
    publish: (file) => {
      const path = `/files/out/${randomUUID()}_${file.name}`;
      files.set(path, file);
      return `${baseUrl()}${path}`;
    },
    onEnded: (job) => {
      if (state.webhooks === 'sent') void deliver(job);
    },
  });
  const world: World = {
    ...{ apiKey: options.apiKey ?? 'double-id:double-secret', baseUrl, files, jobs, signer, deliver, state },
    ...{ pending: new Map(), uploads: [], faults: new Map(), calls: { ...noCalls } },
  };
  server.on('request', (request, response) => void serve(world, request, response));
  return {
    ...{ url: baseUrl(), apiKey: world.apiKey, jwksUrl: `${baseUrl()}/.well-known/jwks.json`, video },
    ...{ jobs: jobs.all, calls: world.calls, uploads: world.uploads },
    get paidSubmits() {
      return state.paidSubmits;
    },
    get keyLeaks() {
      return state.keyLeaks;
    },
    get webhooks() {
      return state.webhooks;
    },
    set webhooks(mode) {
      state.webhooks = mode;
    },
    fail: (route, ...faults) => void world.faults.set(route, [...(world.faults.get(route) ?? []), ...faults]),
    endNext: (...next) => void ends.push(...next),
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      jobs.release();
    },
    webhookOf: (job, flaws) => signer.sign(webhookPayload(job), job.id, flaws),
    rotateKeys: () => signer.rotate(),
    close: async () => await closed(server),
  };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', world.baseUrl());
  const body = await bodyOf(request).catch(() => undefined);
  if (body === undefined) return;
  const route = routeOf(request.method ?? 'GET', url.pathname);
  if (!route) return void response.writeHead(405).end('{"detail":"Method Not Allowed"}');
  world.calls[route] += 1;
  const fault = world.faults.get(route)?.shift();
  const work = async () => answer(world, route, { request, url, body });
  await answerWith(fault, request, response, work).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Status, result and cancel are addressed by owner and app alone; the longer path is no route of theirs. */
const requestPath = /^\/[^/]+\/[^/]+\/requests\/[^/]+(\/(status|cancel|response))?$/;

function routeOf(method: string, path: string): FalRoute | undefined {
  if (method === 'GET' && path === '/.well-known/jwks.json') return 'keys';
  if (method === 'GET' && path === '/v1/models/requests/by-endpoint') return 'list';
  if (method === 'POST' && path === '/storage/upload/initiate') return 'initiate';
  if (method === 'PUT' && path.startsWith('/put/')) return 'put';
  if (method === 'GET' && path.startsWith('/files/')) return 'file';
  const last = requestPath.exec(path);
  if (method === 'GET' && last) return last[2] === 'status' ? 'status' : 'result';
  if (method === 'PUT' && last?.[2] === 'cancel') return 'cancel';
  return method === 'POST' ? 'submit' : undefined;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly body: Buffer;
}

const keyless: ReadonlySet<FalRoute> = new Set(['put', 'file', 'keys']);

async function answer(world: World, route: FalRoute, asked: Asked): Promise<Answer> {
  const { authorization } = asked.request.headers;
  if (keyless.has(route)) {
    if (authorization !== undefined) world.state.keyLeaks += 1;
  } else if (authorization !== `Key ${world.apiKey}`) {
    return json(401, { detail: 'Cannot access application: invalid key.' });
  }
  return await routes[route](world, asked);
}

const routes: Readonly<Record<FalRoute, (world: World, asked: Asked) => Promise<Answer> | Answer>> = {
  submit: async (world, { url, body }) => {
    const endpoint = url.pathname.slice(1);
    if (!isModel(endpoint)) return json(404, { detail: `Application '${endpoint}' not found` });
    const webhook = url.searchParams.get('fal_webhook') ?? undefined;
    const unknown = [...url.searchParams.keys()].filter((name) => name !== 'fal_webhook');
    if (unknown.length > 0) return json(400, { detail: 'Bad request', error_type: 'bad_request' });
    world.state.paidSubmits += 1;
    const job = world.jobs.submit(endpoint, JSON.parse(body.toString('utf8')), webhook);
    if (world.state.webhooks === 'early') {
      await job.ended;
      await world.deliver(job);
    }
    return submitAnswer(job, world.baseUrl());
  },
  status: (world, asked) => withJob(world, asked, (job) => statusAnswer(job, world.baseUrl())),
  result: (world, asked) => withJob(world, asked, resultAnswer),
  cancel: (world, asked) => withJob(world, asked, cancelAnswer),
  initiate: (world, { url, body }) => {
    const { content_type: mime, file_name: name, ...rest } = JSON.parse(body.toString('utf8'));
    if (
      url.searchParams.get('storage_type') !== 'fal-cdn-v3' ||
      Object.keys(rest).length > 0 ||
      !mime ||
      !name
    ) {
      return json(422, { detail: [{ loc: ['body'], msg: 'Field required', type: 'missing' }] });
    }
    const id = randomUUID();
    world.pending.set(id, { name, mime });
    return json(200, {
      upload_url: `${world.baseUrl()}/put/${id}?X-Signature=signed`,
      file_url: `${world.baseUrl()}/files/b/${id}_${name}`,
    });
  },
  put: (world, { request, url, body }) => {
    const id = url.pathname.split('/').at(-1) ?? '';
    const target = world.pending.get(id);
    if (!target || url.searchParams.get('X-Signature') !== 'signed')
      return json(403, { detail: 'Forbidden' });
    if (request.headers['content-type'] !== target.mime) return json(403, { detail: 'Forbidden' });
    const file = { bytes: body, mime: target.mime, name: target.name };
    world.files.set(`/files/b/${id}_${target.name}`, file);
    world.uploads.push({ name: target.name, file });
    return json(200, {});
  },
  file: ({ files }, { url }) => {
    const file = files.get(decodeURIComponent(url.pathname));
    if (!file) return json(404, { detail: 'Not found' });
    return { status: 200, body: file.bytes, headers: { 'content-type': file.mime } };
  },
  list: (world, { url }) => listAnswer(world, url.searchParams),
  keys: ({ signer }) => json(200, signer.jwks()),
};

function withJob(world: World, { url }: Asked, tell: (job: Job) => Answer): Answer {
  const [, owner, app, , id = ''] = url.pathname.split('/');
  const job = world.jobs.find(`${owner}/${app}`, id);
  return job ? tell(job) : json(404, { status: 'NOT_FOUND' });
}

/** Requests that have ended, the newest first. */
function listAnswer({ jobs }: World, query: URLSearchParams): Answer {
  const endpoint = query.get('endpoint_id');
  if (endpoint === null || appOf(endpoint) === endpoint.split('/')[0])
    return json(422, { error: { type: 'validation_error' } });
  const start = new Date(query.get('start') ?? Date.now() - 86_400_000);
  const limit = Math.min(100, Number(query.get('limit') ?? 50));
  const offset = Number(query.get('cursor') ?? 0);
  const ended = jobs.all
    .filter((job) => job.state === 'completed' && job.endpoint === endpoint && job.sentAt >= start)
    .toReversed();
  const items = ended.slice(offset, offset + limit).map((job) => ({
    ...{ request_id: job.id, endpoint_id: job.endpoint, sent_at: job.sentAt.toISOString() },
    ...{ status_code: job.error?.status ?? 200, duration: 7.8 },
    ...(query.get('expand') === 'payloads' && { json_input: job.input, json_output: job.output }),
  }));
  const has_more = offset + limit < ended.length;
  return json(200, { items, has_more, next_cursor: has_more ? String(offset + limit) : null });
}
