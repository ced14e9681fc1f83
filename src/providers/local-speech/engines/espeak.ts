import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EngineProcess } from '../host/engine-process.ts';
import { takePcmFile } from '../../../platform/sound/pcm.ts';
import { espeakText } from './espeak-text.ts';
import type { EnginePhone, SaySentence, SentenceAudio, SentenceWork } from './sentence-audio.ts';

export interface EspeakVoice {
  /** espeak-ng's voice and variant: `ru+f2`. */
  readonly name: string;
  /** Vocal tract: above 1 is a smaller speaker. Synthesised slower, then played faster. */
  readonly ratio: number;
  /** 0–100; 50 is the variant's own. */
  readonly pitch: number;
  /** Words per minute as heard. */
  readonly wordsPerMinute: number;
}

interface EspeakAnswer {
  readonly sampleRate: number;
  /** IPA with stress marks, 1-based code point of the text, milliseconds. */
  readonly phonemes: readonly (readonly [string, number, number])[];
}

/** A sentence takes a second of CPU at most; a crowded machine may need many times that. */
const timeoutMs = 60_000;

export function espeakSentences(engine: EngineProcess, voice: EspeakVoice, language: string): SaySentence {
  return async (sentence, style, work) => {
    const audioPath = join(work.workFolder, `espeak-${randomUUID()}.pcm`);
    const { text, unitAt } = espeakText(sentence, language);
    const answer = await askEspeak(
      engine,
      {
        voice: voice.name,
        rate: Math.round((voice.wordsPerMinute * style.rate) / voice.ratio),
        pitch: Math.max(0, Math.min(99, Math.round(voice.pitch * style.pitch))),
        range: Math.max(0, Math.min(99, Math.round(50 * style.range))),
        text,
        audioPath,
      },
      work,
    );
    const samples = await takePcmFile(audioPath);
    return scaled(samples, answer, voice.ratio, language, unitAt);
  };
}

async function askEspeak(
  engine: EngineProcess,
  params: { readonly [key: string]: string | number | null },
  work: SentenceWork,
): Promise<EspeakAnswer> {
  const answer = await engine.call('speak', params, { signal: work.signal, timeoutMs });
  return answer as unknown as EspeakAnswer;
}

/** espeak-ng's times are of the unscaled sound; relabelling the sample rate divides them by the ratio. */
function scaled(
  samples: Float32Array,
  answer: EspeakAnswer,
  ratio: number,
  language: string,
  unitAt: (codePoint: number) => number,
): SentenceAudio {
  const lengthMs = (samples.length / answer.sampleRate) * 1000;
  // Marks of a switched language, "(en)", are no sound; "ʲ" and "ː" belong to the phone before them.
  const events = answer.phonemes.filter(([id]) => !id.startsWith('('));
  const phones: EnginePhone[] = [];
  events.forEach(([id, position, startMs], index) => {
    const ipa = ipaOf(id, language);
    const endMs = Math.min(lengthMs, events[index + 1]?.[2] ?? lengthMs);
    const previous = phones.at(-1);
    const seconds = (ms: number) => Math.min(ms, lengthMs) / 1000 / ratio;
    if (previous && previous.ipa !== '' && /^[\p{Lm}\p{M}]+$/u.test(ipa)) {
      phones[phones.length - 1] = { ...previous, ipa: previous.ipa + ipa, endSeconds: seconds(endMs) };
      return;
    }
    phones.push({
      ipa,
      stressed: id.includes('ˈ'),
      startSeconds: seconds(startMs),
      endSeconds: seconds(Math.max(startMs, endMs)),
      unit: ipa === '' ? -1 : unitAt(position),
    });
  });
  return { samples, sampleRate: answer.sampleRate * ratio, phones };
}

/** espeak-ng writes the Russian ы as y, which in IPA is a rounded vowel. */
function ipaOf(id: string, language: string): string {
  const ipa = id.replace(/[ˈˌ"'_|]/g, '');
  return language === 'ru' ? ipa.replace('y', 'ɨ') : ipa;
}
