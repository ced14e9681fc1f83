/** Whether a text from outside may be asked for as an id. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/**
 * A UUID made of a hash (32 lower-case hexadecimal digits or more), so that whatever is done again after a kill finds
 * what it made the first time. Of version 8, which leaves its bits to the maker (RFC 9562).
 */
export function uuidOfHash(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
