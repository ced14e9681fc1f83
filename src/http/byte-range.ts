/** Both ends are part of it. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a `Range` header asks for of a file of that size: the whole file where it asks for nothing that we give
 * (several ranges, other units, nonsense), `unsatisfiable` where it begins behind the end. RFC 9110, section 14.
 */
export function parseByteRange(
  header: string | undefined,
  bytes: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match) return 'whole';
  const [, from = '', to = ''] = match;
  if (from === '') {
    if (to === '') return 'whole';
    const last = Number(to);
    if (last === 0 || bytes === 0) return 'unsatisfiable';
    return { start: Math.max(0, bytes - last), end: bytes - 1 };
  }
  const start = Number(from);
  const end = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (start >= bytes) return 'unsatisfiable';
  return end < start ? 'whole' : { start, end };
}
