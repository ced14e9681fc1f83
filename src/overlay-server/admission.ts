import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/** `KEY.SECRET`, as Modal's proxy tokens are written in one header; undefined lets everybody in. */
export type ServerToken = string | undefined;

/** By `Modal-Key` and `Modal-Secret`, or by `Authorization: Bearer KEY.SECRET`. */
export function admission(token: ServerToken): MiddlewareHandler {
  return async (context, next) => {
    if (token === undefined) return await next();
    const key = context.req.header('modal-key');
    const secret = context.req.header('modal-secret');
    const bearer = /^Bearer (\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const shown = key !== undefined && secret !== undefined ? `${key}.${secret}` : bearer;
    if (shown !== undefined && isSame(shown, token)) return await next();
    const message =
      'Show the token of this server: Modal-Key and Modal-Secret, or Authorization: Bearer KEY.SECRET.';
    return context.json({ error: 'unauthorized', message }, 401);
  };
}

/** Takes as long for any two texts. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
