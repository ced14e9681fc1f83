import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { answerNotFound } from './error-answer.ts';
import type { HookDoor } from './http-doors.ts';

/** A report names a job; some bring its whole result as text. */
const maxBodyBytes = 1 << 20;

/** Takes a service's report: who sent it, and about what, is judged by the door. */
export function hookRoute(
  door: HookDoor,
): [MiddlewareHandler, MiddlewareHandler, (context: Context) => Promise<Response>] {
  const guard: MiddlewareHandler = async (context, next) =>
    door.knows(context.req.param('provider') ?? '') ? await next() : answerNotFound(context);
  const limit = bodyLimit({
    maxSize: maxBodyBytes,
    onError: (context) =>
      context.json(
        { error: 'invalid-arguments', message: `At most ${maxBodyBytes} bytes are allowed.` },
        413,
      ),
  });
  return [
    guard,
    limit,
    async (context) => {
      const { provider = '', token = '' } = context.req.param() as Record<string, string>;
      const raw = Buffer.from(await context.req.arrayBuffer());
      const { status } = await door.receive({ provider, token, raw, headers: context.req.raw.headers });
      return new Response(null, { status });
    },
  ];
}
