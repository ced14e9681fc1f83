import type { Refusal } from '../../domain/production/production-status.ts';
import { quoted } from '../html.ts';

/** The values that refusals carry, as the texts use them; text is escaped already. */
export interface Details {
  readonly problem?: string;
  /** A size or a count, as found. */
  readonly found?: string;
  /** Short name of a file format, the same in every language. */
  readonly format?: string;
  /** The person's own words that were refused. */
  readonly quote?: string;
  readonly allowed?: number;
  readonly seconds?: number;
  readonly maxSeconds?: number;
  readonly cutWords?: number;
  readonly cutCharacters?: number;
  readonly characters?: number;
  readonly maxCharacters?: number;
  readonly needed?: number;
  readonly balance?: number;
  readonly limit?: number;
}

const formats = /\b(AVI|WAV|WebP|Flash|MPEG|MP3|GIF|PNG|JPEG|PDF|ZIP|RAR|MKV|HLS|DASH|HEIC|HTML|Ogg)\b/;
const numbers = [
  'allowed',
  'seconds',
  'maxSeconds',
  'cutWords',
  'cutCharacters',
  'characters',
  'maxCharacters',
  'needed',
  'balance',
  'limit',
] as const;

/** Details are anybody's: a missing or strange one only makes the text shorter. */
export function detailsOf({ details }: Refusal): Details {
  const format = formats.exec(String(details.found ?? ''))?.[1];
  const quote = textOf(details.quote) ?? textOf(details.notUnderstood);
  const problem = textOf(details.problem);
  const found = /^[\d×]{1,15}$/.test(String(details.found ?? '')) ? String(details.found) : undefined;
  const counts = numbers.flatMap((key) => {
    const value = details[key];
    return typeof value === 'number' && Number.isFinite(value) ? [[key, value] as const] : [];
  });
  return {
    ...(problem !== undefined && { problem }),
    ...(found !== undefined && { found }),
    ...(format !== undefined && { format }),
    ...(quote !== undefined && { quote: quoted(quote, 100) }),
    ...Object.fromEntries(counts),
  };
}

function textOf(value: string | number | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
