import { sha256 } from '../../platform/files/sha256.ts';

/**
 * A UUID made of what it is for, so that whatever is done again after a kill finds what it did the first time. Of
 * version 8, which leaves its bits to the maker (RFC 9562).
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const hex = sha256(JSON.stringify(parts));
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
