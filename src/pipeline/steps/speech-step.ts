import type { AdOrder } from '../../domain/ad/ad-order.ts';
import { checkSpokenLength } from '../../domain/script/check-script.ts';
import type { SpeechRequest, SpeechResult } from '../../ports/speech.ts';
import { completed, type Made, type StepDefinition } from './step-definition.ts';

export const speechStep: StepDefinition<'speech'> = {
  kind: 'speech',
  adapter: (parts) => parts.speech.adapter,
  material: (_parts, { order }) => ({
    text: order.script,
    language: order.language,
    voice: order.voiceId,
    take: order.take,
  }),
  start: async (parts, { order }, context) =>
    completed(madeSpeech(order, await parts.speech.synthesise(requestOf(order), context))),
  find: ({ speech }) => {
    const find = speech.find?.bind(speech);
    return (
      find &&
      (async ({ order }, lost, context) => {
        const found = await find(requestOf(order), lost, context);
        return found.status === 'found' ? { status: 'found', made: madeSpeech(order, found.result) } : found;
      })
    );
  },
};

function requestOf({ script, language, voiceId, take }: AdOrder): SpeechRequest {
  return { text: script, language, voiceId, take };
}

function madeSpeech(order: AdOrder, spoken: SpeechResult): Made<'speech'> {
  // Measured, before any head is made: the estimate that was shown while typing may have been kinder.
  checkSpokenLength(
    order.script,
    spoken.track.words.map(({ endSeconds }) => endSeconds),
  );
  return {
    value: { track: spoken.track },
    files: { audio: { path: spoken.audioPath, mime: 'audio/wav' } },
    cost: spoken.cost,
    warnings: spoken.warnings,
  };
}
