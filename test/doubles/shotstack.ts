import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { editSchema } from '@shotstack/schemas/zod';
import type { Edit } from '../../src/providers/shotstack/edit.ts';
import { renderEdit } from './shotstack-render.ts';
import { owner, type Route, routeOf, type Stage } from './shotstack-routes.ts';
import { ShotstackSources, type SourceCall } from './shotstack-sources.ts';
import { type Answer, bodyOf, json, parsed, post, sendFile } from './shotstack-wire.ts';

/** What a route does the next time instead of its work. */
export type Trouble =
  | { readonly answer: number; readonly headers?: Record<string, string>; readonly body?: string }
  /** The connection breaks before or after the request was taken. */
  | 'reset-before'
  | 'reset-after'
  /** No answer before the caller gives up; 'silent-after': the request was taken. */
  | 'silent-before'
  | 'silent-after'
  | { readonly replaceAnswer: string };

export interface RenderBehaviour {
  /** Statuses one after the other, one a question, before it is done. */
  readonly walk?: readonly string[];
  readonly failsWith?: string;
  readonly result?: 'whole' | 'truncated' | 'expired' | 'other-size' | 'no-video';
  readonly billableSeconds?: number;
  /** Where it says that the result is, instead of where it is. */
  readonly resultUrl?: string;
}

interface Render {
  readonly id: string;
  readonly stage: Stage;
  readonly edit: Edit;
  readonly behaviour: RenderBehaviour;
  asked: number;
  /** Drawn when it is first needed, and once. */
  output(): Promise<string>;
}

export interface ShotstackDoubleOptions {
  readonly ffmpegPath: string;
  readonly keys?: Readonly<Record<Stage, string>>;
  /** Waits between the tries of a callback, which the vendor makes 10 of. */
  readonly callbackWaitsMs?: readonly number[];
}

const usualWalk = ['queued', 'fetching', 'preprocessing', 'rendering', 'generating', 'saving'];

/** Shotstack's Edit and Ingest API on the loopback, as its reference, its guides and its schema package describe them. */
export async function openShotstackDouble(options: ShotstackDoubleOptions): Promise<ShotstackDouble> {
  const double = new ShotstackDouble(options);
  await double.listen();
  return double;
}

export class ShotstackDouble {
  readonly keys: Readonly<Record<Stage, string>>;
  /** Renders that were taken: each is paid for. */
  submits = 0;
  statusQuestions = 0;
  /** Edits as they came, valid or not. */
  readonly edits: unknown[] = [];
  /** Each callback's body, and what was answered; 0 where nothing was. */
  readonly callbacks: { readonly status: string; readonly answered: number }[] = [];
  /** Where a key was shown that must not have been. */
  readonly leakedKeys: string[] = [];
  next: RenderBehaviour = {};
  readonly #troubles = new Map<Route, Trouble[]>();
  readonly #renders = new Map<string, Render>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'shotstack-double-'));
  readonly #options: ShotstackDoubleOptions;
  /** Uploaded files. */
  readonly sources = new ShotstackSources(this.#folder);
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #closing = new AbortController();
  #address = '';

  constructor(options: ShotstackDoubleOptions) {
    this.#options = options;
    this.keys = options.keys ?? { v1: 'production-key-0123456789', stage: 'sandbox-key-0123456789' };
  }

  get address(): string {
    return this.#address;
  }

  async listen(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(0, '127.0.0.1', resolve);
    await promise;
    this.#address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#closing.abort();
    this.#server.closeAllConnections();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What the next calls of a route meet, in this order; then all is well again. */
  trouble(route: Route, ...troubles: readonly Trouble[]): void {
    this.#troubles.set(route, [...troubles]);
  }

  editOf(renderId: string): Edit | undefined {
    return this.#renders.get(renderId)?.edit;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response);
    } catch (error) {
      if (!response.headersSent) json(response, 500, { message: String(error) });
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#address);
    const matched = routeOf(request.method ?? '', url.pathname);
    if (!matched) return json(response, 404, { message: 'Not Found' });
    const { route, stage, id } = matched;
    const isApi = stage !== undefined;
    const key = request.headers['x-api-key'];
    if (!isApi && key !== undefined) this.leakedKeys.push(url.pathname);
    const body = await bodyOf(request);
    if (isApi && key !== this.keys[stage]) return json(response, 403, { message: 'Forbidden' });
    const trouble = this.#troubles.get(route)?.shift();
    if (trouble === 'reset-before') return void response.destroy();
    if (trouble === 'silent-before') return;
    if (trouble !== undefined && typeof trouble === 'object' && 'answer' in trouble) {
      response.writeHead(trouble.answer, { 'content-type': 'application/json', ...trouble.headers });
      return void response.end(trouble.body ?? '');
    }
    const answer = await this.#work(route, {
      stage: stage ?? 'v1',
      id,
      url,
      body,
      method: request.method ?? '',
    });
    if (trouble === 'reset-after') return void response.destroy();
    if (trouble === 'silent-after') return;
    if (trouble !== undefined) return void response.end(trouble.replaceAnswer);
    if ('file' in answer) return sendFile(response, answer.file, answer.bytes);
    json(response, answer.status, answer.body);
  }

