import { checkSpokenLength } from '../../domain/script/check-script.ts';
import { completed, type StepDefinition } from './step-definition.ts';

export const speechStep: StepDefinition<'speech'> = {
  kind: 'speech',
  adapter: (parts) => parts.speech.adapter,
  material: (_parts, { order }) => ({
    text: order.script,
    language: order.language,
    voice: order.voiceId,
    take: order.take,
  }),
  start: async (parts, { order }, context) => {
    const { language, voiceId, take } = order;
    const spoken = await parts.speech.synthesise({ text: order.script, language, voiceId, take }, context);
    // Measured, before any head is made: the estimate that was shown while typing may have been kinder.
    checkSpokenLength(
      order.script,
      spoken.track.words.map(({ endSeconds }) => endSeconds),
    );
    return completed({
      value: { track: spoken.track },
      files: { audio: { path: spoken.audioPath, mime: 'audio/wav' } },
      cost: spoken.cost,
      warnings: spoken.warnings,
    });
  },
};
