import type { DoubleVoice } from './elevenlabs-voices.ts';

export interface DoubleAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SpeechBody {
  readonly text: string;
  readonly model_id: string;
  readonly seed?: number;
}

const settingsFields = new Set(['stability', 'similarity_boost', 'style', 'use_speaker_boost', 'speed']);
const bodyFields: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  model_id: (value) => typeof value === 'string',
  language_code: (value) => typeof value === 'string' && /^[a-z]{2}$/.test(value),
  seed: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 4_294_967_295,
  previous_text: (value) => typeof value === 'string',
  next_text: (value) => typeof value === 'string',
  previous_request_ids: (value) => Array.isArray(value) && value.length <= 3,
  next_request_ids: (value) => Array.isArray(value) && value.length <= 3,
  apply_text_normalization: (value) => ['auto', 'on', 'off'].includes(String(value)),
  voice_settings: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(
      ([name, setting]) =>
        settingsFields.has(name) &&
        (name === 'use_speaker_boost'
          ? typeof setting === 'boolean'
          : typeof setting === 'number' && setting >= 0 && setting <= (name === 'speed' ? 2 : 1)),
    ),
};
const outputFormats =
  /^(?:mp3_(?:22050_32|24000_48|44100_(?:32|64|96|128|192))|(?:pcm|wav)_(?:8000|16000|22050|24000|32000|44100|48000)|opus_48000_(?:32|64|96|128|192)|[ua]law_8000)$/;

export function refusalBody(status: string, message = 'Refused.'): unknown {
  return { detail: { status, message } };
}

function malformed(...loc: readonly (string | number)[]): DoubleAnswer {
  return { status: 422, body: { detail: [{ loc, msg: 'Input should be valid', type: 'value_error' }] } };
}

/** What the service says of a request that it would not take; undefined where it would. */
export function refusalOf(
  body: unknown,
  outputFormat: string | null,
  voice: DoubleVoice | undefined,
  limits: Readonly<Record<string, number>>,
): DoubleAnswer | undefined {
  if (typeof body !== 'object' || body === null) return malformed('body');
  for (const [name, value] of Object.entries(body)) {
    if (bodyFields[name]?.(value) !== true) return malformed('body', name);
  }
  if (!outputFormats.test(outputFormat ?? 'mp3_44100_128')) return malformed('query', 'output_format');
  const { text, model_id: model } = body as SpeechBody;
  if (typeof text !== 'string') return malformed('body', 'text');
  if (!voice) return { status: 404, body: refusalBody('voice_not_found') };
  return modelRefusal(body as Readonly<Record<string, unknown>>, model, text, limits);
}

function modelRefusal(
  body: Readonly<Record<string, unknown>>,
  model: string,
  text: string,
  limits: Readonly<Record<string, number>>,
): DoubleAnswer | undefined {
  const bad = (code: string) => ({ status: 400, body: refusalBody(code) });
  const limit = limits[model];
  if (limit === undefined) return bad('model_not_found');
  if (text.trim() === '') return bad('input_text_empty');
  if ([...text].length > limit) return bad('max_character_limit_exceeded');
  if (model === 'eleven_multilingual_v2' && 'language_code' in body) return bad('unsupported_language');
  if (model !== 'eleven_v3') return undefined;
  const { stability } = (body.voice_settings ?? {}) as { stability?: number };
  if (stability !== undefined && ![0, 0.5, 1].includes(stability)) return bad('invalid_ttd_stability');
  const isStitched = ['previous_text', 'next_text', 'previous_request_ids', 'next_request_ids'].some(
    (name) => name in body,
  );
  return isStitched ? bad('unsupported_parameter') : undefined;
}
