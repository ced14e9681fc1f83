import { readFile, rm } from 'node:fs/promises';

/** Reads raw 16-bit little-endian mono samples as −1…1 and removes the file. */
export async function takePcmFile(path: string): Promise<Float32Array> {
  const bytes = await readFile(path);
  await rm(path);
  return samplesOfPcm(bytes);
}

function samplesOfPcm(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(bytes.byteLength >> 1);
  for (let index = 0; index < samples.length; index += 1) {
    samples[index] = view.getInt16(index * 2, true) / 32768;
  }
  return samples;
}

/** A canonical WAV file: 44 bytes of header, 16 bit, mono. */
export function wavOf(samples: Float32Array, sampleRate: number): Buffer {
  const wav = Buffer.alloc(44 + samples.length * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + samples.length * 2, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples.length * 2, 40);
  for (let index = 0; index < samples.length; index += 1) {
    const value = Math.max(-1, Math.min(1, samples[index] ?? 0));
    wav.writeInt16LE(Math.round(value * 32767), 44 + index * 2);
  }
  return wav;
}

/** Raw 32-bit little-endian float samples. */
export function floatsOf(bytes: Buffer): Float32Array {
  const samples = new Float32Array(bytes.length >> 2);
  for (let index = 0; index < samples.length; index += 1) samples[index] = bytes.readFloatLE(index * 4);
  return samples;
}

/** The samples of a 16-bit mono WAV file, whose chunks may stand in any order. */
export function takeWav(wav: Buffer): { readonly samples: Float32Array; readonly sampleRate: number } {
  let at = 12;
  let sampleRate = 0;
  while (at + 8 <= wav.length) {
    const name = wav.toString('latin1', at, at + 4);
    const size = wav.readUInt32LE(at + 4);
    if (name === 'fmt ') sampleRate = wav.readUInt32LE(at + 12);
    // Programs that write to a pipe leave the size open.
    if (name === 'data') return { samples: samplesOfPcm(wav.subarray(at + 8, at + 8 + size)), sampleRate };
    at += 8 + size + (size % 2);
  }
  return { samples: new Float32Array(0), sampleRate };
}
