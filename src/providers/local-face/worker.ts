import { parentPort, workerData } from 'node:worker_threads';
import { isAppError } from '../../kernel/errors.ts';
import { inspectPicture } from './inspect-picture.ts';
import { loadModel, type ModelName, startTensorflow } from './models.ts';
import { createMovingMatte, matteFrames, type MovingMatte } from './moving-matte.ts';
import { readMouths } from './mouth-frames.ts';
import { writeMatte } from './person-matte.ts';
import { writePreview } from './portrait-preview.ts';
import { flattened, readRaster } from './raster.ts';
import { sightFrames } from './sight-frames.ts';
import { writeUpright } from './upright-picture.ts';
import type {
  TaskAnswer,
  TaskName,
  WorkerAnswer,
  WorkerQuestion,
  WorkerSettings,
} from './worker-protocol.ts';

const { modelsFolder } = workerData as WorkerSettings;
const loaded = new Map<ModelName, ReturnType<typeof loadModel>>();

async function model(name: ModelName): ReturnType<typeof loadModel> {
  await startTensorflow();
  const known = loaded.get(name) ?? loadModel(modelsFolder, name);
  loaded.set(name, known);
  return await known;
}

async function faceModels() {
  return { detector: await model('blazeface'), mesh: await model('facemesh-attention-pinto') };
}

async function sightModels() {
  return { ...(await faceModels()), selfie: await model('selfie') };
}

/** Of the video whose frames are being cut out. */
let movingMatte: MovingMatte | undefined;

async function answerTo(question: WorkerQuestion): Promise<TaskAnswer<TaskName>> {
  switch (question.task) {
    case 'upright':
      return await writeUpright(question.request);
    case 'inspect':
      return inspectPicture(await faceModels(), flattened(await readRaster(question.request.picturePath)));
    case 'matte':
      return await writeMatte(await model('selfie'), question.request);
    case 'preview':
      return await writePreview(question.request);
    case 'mouths':
      return readMouths(await faceModels(), question.request);
    case 'sights':
      return sightFrames(await sightModels(), question.request);
    case 'mattes': {
      if (question.request.isFirst) movingMatte = undefined;
      movingMatte ??= createMovingMatte(await sightModels());
      return matteFrames(movingMatte, question.request);
    }
  }
}

function failure(id: number, error: unknown): WorkerAnswer {
  if (isAppError(error)) {
    return { id, error: { reason: error.reason, message: error.message, details: error.details } };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { id, error: { reason: 'internal', message: `Looking at a face failed: ${message}`, details: {} } };
}

parentPort?.on('message', (question: WorkerQuestion) => {
  answerTo(question).then(
    (answer) => parentPort?.postMessage({ id: question.id, answer } satisfies WorkerAnswer),
    (error: unknown) => parentPort?.postMessage(failure(question.id, error)),
  );
});
