// SPDX-License-Identifier: GPL-3.0-or-later
// This file alone loads espeak-ng, which is under the GNU General Public License, version 3. It is a program of its
// own, started as a separate process; nothing else in the project links espeak-ng.
import { writeFile } from 'node:fs/promises';
import type { JsonValue } from '../../../kernel/json.ts';
import { EngineError, serveRequests } from './serve-requests.ts';

interface EspeakParams {
  readonly voice: string;
  /** Words per minute. */
  readonly rate: number;
  /** 0–100, 50 is the voice's own. */
  readonly pitch: number;
  /** 0–100, 50 is the voice's own. */
  readonly range: number;
  readonly text: string;
  readonly audioPath: string | null;
}

interface EspeakEvent {
  readonly type: string;
  /** 1-based, in code points of the text. */
  readonly text_position: number;
  /** Milliseconds. */
  readonly audio_position: number;
  readonly id?: string | number;
}

interface EspeakWorker {
  readonly samplerate: number;
  set_voice(name: string): void;
  set_rate(wordsPerMinute: number): void;
  set_pitch(pitch: number): void;
  set_range(range: number): void;
  synthesize(text: string, onChunk: (audio: Int16Array | null, events: EspeakEvent[]) => void): void;
}

type EspeakModule = () => Promise<{ eSpeakNGWorker: new () => EspeakWorker }>;

const worker = loadWorker();
// A missing package is told to each caller; without this the process would end before the first call.
worker.catch(() => undefined);

async function loadWorker(): Promise<EspeakWorker> {
  const packageName = '@echogarden/espeak-ng-emscripten';
  try {
    const loaded = (await import(packageName)) as { default: EspeakModule };
    const module = await loaded.default();
    return await new module.eSpeakNGWorker();
  } catch (error) {
    throw new EngineError(
      `espeak-ng, which speaks every language but English, could not be loaded; the optional package ${packageName} brings it (npm install --include=optional).`,
      { reason: 'engine-missing', cause: error },
    );
  }
}

async function speak(params: JsonValue): Promise<JsonValue> {
  const { voice, rate, pitch, range, text, audioPath } = params as unknown as EspeakParams;
  const espeak = await worker;
  espeak.set_voice(voice);
  espeak.set_rate(rate);
  espeak.set_pitch(pitch);
  espeak.set_range(range);
  const chunks: Buffer[] = [];
  const events: EspeakEvent[] = [];
  espeak.synthesize(text, (audio, chunkEvents) => {
    // The chunk is a view of the engine's memory, which the next chunk overwrites.
    if (audio?.length)
      chunks.push(Buffer.from(Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength)));
    events.push(...chunkEvents);
  });
  if (audioPath !== null) await writeFile(audioPath, Buffer.concat(chunks));
  return {
    sampleRate: espeak.samplerate,
    phonemes: events
      .filter((event) => event.type === 'phoneme')
      .map((event) => [String(event.id ?? ''), event.text_position, event.audio_position]),
    words: events
      .filter((event) => event.type === 'word')
      .map((event) => [event.text_position, event.audio_position]),
  };
}

serveRequests({ speak });
