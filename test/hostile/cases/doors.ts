/** A request to the program's port or to the sandbox's that must be refused. */
export interface HostileRequest {
  readonly name: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What it is answered with. */
  readonly status: number;
}

const secret = { 'x-telegram-bot-api-secret-token': 'the-secret' };
const hook = (name: string, request: Omit<HostileRequest, 'name' | 'path'>): HostileRequest => ({
  name,
  path: '/telegram/hook',
  method: 'POST',
  ...request,
});
const update =
  '{"update_id":1,"message":{"message_id":1,"from":{"id":1,"first_name":"x"},"chat":{"id":1,"type":"private"},"text":"x"}}';

/** Webhooks that Telegram did not send. */
export const forgedWebhooks: readonly HostileRequest[] = [
  hook('without a secret', { body: update, status: 401 }),
  hook('with an empty secret', {
    body: update,
    headers: { ...secret, 'x-telegram-bot-api-secret-token': '' },
    status: 401,
  }),
  ...[
    'the-secre',
    'the-secret-',
    'THE-SECRET',
    'the-secret, the-secret',
    'undefined',
    'null',
    '*',
    '%00',
  ].map((given) =>
    hook(`with the secret ${JSON.stringify(given)}`, {
      body: update,
      headers: { 'x-telegram-bot-api-secret-token': given },
      status: 401,
    }),
  ),
  hook('with a secret of 8 kB', {
    body: update,
    headers: { 'x-telegram-bot-api-secret-token': 'the-secret'.repeat(800) },
    status: 401,
  }),
  hook('with the secret in another header', {
    body: update,
    headers: { authorization: 'the-secret' },
    status: 401,
  }),
  {
    name: 'with the secret in the address',
    path: '/telegram/hook?secret_token=the-secret',
    method: 'POST',
    body: update,
    status: 401,
  },
  hook('no JSON, and no secret', { body: '{"update_id":', status: 401 }),
  hook('2 MB, and no secret', { body: `"${'x'.repeat(2_000_000)}"`, status: 401 }),
  hook('no JSON', { body: '{"update_id":', headers: secret, status: 400 }),
  hook('nothing', { body: '', headers: secret, status: 400 }),
  hook('a form', {
    body: 'update_id=1',
    headers: { ...secret, 'content-type': 'application/x-www-form-urlencoded' },
    status: 400,
  }),
  hook('2 MB', { body: `"${'x'.repeat(2_000_000)}"`, headers: secret, status: 413 }),
  hook('lists in lists in lists', {
    body: `${'['.repeat(400_000)}${']'.repeat(400_000)}`,
    headers: secret,
    status: 200,
  }),
  hook('by GET', { method: 'GET', headers: secret, status: 404 }),
  hook('by PUT', { method: 'PUT', body: update, headers: secret, status: 404 }),
  {
    name: 'one level deeper',
    path: '/telegram/hook/x',
    method: 'POST',
    body: update,
    headers: secret,
    status: 404,
  },
];

const here = { host: 'localhost:8080' };
const evil = { ...here, origin: 'https://evil.example' };
const json = { 'content-type': 'application/json' };
const reset = '{"act":"reset"}';

/** What another site's page, or a name that was made to point here, asks of the sandbox. */
export const foreignRequests: readonly HostileRequest[] = [
  ...['state', 'events', 'file/x'].map((door) => ({
    name: `${door} from another site`,
    path: `/sandbox/${door}`,
    headers: evil,
    status: 403,
  })),
  ...['act', 'upload?name=x'].map((door) => ({
    name: `${door} from another site`,
    path: `/sandbox/${door}`,
    method: 'POST',
    headers: { ...evil, ...json },
    body: reset,
    status: 403,
  })),
  ...[
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '',
    '[::1',
    '192.168.0.9',
  ].map((host) => ({
    name: `state by the name ${JSON.stringify(host)}`,
    path: '/sandbox/state',
    headers: { host },
    status: 403,
  })),
  ...[
    'null',
    'http://localhost:3000',
    'https://localhost:8080.evil.example',
    'http://127.0.0.1:8080',
    'file://',
  ].map((origin) => ({
    name: `an act from the origin ${origin}`,
    path: '/sandbox/act',
    method: 'POST',
    headers: { ...here, ...json, origin },
    body: reset,
    status: 403,
  })),
  ...['cross-site', 'same-site'].map((site) => ({
    name: `an act that the browser calls ${site}`,
    path: '/sandbox/act',
    method: 'POST',
    headers: { ...here, ...json, 'sec-fetch-site': site },
    body: reset,
    status: 403,
  })),
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''].map((type) => ({
    name: `an act as ${type || 'nothing'}, which any page may send`,
    path: '/sandbox/act',
    method: 'POST',
    headers: { ...here, 'content-type': type },
    body: reset,
    status: 415,
  })),
  ...[
    '{',
    '[]',
    '{"act":"become-root"}',
    '{"act":"say","userId":"1","chatId":1,"text":"x"}',
    '{"act":"reset","also":1}',
  ].map((body) => ({
    name: `the act ${body}`,
    path: '/sandbox/act',
    method: 'POST',
    headers: { ...here, ...json },
    body,
    status: 400,
  })),
  {
    name: 'an act of a megabyte',
    path: '/sandbox/act',
    method: 'POST',
    headers: { ...here, ...json },
    body: JSON.stringify({ act: 'say', userId: 1, chatId: 1, text: 'x'.repeat(1_000_000) }),
    status: 413,
  },
  ...['%E0%A4%A', '..%2f..%2fetc%2fpasswd', '%00', 'x'.repeat(5000)].map((file) => ({
    name: `the file ${file.slice(0, 30)}`,
    path: `/sandbox/file/${file}`,
    headers: here,
    status: 404,
  })),
  { name: 'a door that is none', path: '/sandbox/shell', headers: here, status: 404 },
];
