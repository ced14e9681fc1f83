import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SpeechPhoneme, SpeechTrack } from '../../src/domain/speech/speech.ts';
import { sha256 } from '../../src/platform/files/sha256.ts';
import type { TalkingHeadRequest } from '../../src/ports/talking-head.ts';
import type { InputFile } from '../../src/ports/work.ts';
import { castPortrait } from './cast-portrait.ts';

/** Requests for heads in a small frame, of a speech whose place in time can be told to the sample. */
export interface HeadRequests {
  /** Bursts of noise for `seconds`; by default as long as its few sounds take. */
  of(presenter: string, seconds?: number): TalkingHeadRequest;
  file(path: string, mime: string): InputFile;
  close(): void;
}

export const speechRate = 48_000;
const sounds = ['', 'm', 'a', 'b', 'o', 't', 'i', 'p', 'a', 's', 'u', 'n', 'e', ''];
const soundSeconds = 0.11;
const usualSeconds = sounds.length * soundSeconds;

export function openHeadRequests(): HeadRequests {
  const folder = mkdtempSync(join(tmpdir(), 'head-requests-'));
  return {
    file: inputFile,
    of: (presenter, seconds = usualSeconds) => {
      const person = castPortrait(presenter);
      return {
        portrait: inputFile(person.portraitPath, 'image/webp'),
        background: inputFile(person.backgroundPath, 'image/webp'),
        face: person.face,
        speech: { audio: inputFile(speechWav(folder, seconds), 'audio/wav'), track: speechTrack(seconds) },
        frame: { width: 360, height: 640, framesPerSecond: 25 },
        seed: 3,
      };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function speechTrack(durationSeconds: number): SpeechTrack {
  const phonemes = sounds.map(
    (ipa, at): SpeechPhoneme => ({
      ipa,
      stressed: ipa === 'a',
      word: ipa === '' ? -1 : 0,
      startSeconds: at * soundSeconds,
      endSeconds: (at + 1) * soundSeconds,
    }),
  );
  return {
    ...{ text: 'mabot', language: 'en', voiceId: 'test', durationSeconds, words: [], phonemes },
    timing: 'exact',
  };
}

function speechWav(folder: string, durationSeconds: number): string {
  const samples = new Int16Array(Math.round(durationSeconds * speechRate));
  let state = 7;
  for (let at = 0; at < samples.length; at += 1) {
    state = (state * 16807) % 2147483647;
    const isLoud = Math.floor(at / (speechRate * soundSeconds)) % 3 !== 0;
    samples[at] = isLoud ? (state / 2147483647 - 0.5) * 16000 * Math.sin(at / 40) : 0;
  }
  const path = join(folder, `speech-${durationSeconds}.wav`);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(speechRate, 24);
  header.writeUInt32LE(speechRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  writeFileSync(path, Buffer.concat([header, Buffer.from(samples.buffer)]));
  return path;
}

function inputFile(path: string, mime: string): InputFile {
  return { path, sha256: sha256(readFileSync(path)), mime, bytes: statSync(path).size };
}
