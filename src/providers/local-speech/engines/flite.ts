import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SpokenSentence } from '../../../domain/script/reading/spoken-sentences.ts';
import type { SpokenUnit } from '../../../domain/script/reading/spoken-unit.ts';
import type { EngineProcess } from '../host/engine-process.ts';
import { takePcmFile } from '../../../platform/sound/pcm.ts';
import { ipaOfArpabet, stressedPhone } from './arpabet.ts';
import { isPause, parseTrace, type TracePhone, unitsOfPhones } from './flite-trace.ts';
import type { EnginePhone, SaySentence, SentenceWork, TakeStyle } from './sentence-audio.ts';

export interface FliteVoice {
  readonly name: 'slt' | 'awb' | 'rms';
  /** Vocal tract: above 1 is a smaller speaker. Synthesised slower and lower, then played faster. */
  readonly ratio: number;
  /** Mean fundamental as heard, hertz; rms does not obey it. */
  readonly pitchHertz?: number;
  readonly rate?: number;
}

interface FliteAnswer {
  readonly sampleRate: number;
  readonly trace: string;
}

/** A sentence takes a second of CPU at most; a crowded machine may need many times that. */
const timeoutMs = 60_000;
/** Measured means of the voices' own melody, which a take's pitch factor is applied to. */
const ownPitchHertz = { slt: 176, awb: 131 } as const;

export function fliteSentences(engine: EngineProcess, voice: FliteVoice): SaySentence {
  const phonesOfUnit = unitPhoneCounter(engine);
  return async (sentence, style, work) => {
    const audioPath = join(work.workFolder, `flite-${randomUUID()}.pcm`);
    const text = sentence.units.map((unit) => unit.spoken + unit.mark).join(' ');
    // rms ignores a set pitch, so another take of it is another size of speaker.
    const ratio = voice.name === 'rms' ? voice.ratio * style.pitch : voice.ratio;
    const answer = await askFlite(engine, voiceArguments(voice, style, ratio), text, audioPath, work);
    const samples = await takePcmFile(audioPath);
    const trace = parseTrace(answer.trace);
    const phones = await phonesOfTrace(trace, sentence, phonesOfUnit, work);
    return {
      samples,
      sampleRate: answer.sampleRate * ratio,
      phones: phones.map((phone) => ({
        ...phone,
        startSeconds: phone.startSeconds / ratio,
        endSeconds: phone.endSeconds / ratio,
      })),
    };
  };
}

function voiceArguments(voice: FliteVoice, style: TakeStyle, ratio: number): readonly string[] {
  const stretch = ratio / (style.rate * (voice.rate ?? 1));
  const args = ['-voice', voice.name, '--setf', `duration_stretch=${stretch.toFixed(3)}`];
  if (voice.name !== 'rms' && (voice.pitchHertz !== undefined || style.pitch !== 1)) {
    const heard = (voice.pitchHertz ?? ownPitchHertz[voice.name]) * style.pitch;
    args.push('--setf', `int_f0_target_mean=${(heard / ratio).toFixed(1)}`);
  }
  return args;
}

async function askFlite(
  engine: EngineProcess,
  args: readonly string[],
  text: string,
  audioPath: string | null,
  work: SentenceWork,
): Promise<FliteAnswer> {
  const params = { args: [...args], text, audioPath };
  const answer = await engine.call('speak', params, { signal: work.signal, timeoutMs });
  return answer as unknown as FliteAnswer;
}

type UnitPhones = (
  units: readonly SpokenUnit[],
  work: SentenceWork,
) => Promise<readonly (readonly string[])[]>;

const rememberedUnits = 2000;

/** flite marks no words: the cheap kal16 voice says each unit alone, which gives the phones that it is made of. */
function unitPhoneCounter(engine: EngineProcess): UnitPhones {
  const known = new Map<string, readonly string[]>();
  return async (units, work) => {
    const counted: (readonly string[])[] = [];
    for (const { spoken } of units) {
      let phones = known.get(spoken);
      if (!phones) {
        const answer = await askFlite(engine, ['-voice', 'kal16'], spoken, null, work);
        phones = parseTrace(answer.trace)
          .map(({ phone }) => phone)
          .filter((phone) => !isPause(phone));
        if (known.size >= rememberedUnits) known.clear();
        known.set(spoken, phones);
      }
      counted.push(phones);
    }
    return counted;
  };
}

async function phonesOfTrace(
  trace: readonly TracePhone[],
  sentence: SpokenSentence,
  phonesOfUnit: UnitPhones,
  work: SentenceWork,
): Promise<readonly EnginePhone[]> {
  const sounding = trace.filter(({ phone }) => !isPause(phone)).map(({ phone }) => phone);
  const units = unitsOfPhones(sounding, await phonesOfUnit(sentence.units, work));
  const stressed = stressedPositions(sounding, units, sentence);
  let position = -1;
  return trace.map(({ phone, startSeconds, endSeconds }) => {
    if (isPause(phone)) return { ipa: '', stressed: false, startSeconds, endSeconds, unit: -1 };
    position += 1;
    return {
      ipa: ipaOfArpabet(phone),
      stressed: stressed.has(position),
      startSeconds,
      endSeconds,
      unit: sentence.firstUnit + (units[position] ?? 0),
    };
  });
}

function stressedPositions(
  sounding: readonly string[],
  units: readonly number[],
  sentence: SpokenSentence,
): ReadonlySet<number> {
  const positions = new Set<number>();
  sentence.units.forEach((unit, index) => {
    const first = units.indexOf(index);
    if (first < 0) return;
    const last = units.lastIndexOf(index);
    const stressed = stressedPhone(sounding.slice(first, last + 1), unit.spoken);
    if (stressed >= 0) positions.add(first + stressed);
  });
  return positions;
}
