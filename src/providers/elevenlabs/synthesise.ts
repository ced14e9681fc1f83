import { readScript } from '../../domain/script/reading/read-script.ts';
import type { SpokenUnit } from '../../domain/script/reading/spoken-unit.ts';
import type { SpeechPhoneme, TimeSpan } from '../../domain/speech/speech.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { Log } from '../../platform/log/log.ts';
import type { SpeechRequest, SpeechResult } from '../../ports/speech.ts';
import type { WorkContext } from '../../ports/work.ts';
import { type PaidSpeechParts, paidSpeech } from './paid-speech.ts';
import type { SpeechModel } from './service-models.ts';
import type { ServiceVoice } from './service-voice.ts';
import type { SpokenPart } from './speech-answer.ts';
import { speechBody } from './speech-body.ts';
import { decodedSpeech, writtenSpeech } from './speech-sound.ts';
import { heardSpeech } from './speech-track.ts';
import { partsOf, type SpokenText, spokenText, type TextPart } from './spoken-text.ts';

/** The sounds inside words whose times are known: what the lips of the built-in head follow. */
export type SoundsOf = (
  speech: {
    readonly text: string;
    readonly language: string;
    /** When each unit of `readScript` is heard. */
    readonly spans: readonly (TimeSpan | undefined)[];
    readonly durationSeconds: number;
  },
  context: Pick<WorkContext, 'signal' | 'workFolder'>,
) => Promise<readonly SpeechPhoneme[]>;

export interface SynthesisParts extends PaidSpeechParts {
  readonly ffmpeg: Ffmpeg;
  readonly usdPer1000Credits: number;
  readonly soundsOf: SoundsOf | undefined;
  readonly log: Log;
}

/** What is to be said, how, and in which stretches. */
export interface SpeechPlan {
  readonly request: SpeechRequest;
  readonly units: readonly SpokenUnit[];
  readonly spoken: SpokenText;
  readonly parts: readonly TextPart[];
  readonly model: SpeechModel;
}

/** Throws `invalid-script` where nothing in it can be spoken. */
export function planSpeech(request: SpeechRequest, model: SpeechModel): SpeechPlan {
  const { text, language } = request;
  const units = readScript(text, language);
  if (units.length === 0) {
    throw new AppError(
      'invalid-script',
      'The script holds nothing that can be spoken; it needs words or numbers.',
    );
  }
  const spoken = spokenText(text, units, language);
  return { request, units, spoken, model, parts: partsOf(spoken, units, model.maxCharacters) };
}

export async function synthesise(
  parts: SynthesisParts,
  plan: SpeechPlan,
  voice: ServiceVoice,
  context: WorkContext,
): Promise<SpeechResult> {
  const { model, request } = plan;
  const { language, take, voiceId } = request;
  const characters = plan.parts.reduce((sum, { text }) => sum + [...text].length, 0);
  const estimatedUsd = usd(parts, characters * model.creditsPerCharacter);
  const bodies = plan.parts.map((part, index) => (previousRequestIds: readonly string[]) => {
    const nextText = plan.parts[index + 1]?.text;
    const words = { text: part.text, previousRequestIds, nextText };
    return speechBody({ model, voiceId, language, take, settings: voice.settings, part: words });
  });
  const isLibraryVoice = !voice.isOwn && voice.category !== 'premade';
  const order = { voiceId, modelId: model.id, isLibraryVoice, estimatedUsd, bodies };
  const answers = await paidSpeech(parts, order, context);
  return await finished(parts, plan, answers, { estimatedUsd, ...actual(parts, answers) }, context);
}

function usd({ usdPer1000Credits }: SynthesisParts, credits: number): number {
  return (credits * usdPer1000Credits) / 1000;
}

/** `character-cost` is the only exact word on what a call costs. */
export function actual(parts: SynthesisParts, answers: readonly SpokenPart[]): { actualUsd?: number } {
  if (answers.some(({ credits }) => credits === undefined)) return {};
  return {
    actualUsd: usd(
      parts,
      answers.reduce((sum, { credits }) => sum + (credits ?? 0), 0),
    ),
  };
}

/** From what the service gave to the result that the product wants. */
export async function finished(
  { ffmpeg, soundsOf, log }: SynthesisParts,
  { request, units, spoken, parts }: SpeechPlan,
  answers: readonly SpokenPart[],
  cost: SpeechResult['cost'],
  context: WorkContext,
): Promise<SpeechResult> {
  const { text, language, voiceId } = request;
  const heard = [];
  for (const [index, answer] of answers.entries()) {
    const samples = await decodedSpeech(ffmpeg, answer.audio, `part-${index}`, context);
    heard.push({ part: parts[index] as TextPart, spoken: answer, samples });
  }
  const { samples, words, spans, durationSeconds, timing } = heardSpeech(text, units, spoken, heard);
  const audioPath = await writtenSpeech(samples, 'speech.wav', context);
  const timed = { text, language, spans, durationSeconds };
  const phonemes = await soundsOf?.(timed, context).catch((error: unknown) => {
    if (context.signal.aborted) throw error;
    log.warn({ err: error }, 'The sounds inside the words could not be told: lips follow the letters.');
    return undefined;
  });
  context.reportProgress(1);
  return {
    audioPath,
    track: {
      text,
      language,
      voiceId,
      durationSeconds,
      words,
      ...(phonemes && phonemes.length > 0 && { phonemes }),
      timing,
    },
    cost,
    warnings: timing === 'estimated' ? ['The service told no times: those of the words are estimated.'] : [],
  };
}
