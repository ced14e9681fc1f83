const allowedProtocols = new Set(['http:', 'https:', 'tg:', 'mailto:', 'tel:']);

/**
 * A link that may be followed: one that would run a script in the page is none.
 *
 * @param {string} text as a bot or a person wrote it; without a scheme it is taken for https
 * @returns {URL | undefined}
 */
export function safeUrl(text) {
  const withScheme = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  const found = [withScheme, `https://${text}`].find((address) => URL.canParse(address));
  const url = found === undefined ? undefined : new URL(found);
  return url && allowedProtocols.has(url.protocol) ? url : undefined;
}

/**
 * The payload of `https://t.me/<bot>?start=<payload>` when the link leads to this bot.
 *
 * @param {URL} url
 * @param {string} botUsername
 * @returns {string | undefined} empty without a payload
 */
export function startPayload(url, botUsername) {
  const names = ['t.me', 'telegram.me'];
  if (!names.includes(url.hostname)) return undefined;
  if (url.pathname.slice(1).toLowerCase() !== botUsername.toLowerCase()) return undefined;
  return url.searchParams.get('start') ?? '';
}
