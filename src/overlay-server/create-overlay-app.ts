import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { accessLog } from '../http/access-log.ts';
import { answerError, answerNotFound } from '../http/error-answer.ts';
import { fileRoute } from '../http/file-route.ts';
import type { PeerBindings } from '../http/peer.ts';
import { securityHeaders } from '../http/security-headers.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../platform/log/log.ts';
import { admission, type ServerToken } from './admission.ts';
import type { KeptResults } from './kept-results.ts';
import type { JobState, OverlayJobs } from './overlay-jobs.ts';
import { readOverlayOrder } from './overlay-order.ts';

export interface OverlayDoors {
  readonly jobs: OverlayJobs;
  readonly results: KeptResults;
  readonly token: ServerToken;
  /** How callers reach this server, without a closing slash; else as they just did. */
  readonly publicUrl: string | undefined;
  readonly log: Log;
}

/** A link and a few numbers. */
const maxBodyBytes = 65_536;
const idempotencyKey = /^[\w:.-]{1,200}$/;

/** Submit, status and result, as the functions on Modal answer them, and the files that results are. */
export function createOverlayApp(doors: OverlayDoors): Hono<PeerBindings> {
  const { jobs, results, log } = doors;
  const app = new Hono<PeerBindings>();
  app.onError((error, context) => answerError(context, error, log));
  app.notFound(answerNotFound);
  app.use(accessLog(log));
  app.use(securityHeaders);
  app.get('/health', (context) =>
    context.json({ status: 'ok', jobs: { working: jobs.working, waiting: jobs.waiting } }),
  );
  app.get('/files/:id/:secret/:name', fileRoute({ openLink: async (url) => await openFile(results, url) }));
  app.use('/submit', admission(doors.token));
  app.use('/status', admission(doors.token));
  app.use('/result', admission(doors.token));
  app.post('/submit', bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge }), async (context) => {
    const order = readOverlayOrder(parsed(await context.req.text()));
    const jobId = await jobs.submit(order, keyOf(context.req.header('idempotency-key')));
    return context.json({ job_id: jobId, status: 'submitted' });
  });
  app.get('/status', (context) => {
    const id = jobIdOf(context.req.query('job_id'));
    const job = jobs.look(id);
    return context.json({ status: job.state, job_id: id, ...errorOf(job) });
  });
  app.get('/result', (context) => {
    const id = jobIdOf(context.req.query('job_id'));
    const job = jobs.look(id);
    const base = doors.publicUrl ?? new URL(context.req.url).origin;
    return context.json({ ...resultOf(job, id, base), job_id: id, ...errorOf(job) });
  });
  for (const path of ['/submit', '/status', '/result']) {
    app.all(path, (context) => {
      const message = `${path} is asked by ${path === '/submit' ? 'POST' : 'GET'}.`;
      return context.json({ error: 'method-not-allowed', message }, 405);
    });
  }
  return app;
}

function tooLarge(): Response {
  const message = `At most ${maxBodyBytes} bytes are allowed.`;
  return Response.json({ error: 'too-large', message }, { status: 413 });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid-arguments', 'The body is not JSON.');
  }
}

function keyOf(header: string | undefined): string | undefined {
  if (header === undefined || idempotencyKey.test(header)) return header;
  throw new AppError(
    'invalid-arguments',
    'Idempotency-Key: 1 to 200 letters, digits and : . _ - are allowed.',
  );
}

function jobIdOf(given: string | undefined): string {
  if (given !== undefined && given !== '') return given;
  throw new AppError('invalid-arguments', 'Say which job: ?job_id=…');
}

function errorOf(job: JobState): { readonly error?: string } {
  return job.state === 'failed' ? { error: job.error ?? 'It failed.' } : {};
}

/** What was asked for last is told first in the predecessors' answers: `success` where `status` says `completed`. */
function resultOf(job: JobState, id: string, base: string): Readonly<Record<string, unknown>> {
  if (job.state !== 'completed') return { status: job.state };
  const overlayUrl = job.putAt ?? `${base}/files/${id}/${job.secret}/${job.file}`;
  return { status: 'success', overlay_url: overlayUrl, processing_time: job.processingSeconds };
}

async function openFile(results: KeptResults, { pathname }: URL) {
  const [, , id = '', secret = ''] = pathname.split('/');
  return await results.open(id, secret);
}
