import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '../../../kernel/errors.ts';
import type { JsonValue } from '../../../kernel/json.ts';
import type { EngineProcess } from '../host/engine-process.ts';
import { floatsOf } from '../../../platform/sound/pcm.ts';
import type { SherpaModel } from '../voices/local-voice.ts';
import type { Align } from './aligned-sentences.ts';
import type { SaySentence } from './sentence-audio.ts';

/** A large model loads for seconds and may speak at a fifth of real time on two cores. */
const timeoutMs = 180_000;

export function sherpaSentences(
  engine: EngineProcess,
  model: SherpaModel,
  sid: number,
  align: Align,
): SaySentence {
  return async (sentence, style, work) => {
    const audioPath = join(work.workFolder, `sherpa-${randomUUID()}.f32`);
    const text = sentence.units.map(({ spoken, mark }) => spoken.replaceAll('\u0301', '') + mark).join(' ');
    const params: JsonValue = { model: { ...model }, sid, speed: style.rate, text, audioPath };
    try {
      const answer = await engine
        .call('speak', params, { signal: work.signal, timeoutMs })
        .catch((error: unknown) => {
          throw isAppError(error, 'provider-unavailable') ? unusable(model, error) : error;
        });
      const { sampleRate } = answer as unknown as { sampleRate: number };
      return await align({ samples: floatsOf(await readFile(audioPath)), sampleRate }, sentence, work);
    } finally {
      await rm(audioPath, { force: true });
    }
  };
}

function unusable(model: SherpaModel, cause: AppError): AppError {
  return new AppError(
    'provider-unavailable',
    `The voice model ${model.model} in ${model.folder} could not be used: ${cause.message}`,
    { details: { model: model.model }, cause },
  );
}
