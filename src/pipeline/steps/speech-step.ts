import { AppError } from '../../kernel/errors.ts';
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
    refuseTooLong(spoken.track.durationSeconds, parts.maxSpeechSeconds, order.script);
    return completed({
      value: { track: structuredClone(spoken.track) as never },
      files: { audio: { path: spoken.audioPath, mime: 'audio/wav' } },
      cost: spoken.cost,
      warnings: spoken.warnings,
    });
  },
};

/** Measured, before any head is made: the estimate that was shown while typing may have been kinder. */
function refuseTooLong(seconds: number, maxSeconds: number, script: string): void {
  if (seconds <= maxSeconds) return;
  const words = script.trim().split(/\s+/).length;
  const wordsToCut = Math.ceil(words * (1 - maxSeconds / seconds));
  throw new AppError(
    'speech-too-long',
    `The speech lasts ${seconds.toFixed(1)} s and ${maxSeconds} s are allowed: cut about ${wordsToCut} of ${words} words.`,
    { details: { seconds, maxSeconds, words, wordsToCut } },
  );
}
