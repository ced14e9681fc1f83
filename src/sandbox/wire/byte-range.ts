export interface ByteRange {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** One range of a file, as players ask for it; the whole file where none or several are asked for. */
export function byteRange(header: string | null | undefined, size: number): ByteRange | 'outside' {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  const whole = { 'content-length': String(size), 'accept-ranges': 'bytes' };
  if (first === '' && last === '') return { start: 0, end: size - 1, headers: whole };
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) return 'outside';
  const headers = {
    ...whole,
    'content-length': String(end - start + 1),
    'content-range': `bytes ${start}-${end}/${size}`,
  };
  return { start, end, headers };
}
