import type { Log } from '../platform/log/log.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

/** A kept file as it is sent out. */
export interface ServedFile {
  readonly path: string;
  readonly mime: string;
  readonly bytes: number;
}

export interface WebhookDoor {
  /** Begins with a slash; must not be guessed, but is checked by the secret anyway. */
  readonly path: string;
  /** By the header alone: what a stranger sends is not read. */
  admits(secretHeader: string | undefined): Promise<boolean>;
  /** Gets the parsed body and the header `X-Telegram-Bot-Api-Secret-Token`; the status is the answer. */
  receive(body: unknown, secretHeader: string | undefined): Promise<{ status: number }>;
}

/** Where services outside tell of finished work. */
export interface HookDoor {
  /** Asked before a body is read. */
  knows(provider: string): boolean;
  /** `raw` as it came: signatures are over bytes. The status is the answer. */
  receive(call: {
    readonly provider: string;
    readonly token: string;
    readonly raw: Buffer;
    readonly headers: Headers;
  }): Promise<{ status: number }>;
}

/** The sandbox's page and its human side, who keep other sites out themselves: everything that is no route of ours. */
export type PageHandler = (request: Request) => Response | Promise<Response>;

/** What the server answers with; who stands behind each door is decided where the program is put together. */
export interface HttpDoors {
  readonly log: Log;
  /** Of this process: by it another start knows whose port it met. */
  readonly run: string;
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** The file that a signed link gives access to. Throws `link-invalid` or `not-found`. */
  openLink(url: URL): Promise<ServedFile>;
  readonly webhook?: WebhookDoor;
  readonly hooks?: HookDoor;
  readonly page?: PageHandler;
  /** Known once Telegram was asked. */
  botUsername(): string | undefined;
}
