import type { MiddlewareHandler } from 'hono';
import { type Log, logOf } from '../platform/log/log.ts';

/** Asked for every few seconds by machines: told only to who wants to know everything. */
const quiet = /^\/(health|ready|metrics|sandbox\/)/;

/**
 * One line a request, without its query: that holds a link's signature. Of a file not even the path is told, since it
 * names its owner; of a service's report neither, since whoever knows it may send one.
 */
export function accessLog(log: Log): MiddlewareHandler {
  const lines = logOf(log, 'platform');
  return async (context, next) => {
    const startedAt = performance.now();
    await next();
    const { method, path } = context.req;
    const fields = {
      method,
      path: path.replace(/^\/(files|hooks)\/.*/s, '/$1/…').slice(0, 200),
      status: context.res.status,
      ms: Math.round(performance.now() - startedAt),
    };
    if (quiet.test(path)) lines.debug(fields, 'Answered a request.');
    else lines.info(fields, 'Answered a request.');
  };
}
