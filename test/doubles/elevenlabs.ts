import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { text as bodyText } from 'node:stream/consumers';
import { answerTo, type DoubleDesk, type DoubleRoute, type Kept } from './elevenlabs-answers.ts';
import { type DoubleAnswer, refusalBody } from './elevenlabs-rules.ts';
import { doubleModels, doubleVoices } from './elevenlabs-voices.ts';

/**
 * What goes wrong with a call. `drop`: the connection is cut before the request is taken, after it was taken (and
 * charged), or in the middle of the answer. `stallMs`: taken, then silence. `alter`: another answer than it would be.
 */
export type DoubleFault =
  | { readonly answer: DoubleAnswer }
  | { readonly drop: 'before' | 'after' | 'in-body' }
  | { readonly stallMs: number }
  | {
      readonly alter: (body: Record<string, unknown>) => unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface DoubleRequest {
  readonly route: DoubleRoute | undefined;
  readonly method: string;
  readonly url: URL;
  readonly key: string | undefined;
  readonly body: unknown;
}

export interface ElevenLabsDouble {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly requests: readonly DoubleRequest[];
  /** Speeches that were made and charged. */
  readonly paidSubmits: number;
  /** Newest first. */
  readonly history: Kept[];
  /** What tests set. */
  readonly state: DoubleDesk['state'];
  /** The next calls of a route meet these, one each, in turn. */
  fail(route: DoubleRoute, ...faults: readonly DoubleFault[]): void;
  close(): Promise<void>;
}

export interface ElevenLabsDoubleOptions {
  readonly apiKey?: string;
  readonly ffmpegPath: string;
}

interface Desk extends DoubleDesk {
  readonly apiKey: string;
  readonly requests: DoubleRequest[];
  readonly faults: Map<DoubleRoute, DoubleFault[]>;
}

/** ElevenLabs' HTTP interface on loopback, as it is documented: strict, counted, and broken on demand. */
export async function startElevenLabsDouble(options: ElevenLabsDoubleOptions): Promise<ElevenLabsDouble> {
  const desk: Desk = {
    apiKey: options.apiKey ?? 'sk_double_0123456789abcdef',
    ffmpegPath: options.ffmpegPath,
    requests: [],
    history: [],
    faults: new Map(),
    paidSubmits: 0,
    speaking: 0,
    state: {
      voices: [],
      voicesPerPage: 2,
      maxConcurrent: 4,
      latencyMs: 0,
      usedCredits: 1000,
      limitCredits: 100_000,
      limits: { eleven_multilingual_v2: 10_000, eleven_flash_v2_5: 40_000, eleven_v3: 3000 },
      keepsHistory: true,
      models: doubleModels,
    },
  };
  const server = createServer((request, response) => {
    handle(desk, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  desk.state.voices = doubleVoices(baseUrl);
  return {
    baseUrl,
    apiKey: desk.apiKey,
    state: desk.state,
    requests: desk.requests,
    history: desk.history,
    get paidSubmits() {
      return desk.paidSubmits;
    },
    fail: (route, ...faults) => {
      desk.faults.set(route, [...(desk.faults.get(route) ?? []), ...faults]);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const routes: readonly (readonly [DoubleRoute, RegExp])[] = [
  ['speech', /^\/v1\/text-to-speech\/[^/]+\/with-timestamps$/],
  ['voices', /^\/v2\/voices$/],
  ['models', /^\/v1\/models$/],
  ['subscription', /^\/v1\/user\/subscription$/],
  ['history', /^\/v1\/history(?:\/[^/]+(?:\/audio)?)?$/],
  ['preview', /^\/previews\/[^/]+\.mp3$/],
];

async function handle(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://double');
  const route = routes.find(([, pattern]) => pattern.test(url.pathname))?.[0];
  const key = request.headers['xi-api-key'];
  const typed = await bodyText(request);
  const body: unknown = typed === '' ? undefined : JSON.parse(typed);
  desk.requests.push({ route, method: request.method ?? '', url, key: key?.toString(), body });
  const fault = route && desk.faults.get(route)?.shift();
  if (fault && 'drop' in fault && fault.drop === 'before') return void request.socket.destroy();
  if (fault && 'answer' in fault) return send(response, fault.answer);
  if (route !== 'preview' && key !== desk.apiKey) {
    const code = key === undefined ? 'missing_api_key' : 'invalid_api_key';
    return send(response, { status: 401, body: refusalBody(code) });
  }
  await delay(desk.state.latencyMs);
  const answer = await answerTo(desk, route, url, request.method ?? '', body);
  await deliver(request, response, answer, fault);
}

async function deliver(
  request: IncomingMessage,
  response: ServerResponse,
  answer: DoubleAnswer,
  fault: DoubleFault | undefined,
): Promise<void> {
  if (fault && 'alter' in fault) {
    const body = fault.alter(answer.body as Record<string, unknown>);
    return send(response, { ...answer, headers: { ...answer.headers, ...fault.headers }, body });
  }
  if (fault && 'stallMs' in fault) await delay(fault.stallMs);
  if (fault && 'drop' in fault && fault.drop === 'after') return void request.socket.destroy();
  if (!fault || !('drop' in fault)) return send(response, answer);
  const whole = JSON.stringify(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.write(whole.slice(0, whole.length >> 1), () => request.socket.destroy());
}

function send(response: ServerResponse, { status, body, headers }: DoubleAnswer): void {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  response.writeHead(status, { 'content-type': isRaw ? 'text/html' : 'application/json', ...headers });
  response.end(isRaw ? body : JSON.stringify(body));
}
