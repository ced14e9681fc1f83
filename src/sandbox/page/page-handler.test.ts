import { expect, test } from 'vitest';
import { createPageHandler } from './page-handler.ts';

const handle = createPageHandler({
  handle: async ({ url }) => new Response(`sandbox ${new URL(url).pathname}`),
});
const get = (path: string, init?: RequestInit) => handle(new Request(`http://localhost${path}`, init));

test('the page comes with every file that it names, each of the right type', async () => {
  const page = await (await get('/')).text();
  const named = [...page.matchAll(/(?:href|src)="(\/page\/[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThan(10);
  for (const path of named) {
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    const type = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' }[
      path.split('.').at(-1) ?? ''
    ];
    expect(answer.headers.get('content-type')).toContain(type);
  }
});

test('every module that a module imports is there', async () => {
  const seen = new Set<string>();
  const visit = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const answer = await get(path);
    expect([path, answer.status]).toEqual([path, 200]);
    const imports = (await answer.text()).matchAll(/^(?:import|export) [^;]*?from '\.\/([\w-]+\.js)';/gms);
    for (const [, name] of imports) await visit(`/page/${name}`);
  };
  await visit('/page/main.js');
  expect(seen.size).toBeGreaterThan(20);
});

test('nothing but files of the page is served, and only to be read', async () => {
  for (const path of [
    '/page/tsconfig.json',
    '/page/bot-api.d.ts',
    '/page/../page-handler.ts',
    '/page/%2e%2e/x',
    '/etc',
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
  expect((await get('/', { method: 'POST' })).status).toBe(405);
  expect(await (await get('/sandbox/state')).text()).toBe('sandbox /sandbox/state');
});

test('an unchanged file is not sent twice', async () => {
  const first = await get('/page/main.js');
  const etag = first.headers.get('etag') ?? '';
  const second = await get('/page/main.js', { headers: { 'if-none-match': etag } });
  expect([second.status, await second.text()]).toEqual([304, '']);
});

test('the page may run its own scripts alone, and nobody may frame it', async () => {
  const policy = (await get('/')).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
});
