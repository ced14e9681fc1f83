import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonValue } from '../../../kernel/json.ts';
import type { SherpaModel } from '../voices/local-voice.ts';
import { EngineError, serveRequests } from './serve-requests.ts';

/** A damaged .onnx file ends the whole process by SIGABRT, which is why models are loaded here and not in a thread. */
interface SherpaParams {
  readonly model: SherpaModel;
  readonly sid: number;
  readonly speed: number;
  readonly text: string;
  readonly audioPath: string;
}

interface OfflineTts {
  readonly sampleRate: number;
  generate(request: { text: string; sid: number; speed: number; enableExternalBuffer: boolean }): {
    samples: Float32Array;
    sampleRate: number;
  };
}

type SherpaModule = { OfflineTts: new (config: object) => OfflineTts };

const loaded = new Map<string, OfflineTts>();

async function voiceOf(model: SherpaModel): Promise<OfflineTts> {
  const known = loaded.get(model.folder);
  if (known) return known;
  const sherpa = await loadSherpa();
  const files = {
    model: join(model.folder, model.model),
    tokens: join(model.folder, 'tokens.txt'),
    dataDir: join(model.folder, 'espeak-ng-data'),
  };
  const settings = model.kind === 'vits' ? files : { ...files, voices: join(model.folder, 'voices.bin') };
  const tts = new sherpa.OfflineTts({
    model: { [model.kind]: settings, numThreads: 1, provider: 'cpu' },
    maxNumSentences: 1,
  });
  // Models are large: one at a time.
  loaded.clear();
  loaded.set(model.folder, tts);
  return tts;
}

async function loadSherpa(): Promise<SherpaModule> {
  const packageName = 'sherpa-onnx-node';
  try {
    const module = (await import(packageName)) as { default: SherpaModule };
    return module.default;
  } catch (cause) {
    throw new EngineError(
      `The package ${packageName}, which runs the models of the model folder, could not be loaded.`,
      { reason: 'engine-missing', cause },
    );
  }
}

async function speak(params: JsonValue): Promise<JsonValue> {
  const { model, sid, speed, text, audioPath } = params as unknown as SherpaParams;
  const tts = await voiceOf(model);
  const audio = tts.generate({ text, sid, speed, enableExternalBuffer: false });
  await writeFile(
    audioPath,
    Buffer.from(audio.samples.buffer, audio.samples.byteOffset, audio.samples.byteLength),
  );
  return { sampleRate: audio.sampleRate };
}

serveRequests({ speak });
