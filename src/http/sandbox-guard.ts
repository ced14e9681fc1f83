import type { MiddlewareHandler } from 'hono';

/**
 * The sandbox has no password: it listens to this machine alone. Other pages in the same browser must not reach it,
 * neither by asking from their own origin nor by a name of theirs that points here (DNS rebinding).
 */
export function refuseForeignPages(hostNames: readonly string[]): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? new URL(context.req.url).host;
    const origin = context.req.header('origin');
    const isOurs = hostNames.includes(nameOf(host)) && (origin === undefined || hostOf(origin) === host);
    const site = context.req.header('sec-fetch-site');
    // A link on another page may open ours; it may not fetch, post to or embed it.
    const isLink = context.req.method === 'GET' && context.req.header('sec-fetch-mode') === 'navigate';
    if (isOurs && (site === undefined || ['same-origin', 'none'].includes(site) || isLink))
      return await next();
    return context.json(
      { error: 'forbidden', message: 'Only the page of this sandbox may ask it, from this machine.' },
      403,
    );
  };
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
