import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { answerWithFault, type ModalFault, strikesBefore } from './modal-faults.ts';

interface Fixture {
  readonly status: number;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly text?: string;
}
const fixtures = JSON.parse(
  await readFile(new URL('../fixtures/modal/answers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Fixture>>;

type Route = 'submit' | 'status' | 'result' | 'files';

/** How a job ends: well, badly, as one whose result has expired, or never as far as anybody is told. */
export type JobFate = 'done' | 'failed' | 'expired' | 'processing for ever';

export interface ModalDoubleOptions {
  /** Wanted in `Modal-Key` and `Modal-Secret`; none are wanted where it is absent. */
  readonly token?: { readonly key: string; readonly secret: string };
  /** Makes the file that a job is answered with: given the lent video, gives the overlay's bytes. */
  readonly work: (video: Buffer, job: Readonly<Record<string, unknown>>) => Promise<Buffer>;
}

/** A GPU endpoint as Modal serves it, on loopback: three functions, jobs that go on by themselves, faults on demand. */
export interface ModalDouble {
  /** For MODAL_OVERLAY_ENDPOINT. */
  readonly endpoint: string;
  /** Faults of the next requests, by route, in order. */
  readonly next: Record<Route, ModalFault[]>;
  /** Of jobs that are submitted from now on. */
  fate: JobFate;
  /** Answers that say `processing` before the job is told to be done. */
  pollsBeforeDone: number;
  /** The address that results are said to be at, instead of their own. */
  resultUrl: string | undefined;
  /** Jobs taken: each has been paid for. */
  readonly paidSubmits: number;
  readonly requests: readonly { readonly route: string; readonly headers: IncomingMessage['headers'] }[];
  readonly jobs: readonly Readonly<Record<string, unknown>>[];
  close(): void;
}

interface Job {
  readonly id: string;
  readonly order: Readonly<Record<string, unknown>>;
  readonly fate: JobFate;
  pollsLeft: number;
  readonly made: Promise<Buffer | undefined>;
}

/** What the deployed function takes as its arguments: anything else would end it with a TypeError. */
const knownFields = new Set([
  ...['video_url', 'container', 'engine', 'shape', 'threshold', 'feather', 'circle_radius'],
  ...['circle_center_x', 'circle_center_y', 'circle_auto_center', 'rembg_model'],
]);

export async function openModalDouble(options: ModalDoubleOptions): Promise<ModalDouble> {
  const double = new Double(options);
  await double.listen();
  return double;
}

class Double implements ModalDouble {
  endpoint = '';
  readonly next: Record<Route, ModalFault[]> = { submit: [], status: [], result: [], files: [] };
  fate: JobFate = 'done';
  pollsBeforeDone = 1;
  resultUrl: string | undefined;
  readonly requests: { route: string; headers: IncomingMessage['headers'] }[] = [];
  readonly #options: ModalDoubleOptions;
  readonly #jobs = new Map<string, Job>();
  readonly #held = new Map<string, { fixture: Fixture; redirects: number }>();
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.socket?.destroy());
  });

  constructor(options: ModalDoubleOptions) {
    this.#options = options;
  }

  get paidSubmits(): number {
    return this.#jobs.size;
  }

  get jobs(): readonly Readonly<Record<string, unknown>>[] {
    return [...this.#jobs.values()].map(({ order }) => order);
  }

  async listen(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    this.endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/submit`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.endpoint);
    const route = url.pathname.split('/')[1] as Route;
    this.requests.push({ route, headers: request.headers });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (route === 'files') return await this.#serveFile(url, response);
    const held = url.searchParams.get('__modal_function_call_id');
    if (held !== null) return this.#answerHeld(held, request, url, response);
    const fault = this.next[route]?.shift();
    if (fault !== undefined && strikesBefore(fault)) return void answerWithFault(fault, '', response);
    const fixture = this.#isAdmitted(request)
      ? this.#call(request, url, Buffer.concat(chunks).toString())
      : fixtures['no-token'];
    await this.#send(fixture ?? { status: 404 }, fault, url, response);
  }

  async #send(
    fixture: Fixture,
    fault: ModalFault | undefined,
    url: URL,
    response: ServerResponse,
  ): Promise<void> {
    const body = fixture.text ?? JSON.stringify(fixture.body);
    if (typeof fault === 'object' && 'coldStartMs' in fault) await delay(fault.coldStartMs);
    if (typeof fault === 'object' && 'redirectTo' in fault) {
      return void response.writeHead(303, { location: fault.redirectTo }).end();
    }
    if (typeof fault === 'object' && 'redirects' in fault) {
      const id = `fc-${randomBytes(8).toString('hex')}`;
      this.#held.set(id, { fixture, redirects: fault.redirects });
      return redirect(url, id, response);
    }
    if (fault !== undefined && answerWithFault(fault, body, response) === 'answered') return;
    response
      .writeHead(fixture.status, { 'content-type': fixture.text ? 'text/plain' : 'application/json' })
      .end(body);
  }

  #answerHeld(id: string, request: IncomingMessage, url: URL, response: ServerResponse): void {
    const held = this.#held.get(id);
    if (held) held.redirects -= 1;
    if (held && held.redirects > 0 && request.method === 'GET') redirect(url, id, response);
    else {
      const { status, text, body } = this.#endOfChain(held?.fixture, request) ?? { status: 404 };
      response.writeHead(status, { 'content-type': 'application/json' }).end(text ?? JSON.stringify(body));
    }
  }

  #endOfChain(held: Fixture | undefined, request: IncomingMessage): Fixture | undefined {
    if (request.method !== 'GET') return fixtures['bad-redirect-method'];
    return this.#isAdmitted(request) ? (held ?? fixtures['not-deployed']) : fixtures['no-token'];
  }

  #isAdmitted({ headers }: IncomingMessage): boolean {
    const { token } = this.#options;
    return !token || (headers['modal-key'] === token.key && headers['modal-secret'] === token.secret);
  }

  #call(request: IncomingMessage, url: URL, body: string): Fixture | undefined {
    if (url.pathname === '/submit') {
      return request.method === 'POST'
        ? this.#submit(body)
        : { status: 405, body: { detail: 'Method Not Allowed' } };
    }
    const jobId = url.searchParams.get('job_id');
    if (jobId === null) return fixtures['missing-field'];
    const job = this.#jobs.get(jobId);
    if (!job) return fixtures.crashed;
    return url.pathname === '/status' ? this.#status(job) : this.#result(job);
  }

  #submit(body: string): Fixture {
    const order = JSON.parse(body) as Record<string, unknown>;
    const unknown = Object.keys(order).filter((field) => !knownFields.has(field));
    if (unknown.length > 0 || typeof order.video_url !== 'string') {
      return { status: 422, body: { detail: [{ type: 'value_error', loc: ['body'], msg: unknown.join() }] } };
    }
    const id = `fc-${randomBytes(13).toString('hex')}`;
    const made =
      this.fate === 'done' ? this.#make(order).catch(() => undefined) : Promise.resolve<undefined>(undefined);
    this.#jobs.set(id, { id, order, fate: this.fate, pollsLeft: this.pollsBeforeDone, made });
    return { status: 200, body: { job_id: id, status: 'submitted' } };
  }

  async #make(order: Readonly<Record<string, unknown>>): Promise<Buffer> {
    const fetched = await fetch(String(order.video_url));
    if (!fetched.ok) throw new Error(`the video answers ${fetched.status}`);
    return await this.#options.work(Buffer.from(await fetched.arrayBuffer()), order);
  }

  #status(job: Job): Fixture {
    job.pollsLeft -= 1;
    return told(this.#state(job), job);
  }

  #result(job: Job): Fixture {
    const state = this.#state(job);
    if (state !== 'completed') return told(state, job);
    const own = new URL(`/files/${job.id}`, this.endpoint).href;
    const body = { ...fixtures.success?.body, job_id: job.id, overlay_url: this.resultUrl ?? own };
    return { status: 200, body };
  }

  #state({ fate, pollsLeft }: Job): 'processing' | 'completed' | 'failed' | 'expired' {
    if (pollsLeft >= 0 || fate === 'processing for ever') return 'processing';
    return fate === 'done' ? 'completed' : fate;
  }

  async #serveFile(url: URL, response: ServerResponse): Promise<void> {
    const fault = this.next.files.shift();
    const bytes = await this.#jobs.get(url.pathname.split('/')[2] ?? '')?.made;
    if (fault !== undefined && answerWithFault(fault, String(bytes), response) === 'answered') return;
    if (!bytes) return void response.writeHead(404).end();
    response
      .writeHead(200, { 'content-type': 'binary/octet-stream', 'content-length': bytes.length })
      .end(bytes);
  }
}

function told(name: 'processing' | 'completed' | 'failed' | 'expired', { id }: Job): Fixture {
  const fixture = fixtures[name];
  return { status: 200, body: { ...fixture?.body, job_id: id } };
}

function redirect(url: URL, id: string, response: ServerResponse): void {
  const location = new URL(url.pathname, url);
  location.searchParams.set('__modal_function_call_id', id);
  response.writeHead(303, { location: location.href }).end();
}
