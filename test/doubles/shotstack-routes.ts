export type Stage = 'v1' | 'stage';
export type Route = 'render' | 'status' | 'upload' | 'put' | 'source' | 'output' | 'templates';

export const owner = 'msgtwx8iw6';

export interface Matched {
  readonly route: Route;
  /** Of the API's own routes, which want a key. */
  readonly stage?: Stage;
  readonly id: string;
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ksuid = '[0-9a-z]{8}(?:-[0-9a-z]{4}){3}-[0-9a-z]{12}';
const routes: readonly (readonly [string, RegExp, Route])[] = [
  ['POST', /^\/edit\/(?<stage>v1|stage)\/render$/, 'render'],
  ['GET', new RegExp(`^/edit/(?<stage>v1|stage)/render/(?<id>${uuid})$`), 'status'],
  ['GET', /^\/edit\/(?<stage>v1|stage)\/templates$/, 'templates'],
  ['POST', /^\/ingest\/(?<stage>v1|stage)\/upload$/, 'upload'],
  ['GET', new RegExp(`^/ingest/(?<stage>v1|stage)/sources/(?<id>${ksuid})$`), 'source'],
  ['DELETE', new RegExp(`^/ingest/(?<stage>v1|stage)/sources/(?<id>${ksuid})$`), 'source'],
  ['PUT', new RegExp(`^/signed/${owner}/(?<id>${ksuid})/source$`), 'put'],
  ['GET', new RegExp(`^/sources/[0-9a-f]{12}/(?<id>${ksuid})/source$`), 'source'],
  ['GET', new RegExp(`^/output/${owner}/(?<id>${uuid})\\.mp4$`), 'output'],
];

export function routeOf(method: string, path: string): Matched | undefined {
  for (const [itsMethod, pattern, route] of routes) {
    const groups = method === itsMethod ? pattern.exec(path) : null;
    if (!groups) continue;
    const { stage, id = '' } = groups.groups ?? {};
    return { route, id, ...(stage !== undefined && { stage: stage as Stage }) };
  }
  return undefined;
}
