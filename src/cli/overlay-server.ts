import { availableParallelism } from 'node:os';
import { AppError } from '../kernel/errors.ts';
import { type OptionSpec, type ParsedOptions, textOption } from './arguments.ts';
import type { Output } from './output.ts';

export const overlayServerOptions = {
  port: { value: 'PORT', help: '8090 when absent; 0 takes any that is free' },
  host: { value: 'ADDRESS', help: 'to listen on; 127.0.0.1 when absent, 0.0.0.0 needs a token' },
  concurrency: { value: 'N', help: 'jobs at a time; one for two cores when absent' },
  token: { value: 'KEY.SECRET', help: 'what callers must show; OVERLAY_SERVER_TOKEN when absent' },
  'public-url': { value: 'URL', help: 'how callers reach it, where that is not as they just did' },
  'allow-private': { help: 'fetches videos from this machine and its network too' },
  once: {
    value: 'FOLDER',
    help: 'does one job, read as JSON from standard input, leaves the file there, and ends',
  },
  json: { help: 'JSON lines instead of text' },
  help: { help: 'this list' },
} satisfies Record<string, OptionSpec>;

export interface OverlayServerWish {
  readonly host: string;
  readonly port: number;
  readonly concurrency: number;
  readonly token: string | undefined;
  readonly publicUrl: string | undefined;
  readonly allowsPrivate: boolean;
}

/** How it is run is known where the program is put together. */
export interface OverlayServing {
  /** Runs until it is told to stop. */
  serve(wish: OverlayServerWish, output: Output): Promise<void>;
  /** One job for whoever runs this program once a job, as a function on Modal does. */
  workOnce(folder: string, allowsPrivate: boolean, output: Output): Promise<void>;
}

const usualPort = 8090;

export async function overlayServerCommand(
  options: ParsedOptions,
  { serve, workOnce }: OverlayServing,
  output: Output,
): Promise<void> {
  const allowsPrivate = options['allow-private'] === true;
  const folder = textOption(options, 'once');
  if (folder !== undefined) return await workOnce(folder, allowsPrivate, output);
  const perTwoCores = Math.max(1, Math.floor(availableParallelism() / 2));
  await serve(
    {
      host: textOption(options, 'host') ?? '127.0.0.1',
      port: wholeNumber(options, 'port', usualPort, { least: 0, most: 65_535 }),
      concurrency: wholeNumber(options, 'concurrency', perTwoCores, { least: 1, most: 64 }),
      token: tokenOf(options),
      publicUrl: addressOf(options),
      allowsPrivate,
    },
    output,
  );
}

function wholeNumber(
  options: ParsedOptions,
  name: string,
  fallback: number,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const given = textOption(options, name);
  if (given === undefined) return fallback;
  const number = /^\d{1,6}$/.test(given) ? Number(given) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new AppError(
    'invalid-arguments',
    `--${name} is "${given}"; a whole number from ${least} to ${most} is allowed.`,
  );
}

function tokenOf(options: ParsedOptions): string | undefined {
  const token = textOption(options, 'token');
  if (token === undefined || /^(?=.{16,})[\w-]+\.[\w-]+$/.test(token)) return token;
  throw new AppError(
    'invalid-arguments',
    '--token is no KEY.SECRET: each of letters, digits, _ and -, 16 or more in all.',
  );
}

function addressOf(options: ParsedOptions): string | undefined {
  const url = textOption(options, 'public-url');
  if (url === undefined) return undefined;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url.replace(/\/+$/, '');
  throw new AppError(
    'invalid-arguments',
    `--public-url is "${url}"; an address that begins with https:// (or http://) is allowed.`,
  );
}