  async #work(route: Route, call: Call): Promise<Answer> {
    switch (route) {
      case 'render':
        return this.#takeRender(call);
      case 'status':
        return await this.#tellRender(call);
      case 'upload':
        return this.sources.offerUpload(this.#address);
      case 'put':
        return this.sources.takeBytes(call);
      case 'source':
        return call.url.pathname.endsWith('/source')
          ? this.sources.file(call)
          : this.sources.tell(call, this.#address);
      case 'output':
        return await this.#outputFile(call);
      case 'templates':
        return { status: 200, body: { success: true, message: 'OK', response: { owner, templates: [] } } };
    }
  }

  #takeRender({ stage, body }: Call): Answer {
    const edit: unknown = parsed(body);
    this.edits.push(edit);
    const judged = editSchema.safeParse(edit);
    if (!judged.success) {
      const [issue] = judged.error.issues;
      const error = `"${issue?.path.join('.')}" ${issue?.message}`;
      return { status: 400, body: { success: false, message: 'Bad Request', response: { error } } };
    }
    const id = randomUUID();
    const folder = join(this.#folder, id);
    mkdirSync(folder);
    const behaviour = this.next;
    this.next = {};
    const accepted = edit as Edit;
    const drawn = behaviour.result === 'other-size' ? halved(accepted) : accepted;
    let rendering: Promise<string> | undefined;
    const output = () => (rendering ??= renderEdit(drawn, folder, this.#options.ffmpegPath));
    const render: Render = { id, stage, edit: accepted, behaviour, asked: 0, output };
    this.#renders.set(id, render);
    this.submits += 1;
    void this.#callBack(render);
    const response = { message: 'Render Successfully Queued', id };
    return { status: 201, body: { success: true, message: 'Created', response } };
  }

  async #tellRender({ stage, id, url }: Call): Promise<Answer> {
    this.statusQuestions += 1;
    const render = this.#renders.get(id);
    if (render?.stage !== stage) {
      return { status: 400, body: { success: false, message: 'Bad Request', response: {} } };
    }
    const walk = render.behaviour.walk ?? usualWalk;
    const status = walk[render.asked++];
    const told = status === undefined ? await this.#end(render) : { status, error: '' };
    const { billableSeconds } = render.behaviour;
    const response = {
      ...{
        id,
        owner,
        plan: 'basic',
        duration: 3,
        renderTime: 9433.44,
        poster: null,
        thumbnail: null,
        ...told,
      },
      ...(billableSeconds !== undefined && { billable: billableSeconds }),
      // Unless it is told not to, it echoes the edit with all its links.
      ...(url.searchParams.get('data') !== 'false' && { data: render.edit }),
      ...{ created: '2026-01-01T09:42:29.446Z', updated: '2026-01-01T09:42:39.168Z' },
    };
    return { status: 200, body: { success: true, message: 'OK', response } };
  }

  async #end({ id, output, behaviour }: Render): Promise<{ status: string; error: string; url?: string }> {
    if (behaviour.failsWith !== undefined) return { status: 'failed', error: behaviour.failsWith };
    try {
      await output();
      const own = `${this.#address}/output/${owner}/${id}.mp4?Signature=result`;
      return { status: 'done', error: '', url: behaviour.resultUrl ?? own };
    } catch (error) {
      return { status: 'failed', error: error instanceof Error ? error.message : 'unknown' };
    }
  }

  async #outputFile({ id }: Call): Promise<Answer> {
    const render = this.#renders.get(id);
    const result = render?.behaviour.result ?? 'whole';
    if (!render || result === 'expired') return { status: 403, body: { message: 'AccessDenied' } };
    const file = await render.output();
    if (result === 'truncated') return { file, bytes: Math.floor(statSync(file).size / 2) };
    if (result === 'whole') return { file };
    const other = join(this.#folder, `${id}-other`);
    writeFileSync(other, result === 'no-video' ? '<html>Not a video</html>' : readFileSync(file));
    return { file: other };
  }

  /** Sent when a render ends, and again until it is taken; a copy to the vendor's hosting is told of besides. */
  async #callBack(render: Render): Promise<void> {
    const { callback } = render.edit;
    if (callback === undefined) return;
    const ended = await this.#end(render);
    render.asked = Number.MAX_SAFE_INTEGER;
    const { status, url = null } = ended;
    const completed = '2026-02-24T11:52:20.810Z';
    const told = {
      type: 'edit',
      action: 'render',
      id: render.id,
      owner,
      status,
      url,
      error: ended.error,
      completed,
    };
    const waits = this.#options.callbackWaitsMs ?? [1, 2, 4, 8, 16, 32, 64, 128, 256];
    for (const waitMs of [0, ...waits]) {
      await delay(waitMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      if (this.#closing.signal.aborted) return;
      const answered = await post(callback, told);
      this.callbacks.push({ status, answered });
      if (answered >= 200 && answered < 400) return;
    }
  }
}

interface Call extends SourceCall {
  readonly stage: Stage;
}

function halved({ output, ...edit }: Edit): Edit {
  const half = (length: number) => 2 * Math.round(length / 4);
  return {
    ...edit,
    output: { ...output, size: { width: half(output.size.width), height: half(output.size.height) } },
  };
}
