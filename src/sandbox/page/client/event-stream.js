/**
 * @import { SandboxEvent, SandboxState } from '../../protocol.ts'
 *
 * @typedef {object} Listener
 * @property {(state: SandboxState) => void} onState the whole state, at first and after each interruption
 * @property {(event: SandboxEvent) => void} onEvent
 * @property {(isConnected: boolean) => void} onConnection
 */

import { readState } from './api.js';

const firstWaitMs = 300;
const longestWaitMs = 5000;
/** The server says something every few seconds; a longer silence is a connection that died without a word. */
const silenceMs = 60_000;

/**
 * Follows the sandbox for ever: reads the state, then the events after it; after an interruption, again from the start.
 * By fetch instead of EventSource, which can't tell the server on its first request where to go on.
 *
 * @param {Listener} listener
 * @returns {{ refresh(): void }} refresh: read everything anew, now
 */
export function followEvents(listener) {
  let waitMs = firstWaitMs;
  /** @type {AbortController | undefined} */
  let current;
  /** @type {(() => void) | undefined} */
  let wake;
  const goOn = () => wake?.();
  window.addEventListener('online', goOn);
  document.addEventListener('visibilitychange', goOn);

  const connect = async () => {
    current = new AbortController();
    const state = await readState();
    listener.onState(state);
    await readEvents(
      state.sequence,
      current,
      () => {
        waitMs = firstWaitMs;
        listener.onConnection(true);
      },
      listener.onEvent,
    );
  };
  const run = async () => {
    for (;;) {
      await connect().catch(() => {});
      listener.onConnection(false);
      await new Promise((resolve) => {
        wake = () => resolve(undefined);
        setTimeout(resolve, waitMs);
      });
      waitMs = Math.min(waitMs * 1.7, longestWaitMs);
    }
  };
  void run();
  return {
    refresh: () => {
      waitMs = 0;
      current?.abort();
      goOn();
    },
  };
}

/**
 * @param {number} sequence of the last event that is known
 * @param {AbortController} abort
 * @param {() => void} onOpen
 * @param {(event: SandboxEvent) => void} onEvent
 */
async function readEvents(sequence, abort, onOpen, onEvent) {
  const answer = await fetch('/sandbox/events', {
    headers: { accept: 'text/event-stream', 'last-event-id': String(sequence) },
    cache: 'no-store',
    signal: abort.signal,
  });
  if (!answer.ok || !answer.body) throw new Error(`The server answered ${answer.status}.`);
  onOpen();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const silence = setTimeout(() => abort.abort(), silenceMs);
    const { done, value } = await reader.read().finally(() => clearTimeout(silence));
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      // Too much was missed to be told again: the whole state is read instead.
      if (/^event: ?reload$/m.test(block)) return abort.abort();
      dataOf(block, onEvent);
    }
  }
}

/**
 * @param {string} block one server-sent event; one without data is a sign of life
 * @param {(event: SandboxEvent) => void} onEvent
 */
function dataOf(block, onEvent) {
  const lines = block.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  if (lines.length > 0) onEvent(JSON.parse(lines.map((line) => line.slice(5)).join('\n')));
}
