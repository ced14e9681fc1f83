import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { WebhookDoor } from './http-doors.ts';

/** Telegram's updates are a few kB. */
const maxBodyBytes = 1 << 20;

const secretHeader = 'x-telegram-bot-api-secret-token';

/** Takes an update: who sends it is judged by the door, which is given the secret's header. */
export function webhookRoute(
  door: WebhookDoor,
): [MiddlewareHandler, MiddlewareHandler, (context: Context) => Promise<Response>] {
  const guard: MiddlewareHandler = async (context, next) => {
    if (!(await door.admits(context.req.header(secretHeader)))) return new Response(null, { status: 401 });
    return await next();
  };
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
      const text = await context.req.text();
      let body: unknown;
      try {
        body = JSON.parse(text);
      } catch {
        return context.json({ error: 'invalid-arguments', message: 'The body is not JSON.' }, 400);
      }
      const { status } = await door.receive(body, context.req.header(secretHeader));
      return new Response(null, { status });
    },
  ];
}
