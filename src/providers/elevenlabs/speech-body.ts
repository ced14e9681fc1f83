import { sha256 } from '../../platform/files/sha256.ts';
import { isExpressive, type SpeechModel, takesLanguage } from './service-models.ts';

/** A voice's own settings, as its owner set them; each 0–1, `speed` around 1. */
export interface VoiceSettings {
  readonly stability?: number | undefined;
  readonly similarity_boost?: number | undefined;
  readonly style?: number | undefined;
  readonly use_speaker_boost?: boolean | undefined;
  readonly speed?: number | undefined;
}

export interface SpeechBodyOf {
  readonly model: SpeechModel;
  readonly voiceId: string;
  readonly language: string;
  readonly take: number;
  /** Of the voice; undefined: the service's own hold. */
  readonly settings: VoiceSettings | undefined;
  readonly part: {
    readonly text: string;
    /** What was said before and comes after, in further requests. */
    readonly previousRequestIds: readonly string[];
    readonly nextText: string | undefined;
  };
}

const usual = { stability: 0.5, similarity_boost: 0.75, style: 0 } as const;
/** What a take adds to stability and style: small enough to stay the same person, large enough to be heard. */
const takes: readonly (readonly [stability: number, style: number])[] = [
  [-0.15, 0.15],
  [0.2, 0],
  [-0.25, 0.3],
  [0.1, 0.1],
];
/** The service takes three at most. */
const rememberedRequests = 3;

/** The JSON of `POST /v1/text-to-speech/{voice_id}/with-timestamps`. */
export function speechBody({ model, voiceId, language, take, settings, part }: SpeechBodyOf) {
  const { text, previousRequestIds, nextText } = part;
  const isStitched = !isExpressive(model);
  const previous = previousRequestIds.slice(-rememberedRequests);
  const voiceSettings = settingsOf(model, take, settings);
  return {
    text,
    model_id: model.id,
    seed: seedOf(voiceId, text, take),
    ...(takesLanguage(model) && { language_code: language }),
    ...(voiceSettings && { voice_settings: voiceSettings }),
    ...(isStitched && previous.length > 0 && { previous_request_ids: previous }),
    ...(isStitched && nextText !== undefined && { next_text: nextText }),
  };
}

/** The first take is the voice as it is set; the expressive model refuses any stability but its three. */
function settingsOf(model: SpeechModel, take: number, own: VoiceSettings | undefined) {
  if (take === 0 && !own && !isExpressive(model)) return undefined;
  const [moreStable, moreStyle] =
    take === 0 ? [0, 0] : (takes[(Math.abs(Math.trunc(take)) - 1) % takes.length] ?? [0, 0]);
  const stability = clamp((own?.stability ?? usual.stability) + moreStable);
  const style = clamp((own?.style ?? usual.style) + moreStyle);
  return {
    stability: isExpressive(model) ? Math.round(stability * 2) / 2 : stability,
    similarity_boost: clamp(own?.similarity_boost ?? usual.similarity_boost),
    ...(model.usesStyle && { style }),
    ...(model.usesSpeakerBoost && { use_speaker_boost: own?.use_speaker_boost ?? true }),
    ...(own?.speed !== undefined && { speed: Math.max(0.7, Math.min(1.2, own.speed)) }),
  };
}

function clamp(value: number): number {
  return Number(Math.max(0, Math.min(1, value)).toFixed(2));
}

/** 0–4294967295: the same request asks for the same delivery, another take for another one. */
function seedOf(voiceId: string, text: string, take: number): number {
  return Number.parseInt(sha256(`${voiceId}\n${text}\n${take}`).slice(0, 8), 16);
}
