import type { Box, Point, Size } from '../../domain/geometry.ts';

/** One filter with its options, in the order in which they are written. */
export interface Filter {
  readonly name: string;
  readonly options: Readonly<Record<string, string | number>>;
}

/** Filters in a row, from labelled inputs to labelled outputs. */
export interface FilterChain {
  readonly inputs: readonly string[];
  readonly filters: readonly Filter[];
  readonly outputs: readonly string[];
}

export function filter(name: string, options: Filter['options'] = {}): Filter {
  return { name, options };
}

/** The text that ffmpeg's `-filter_complex` reads. */
export function renderFilterGraph(chains: readonly FilterChain[]): string {
  return chains.map(renderChain).join(';');
}

function renderChain(chain: FilterChain): string {
  const labels = (names: readonly string[]) => names.map((name) => `[${name}]`).join('');
  return `${labels(chain.inputs)}${chain.filters.map(renderFilter).join(',')}${labels(chain.outputs)}`;
}

function renderFilter({ name, options }: Filter): string {
  const written = Object.entries(options).map(([key, value]) => `${key}=${escaped(value)}`);
  return written.length === 0 ? name : `${name}=${written.join(':')}`;
}

/** Two levels: the option's own and the graph's, as ffmpeg's "Notes on filtergraph escaping" has it. */
function escaped(value: string | number): string {
  if (typeof value === 'number') return String(Number(value.toFixed(6)));
  const inOption = value.replace(/[\\':]/g, '\\$&');
  return inOption.replace(/[\\'[\],;]/g, '\\$&');
}

export function chain(inputs: readonly string[], filters: readonly Filter[], output: string): FilterChain {
  return { inputs, filters, outputs: [output] };
}

/**
 * A part of a picture, as shares of what the decoder really gives: pictures with pixels that aren't square come in
 * other numbers than they are shown in.
 */
export function cropTo(box: Box, picture: Size): Filter {
  const share = (length: string, part: number, whole: number) => `${length}*${(part / whole).toFixed(6)}`;
  return filter('crop', {
    w: share('iw', box.width, picture.width),
    h: share('ih', box.height, picture.height),
    x: share('iw', box.x, picture.width),
    y: share('ih', box.y, picture.height),
  });
}

/** Lays the second input over the first; at its end the second is held ('repeat') or gone ('pass'). */
export function overlay(at: Point, atEnd: 'repeat' | 'pass'): Filter {
  return filter('overlay', { x: at.x, y: at.y, format: 'yuv420', eof_action: atEnd });
}
