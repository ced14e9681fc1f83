import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { HumanAct, HumanActAnswer, SandboxEvent, SandboxState } from '../../src/sandbox/protocol.ts';

export type SentKind = Extract<HumanAct, { act: 'send' }>['kind'];

export const usualMimes: Readonly<Record<SentKind, string>> = {
  photo: 'image/jpeg',
  video: 'video/mp4',
  document: 'application/octet-stream',
  audio: 'audio/mp4',
  voice: 'audio/ogg',
  video_note: 'video/mp4',
  sticker: 'image/webp',
  animation: 'video/mp4',
};

export async function readState(baseUrl: string): Promise<SandboxState> {
  return (await (await fetch(new URL('/sandbox/state', baseUrl))).json()) as SandboxState;
}

export async function postAct(baseUrl: string, act: HumanAct): Promise<HumanActAnswer> {
  const response = await fetch(new URL('/sandbox/act', baseUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
  return (await response.json()) as HumanActAnswer;
}

export async function upload(baseUrl: string, path: string, mime: string): Promise<string> {
  const url = new URL('/sandbox/upload', baseUrl);
  url.search = new URLSearchParams({ name: basename(path), type: mime }).toString();
  const file = await open(path);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': mime, 'content-length': String((await stat(path)).size) },
    body: Readable.toWeb(file.createReadStream()),
    duplex: 'half',
  } as RequestInit);
  const answer = (await response.json()) as { readonly uploadId?: string; readonly error?: string };
  if (answer.uploadId === undefined) throw new Error(`The upload was refused: ${answer.error}`);
  return answer.uploadId;
}

/** Comes back where it was after the server was gone. */
export async function followEvents(
  baseUrl: string,
  from: number,
  notice: (event: SandboxEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let sequence = from;
  while (!signal.aborted) {
    try {
      const response = await fetch(new URL(`/sandbox/events?after=${sequence}`, baseUrl), { signal });
      for await (const { id, data } of readEvents(response)) {
        sequence = id ?? sequence;
        if (data !== '{}') notice(JSON.parse(data) as SandboxEvent);
      }
    } catch (error) {
      if (!signal.aborted && !(error instanceof TypeError)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function* readEvents(
  response: Response,
): AsyncGenerator<{ readonly id?: number; readonly data: string }> {
  let held = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = `${held}${chunk}`.split('\n\n');
    held = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      if (data !== undefined) yield { data, ...(id !== undefined && { id: Number(id) }) };
    }
  }
}
