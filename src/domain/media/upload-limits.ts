/** What Telegram lets a bot fetch: 20 binary megabytes. */
export const maxUploadBytes = 20 * 1024 * 1024;
/** Of a background that is fetched from a link. */
export const maxLinkBytes = 100_000_000;
