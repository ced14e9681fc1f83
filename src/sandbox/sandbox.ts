import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Log } from '../platform/log/log.ts';
import { createActivityLog } from './chats/activity.ts';
import { createMessageIndex } from './chats/message-index.ts';
import type { ActParts } from './human/act.ts';
import { createEventLog } from './human/event-log.ts';
import { createHandleRequest, type HandleRequest } from './human/handle-request.ts';
import { performAct } from './human/perform-act.ts';
import { readState } from './human/state.ts';
import { createUploads } from './human/uploads.ts';
import { openJournal } from './journal/journal.ts';
import { openRecords } from './journal/records.ts';
import { createFileStore } from './media/file-store.ts';
import { createCallMethod } from './methods/call-method.ts';
import { createMethods } from './methods/registry.ts';
import type { HumanAct, HumanActAnswer, SandboxState, Violation } from './protocol.ts';
import { type SandboxClock, machineClock } from './sandbox-clock.ts';
import { createViolationLog } from './schema/violation-log.ts';
import { methodNamed } from './schema/schema.ts';
import { firstPeople } from './first-people.ts';
import { createPoller } from './updates/polling.ts';
import { createUpdateQueue } from './updates/update-queue.ts';
import { createWebhook } from './updates/webhook.ts';
import { createApiServer } from './wire/api-server.ts';
import { createFaults } from './wire/faults.ts';
import { typedParameters } from './wire/read-call.ts';

export interface CreateSandboxOptions {
  /** Where everything is kept between runs; made if missing. One process at a time. */
  readonly folder: string;
  readonly log: Log;
  readonly clock?: SandboxClock;
  /** Names besides the machine's own under which the human side answers, without port. */
  readonly allowedHosts?: readonly string[];
  /** When the files take more, the oldest are forgotten. */
  readonly maxFilesBytes?: number;
}

/** A Bot API server on this machine, with people to talk to. */
export interface Sandbox {
  readonly token: string;
  /** Starts the Bot API on a loopback port (0: any free one); it serves the human side as well. */
  listen(port: number): Promise<{ readonly apiRoot: string }>;
  /** The human side, `/sandbox/…`, for a server of the caller's. */
  readonly handle: HandleRequest;
  act(act: HumanAct): Promise<HumanActAnswer>;
  upload(
    file: { readonly name: string; readonly mime: string },
    content: AsyncIterable<Uint8Array>,
  ): Promise<string>;
  state(): SandboxState;
  violations(): readonly Violation[];
  close(): Promise<void>;
}

const defaultFilesBytes = 2 * 2 ** 30;

export async function createSandbox(options: CreateSandboxOptions): Promise<Sandbox> {
  const parts = openParts(options);
  const { records, clock, log } = parts;
  const token = keepBot(parts);
  firstPeople(parts);
  const poller = createPoller(parts.updates, clock);
  const webhook = createWebhook({
    records,
    updates: parts.updates,
    clock,
    onReply: (reply) => void callReply(reply),
  });
  const callMethod = createCallMethod(parts, createMethods(poller, webhook));

  async function callReply({ method: name, ...raw }: Readonly<Record<string, unknown>>): Promise<void> {
    const method = methodNamed(String(name)) ?? String(name);
    const call = {
      parameters: typedParameters(method, raw),
      uploads: new Map(),
      signal: new AbortController().signal,
    };
    await callMethod(method, call).catch((error: unknown) => {
      log.info({ err: error, method }, 'A method in the answer to an update failed.');
    });
    parts.journal.commit();
  }

  const handle = createHandleRequest(parts, options.allowedHosts ?? []);
  const server = createApiServer({
    parts,
    callMethod,
    faults: parts.faults,
    otherwise: getRequestListener(handle, { overrideGlobalObjects: false }),
  });
  return {
    token,
    handle,
    async listen(port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      return { apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    },
    act: (act) => performAct(parts, act),
    upload: (file, content) => parts.uploads.add(file, content),
    state: () => readState(parts),
    violations: () => parts.violations.all(),
    async close() {
      webhook.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      parts.journal.close();
    },
  };
}

function openParts({
  folder,
  log,
  clock = machineClock,
  maxFilesBytes = defaultFilesBytes,
}: CreateSandboxOptions): ActParts {
  const journal = openJournal(folder);
  const records = openRecords(journal);
  const events = createEventLog(clock.nowMs());
  const violations = createViolationLog(records, events, clock);
  const files = createFileStore(folder, records, maxFilesBytes);
  return {
    folder,
    log,
    clock,
    journal,
    records,
    events,
    violations,
    files,
    messages: createMessageIndex(records),
    activity: createActivityLog(clock),
    updates: createUpdateQueue(records, clock, violations),
    faults: createFaults(),
    uploads: createUploads(files),
  };
}

const botId = 7_100_000_001;

/** Made once: a bot keeps what it knows under its id. */
function keepBot({ records, journal }: ActParts): string {
  const known = records.bot.get('bot');
  if (known !== undefined) return known.token;
  const token = `${botId}:${randomBytes(26).toString('base64url')}`;
  records.bot.set('bot', { id: botId, token, username: 'ugc_studio_bot' });
  journal.commit();
  return token;
}
