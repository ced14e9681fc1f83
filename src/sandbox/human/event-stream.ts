import type { EventLog, LoggedEvent } from './event-log.ts';

const keepAliveMs = 15_000;
/** A reader who is that far behind is let go, and comes back for the state. */
const mostWaitingChunks = 5000;

/**
 * Server-sent events from `Last-Event-ID` (or `?after=`) on, otherwise from now on. A reader who missed some that are
 * forgotten gets one event of the type `reload`: only the whole state helps.
 */
export function eventStream(events: EventLog, request: Request): Response {
  const after = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after');
  const missed = after === null ? [] : events.since(Number(after));
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => {
        if ((controller.desiredSize ?? 0) < -mostWaitingChunks) {
          stop();
          controller.close();
        } else controller.enqueue(encoder.encode(text));
      };
      send('retry: 1000\n\n');
      if (missed === undefined) send(`event: reload\nid: ${events.sequence()}\ndata: {}\n\n`);
      for (const event of missed ?? []) send(written(event));
      const unwatch = events.watch((event) => send(written(event)));
      const timer = setInterval(() => send(':\n\n'), keepAliveMs);
      timer.unref();
      stop = () => {
        clearInterval(timer);
        unwatch();
      };
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  });
}

function written({ sequence, event }: LoggedEvent): string {
  return `id: ${sequence}\ndata: ${JSON.stringify(event)}\n\n`;
}
