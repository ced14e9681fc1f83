import type { Config } from '../platform/config/config.ts';
import { chosenEngines } from './chosen-engines.ts';
import { isReachedFromOutside } from './lend-file.ts';
import { isOnThisMachine } from './service-places.ts';

/** Who or what does one thing in this configuration. */
export interface Choice {
  readonly capability: string;
  /** Undefined where nobody does it. */
  readonly doneBy: string | undefined;
  /** Names the setting that decided it; no value that is secret. */
  readonly why: string;
}

/** The one table of it: the log of each start has it, and `ugc doctor` tells it. */
export function choicesOf(config: Config): readonly Choice[] {
  const engines = chosenEngines(config);
  const usesService = engines.some(
    ({ capability, service }) => service !== undefined && capability !== 'files',
  );
  return [
    ...engines.map(({ capability, service, why }) => ({ capability, doneBy: service ?? 'built in', why })),
    database(config),
    ...(usesService ? [links(config), reports(config)] : []),
  ];
}

function database({ database: { kind } }: Config): Choice {
  const capability = 'database';
  return kind === 'server'
    ? { capability, doneBy: 'a PostgreSQL server', why: 'DATABASE_URL is set' }
    : { capability, doneBy: 'built in', why: 'DATABASE_URL is not set' };
}

/** By the operator's own setting: a start without one is given the sandbox's. */
export function chosenChat({ telegram }: Config): Choice {
  const capability = 'chat';
  if (telegram.kind === 'sandbox') {
    return { capability, doneBy: 'the sandbox', why: 'TELEGRAM_BOT_TOKEN is not set' };
  }
  const why = 'TELEGRAM_BOT_TOKEN is set';
  return telegram.updates.kind === 'webhook'
    ? { capability, doneBy: 'Telegram, by webhook', why: `${why}, WEBHOOK_URL too` }
    : { capability, doneBy: 'Telegram, by long polling', why: `${why}, WEBHOOK_URL is not` };
}

/** How services get our files. */
function links(config: Config): Choice {
  const capability = 'links for services';
  if (config.files.kind === 's3') return { capability, doneBy: 'the bucket', why: 'R2_BUCKET_NAME is set' };
  if (isReached(config)) return { capability, doneBy: 'this server', why: reached(config) };
  const why = `${unreached(config)}: fal.ai and Shotstack are sent uploads, an overlay endpoint gets none; set PUBLIC_URL to an https address, or R2_BUCKET_NAME and what belongs to it`;
  return { capability, doneBy: undefined, why };
}

/** How we hear of finished work before we ask. */
function reports(config: Config): Choice {
  const capability = 'reports of services';
  if (isReached(config)) return { capability, doneBy: 'this server', why: reached(config) };
  const why = `${unreached(config)}: services are asked every few seconds; set PUBLIC_URL to an https address`;
  return { capability, doneBy: undefined, why };
}

function isReached(config: Config): boolean {
  return isReachedFromOutside(config.http.publicUrl, isOnThisMachine(config));
}

function reached({ http }: Config): string {
  return `services reach PUBLIC_URL, ${http.publicUrl}`;
}

function unreached({ http }: Config): string {
  return `nobody outside reaches PUBLIC_URL, ${http.publicUrl}`;
}
