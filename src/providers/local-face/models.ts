import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { sha256 } from '../../platform/files/sha256.ts';

export type ModelName = 'blazeface' | 'facemesh-attention-pinto' | 'selfie';

const checksumsSchema = z.object({ files: z.record(z.string(), z.object({ sha256: z.string() })) });
const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.number()),
  dtype: z.enum(['float32', 'int32', 'bool']),
});
const graphSchema = z.object({
  modelTopology: z.record(z.string(), z.unknown()),
  signature: z.record(z.string(), z.unknown()).optional(),
  userDefinedMetadata: z.record(z.string(), z.unknown()).optional(),
  weightsManifest: z.array(z.object({ weights: z.array(weightSchema) })),
});

/** One thread without shared memory: faces are looked at beside renders, so processor time counts, not latency. */
export async function startTensorflow(): Promise<void> {
  if (tf.getBackend() === 'wasm') return;
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(dirname(entry) + sep);
  await tf.setBackend('wasm');
  await tf.ready();
}

/** Loads a model from `folder`, from memory, after comparing it with the checksums beside it. */
export async function loadModel(folder: string, name: ModelName): Promise<GraphModel> {
  const checksums = checksumsSchema.parse(JSON.parse(await readFile(join(folder, 'checksums.json'), 'utf8')));
  const read = async (file: string): Promise<Buffer> => {
    const content = await readFile(join(folder, file));
    const found = sha256(content);
    const expected = checksums.files[file]?.sha256;
    if (found !== expected) {
      throw new AppError(
        'provider-unavailable',
        `The model file ${file} has the checksum ${found}, expected is ${expected ?? 'an entry in checksums.json'}.`,
      );
    }
    return content;
  };
  const graph = graphSchema.parse(JSON.parse((await read(`${name}.json`)).toString('utf8')));
  const weights = await read(`${name}.bin`);
  const artifacts = {
    ...graph,
    weightSpecs: graph.weightsManifest.flatMap((group) => group.weights),
    weightData: new Uint8Array(weights).buffer,
  } as tf.io.ModelArtifacts;
  return await loadGraphModel({ load: async () => artifacts });
}

/** Runs a model on one square RGB picture; the answer holds each output's values by its name. */
export function runModel(model: GraphModel, rgb: Float32Array, side: number): Map<string, Float32Array> {
  const input = tf.tensor4d(rgb, [1, side, side, 3]);
  const result = model.execute(input);
  const outputs = Array.isArray(result) ? result : [result as tf.Tensor];
  try {
    const names = model.outputs.map((output) => output.name.replace(/:\d+$/, ''));
    return new Map(outputs.map((output, i) => [names[i] ?? '', output.dataSync() as Float32Array]));
  } finally {
    tf.dispose([input, ...outputs]);
  }
}
