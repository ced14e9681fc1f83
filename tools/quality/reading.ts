/** One figure of one clip, with what it may be. */
export interface Reading {
  /** Number of the promise in docs that this belongs to; undefined for what is only told. */
  readonly bar?: number;
  readonly name: string;
  /** NaN where nothing could be measured: it misses every limit. */
  readonly value: number;
  readonly unit: string;
  readonly min?: number;
  readonly max?: number;
}

export function meetsLimit({ value, min, max }: Reading): boolean {
  if (min === undefined && max === undefined) return true;
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/** How far inside its limit a figure is; negative when it misses. The worst of several readings has the least. */
export function marginOf({ value, min, max }: Reading): number {
  if (Number.isNaN(value)) return Number.NEGATIVE_INFINITY;
  const below = max === undefined ? Number.POSITIVE_INFINITY : max - value;
  const above = min === undefined ? Number.POSITIVE_INFINITY : value - min;
  return Math.min(below, above);
}

export function limitText({ min, max, unit }: Reading): string {
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (min !== undefined && max !== undefined) return `${min} … ${max}${suffix}`;
  if (max !== undefined) return `≤ ${max}${suffix}`;
  return min === undefined ? '' : `≥ ${min}${suffix}`;
}

export function valueText({ value, unit }: Reading): string {
  if (Number.isNaN(value)) return 'not measured';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return `${Number(value.toFixed(digits))}${unit === '' ? '' : ` ${unit}`}`;
}
