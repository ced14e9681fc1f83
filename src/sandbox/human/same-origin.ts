import { ApiError } from '../wire/api-error.ts';

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses what another site's page sends or a name that was made to point here: whoever drives the sandbox reads and
 * writes everybody's chats.
 */
export function requireSameOrigin(request: Request, allowedHosts: readonly string[]): void {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  if (!loopbackNames.has(name) && !allowedHosts.includes(name)) {
    throw new ApiError(403, 'The sandbox answers under this machine’s own names alone.');
  }
  const origin = request.headers.get('origin');
  if (origin !== null && (!URL.canParse(origin) || new URL(origin).host !== host)) {
    throw new ApiError(403, 'Another site’s page may not use the sandbox.');
  }
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') {
    throw new ApiError(403, 'Another site’s page may not use the sandbox.');
  }
}
