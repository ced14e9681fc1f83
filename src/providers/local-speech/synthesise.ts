import { join } from 'node:path';
import { readScript } from '../../domain/script/reading/read-script.ts';
import { spokenSentences } from '../../domain/script/reading/spoken-sentences.ts';
import type { SpokenUnit } from '../../domain/script/reading/spoken-unit.ts';
import { detectScriptLanguage } from '../../domain/script/script-language.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Ffmpeg } from '../../platform/ffmpeg/ffmpeg.ts';
import type { SpeechRequest, SpeechResult } from '../../ports/speech.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { SaySentence, SentenceAudio } from './engines/sentence-audio.ts';
import { finishSound } from './sound/finish-sound.ts';
import { paceSentences } from './sound/pacing.ts';
import { timedScript } from './speech-track.ts';
import { takeStyle } from './take-style.ts';
import type { LocalVoice } from './voices/local-voice.ts';

/** Sentences take most of the work, the sound's finish the rest. */
const sentencesShare = 0.8;
/** Below −40 dBFS an engine has said nothing. */
const silencePeak = 0.01;

export async function synthesise(
  request: SpeechRequest,
  context: WorkContext,
  local: { readonly ffmpeg: Ffmpeg; readonly voice: LocalVoice; readonly say: SaySentence },
): Promise<SpeechResult> {
  const { text, language, voiceId } = request;
  const units = speakable(request, local.voice);
  const spoken = await saySentences(units, request, context, local.say);
  const paced = paceSentences(spoken);
  const audioPath = join(context.workFolder, 'speech.wav');
  const work = { ...context, ffmpeg: local.ffmpeg, audioPath };
  const { durationSeconds } = await finishSound(paced, local.voice.character, work);
  context.reportProgress(1);
  const { engine } = local.voice.speaker;
  return {
    audioPath,
    track: {
      text,
      language,
      voiceId,
      durationSeconds,
      ...timedScript(text, units, paced.phones, durationSeconds),
      timing: engine === 'flite' || engine === 'espeak' ? 'exact' : 'aligned',
    },
    cost: { estimatedUsd: 0, actualUsd: 0 },
    warnings: warningsOf(request),
  };
}

async function saySentences(
  units: readonly SpokenUnit[],
  request: SpeechRequest,
  context: WorkContext,
  say: SaySentence,
): Promise<readonly SentenceAudio[]> {
  const sentences = spokenSentences(units);
  const spoken: SentenceAudio[] = [];
  for (const sentence of sentences) {
    const audio = await say(sentence, takeStyle(request.take), context);
    if (!isHeard(audio)) {
      const said = sentence.units.map((unit) => unit.spoken).join(' ');
      throw new AppError('provider-refused', `The voice ${request.voiceId} made no sound of "${said}".`);
    }
    spoken.push(audio);
    context.reportProgress((sentencesShare * spoken.length) / sentences.length);
  }
  return spoken;
}

/** Engines answer what they can't say with silence and no error. */
function isHeard({ samples, phones }: SentenceAudio): boolean {
  return phones.some(({ ipa }) => ipa !== '') && samples.some((sample) => Math.abs(sample) > silencePeak);
}

function speakable(request: SpeechRequest, { voice }: LocalVoice): readonly SpokenUnit[] {
  const units = readScript(request.text, request.language);
  if (units.length === 0) {
    throw new AppError(
      'invalid-script',
      'The script holds nothing that can be spoken; it needs words or numbers.',
    );
  }
  // An English engine would drop Cyrillic without a word; single names are transliterated by the reading.
  if (voice.language === 'en' && detectScriptLanguage(request.text) === 'ru') {
    throw new AppError(
      'invalid-voice',
      `The script is written in Russian letters, and the voice ${voice.id} speaks English only; choose a Russian voice, or English text.`,
      { details: { voice: voice.id, language: request.language } },
    );
  }
  return units;
}

function warningsOf({ text, language }: SpeechRequest): readonly string[] {
  if (language !== 'ru' || detectScriptLanguage(text) !== 'en') return [];
  return ['The script is mostly in Latin letters; a Russian voice says them with a strong accent.'];
}
