import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';

export interface DoubleAlignment {
  readonly characters: readonly string[];
  readonly character_start_times_seconds: readonly number[];
  readonly character_end_times_seconds: readonly number[];
}

const rate = 44_100;
const leadSeconds = 0.4;
const tailSeconds = 0.6;

/** Each code point with its time, as the service tells it: the silence around belongs to the first and the last one. */
export function alignmentOf(text: string, pace: number): DoubleAlignment {
  const characters = [...text];
  const starts: number[] = [];
  const ends: number[] = [];
  let now = leadSeconds;
  characters.forEach((character, index) => {
    starts.push(index === 0 ? 0 : now);
    now += secondsOf(character) * pace;
    ends.push(index === characters.length - 1 ? now + tailSeconds : now);
  });
  const rounded = (times: readonly number[]) => times.map((time) => Number(time.toFixed(3)));
  return {
    characters,
    character_start_times_seconds: rounded(starts),
    character_end_times_seconds: rounded(ends),
  };
}

function secondsOf(character: string): number {
  if (/[.!?\n]/.test(character)) return 0.34;
  if (/[,;:—–-]/.test(character)) return 0.18;
  if (/\s/.test(character)) return 0.03;
  return /\p{N}/u.test(character) ? 0.3 : 0.065;
}

const made = new Map<string, Promise<Buffer>>();

/** A buzz that opens at vowels, hushes at consonants and is silent at pauses; as long as its text takes. */
export async function soundOf(
  alignment: DoubleAlignment,
  pitchHertz: number,
  ffmpegPath: string,
): Promise<Buffer> {
  const key = JSON.stringify([alignment, pitchHertz]);
  const sound = made.get(key) ?? asMp3(buzz(alignment, pitchHertz), ffmpegPath);
  made.set(key, sound);
  return await sound;
}

function buzz(alignment: DoubleAlignment, pitchHertz: number): Int16Array {
  const { characters, character_start_times_seconds: starts, character_end_times_seconds: ends } = alignment;
  const period = Math.round(rate / pitchHertz);
  const wave = Array.from({ length: period }, (_, at) =>
    [1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, n) => sum + Math.sin((2 * Math.PI * n * at) / period) / n, 0),
  );
  const samples = new Int16Array(Math.ceil((ends.at(-1) ?? 0) * rate));
  characters.forEach((character, index) => {
    const isLast = index === characters.length - 1;
    const from = index === 0 ? leadSeconds : (starts[index] ?? 0);
    const to = (ends[index] ?? 0) - (isLast ? tailSeconds : 0);
    const loudness = loudnessOf(character) * 6000;
    for (let at = Math.round(from * rate); at < Math.round(to * rate); at += 1) {
      samples[at] = Math.round((wave[at % period] ?? 0) * loudness);
    }
  });
  return samples;
}

function loudnessOf(character: string): number {
  if (/[aeiouyаеёиоуыэюя]/iu.test(character)) return 1;
  return /[\p{L}\p{N}]/u.test(character) ? 0.45 : 0;
}

async function asMp3(samples: Int16Array, ffmpegPath: string): Promise<Buffer> {
  const input = ['-f', 's16le', '-ar', String(rate), '-ac', '1', '-i', 'pipe:0'];
  const args = ['-v', 'error', ...input, '-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3', 'pipe:1'];
  const child = spawn(ffmpegPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(Buffer.from(samples.buffer));
  return await buffer(child.stdout);
}
