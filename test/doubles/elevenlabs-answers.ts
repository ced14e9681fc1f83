import { type DoubleAnswer, refusalBody, refusalOf, type SpeechBody } from './elevenlabs-rules.ts';
import { alignmentOf, soundOf } from './elevenlabs-sound.ts';
import type { DoubleVoice } from './elevenlabs-voices.ts';

export type DoubleRoute = 'speech' | 'voices' | 'models' | 'subscription' | 'history' | 'preview';

export interface Kept {
  readonly item: Readonly<Record<string, unknown>>;
  readonly audio: Buffer;
}

/** What the service knows and has done. */
export interface DoubleDesk {
  readonly ffmpegPath: string;
  readonly state: {
    voices: readonly DoubleVoice[];
    voicesPerPage: number;
    maxConcurrent: number;
    latencyMs: number;
    usedCredits: number;
    limitCredits: number;
    /** Limits of each model, in characters. */
    readonly limits: Record<string, number>;
    keepsHistory: boolean;
    models: readonly unknown[];
  };
  readonly history: Kept[];
  paidSubmits: number;
  speaking: number;
}

export async function answerTo(
  desk: DoubleDesk,
  route: DoubleRoute | undefined,
  url: URL,
  method: string,
  body: unknown,
): Promise<DoubleAnswer> {
  const { state } = desk;
  if (route && method !== (route === 'speech' ? 'POST' : 'GET')) {
    return { status: 405, body: { detail: 'Method Not Allowed' } };
  }
  switch (route) {
    case undefined:
      return { status: 404, body: { detail: 'Not Found' } };
    case 'speech':
      return await speech(desk, url, body);
    case 'voices':
      return voicePage(state.voices, state.voicesPerPage, url);
    case 'models':
      return { status: 200, body: state.models };
    case 'subscription':
      return {
        status: 200,
        body: {
          tier: 'creator',
          character_count: state.usedCredits,
          character_limit: state.limitCredits,
          can_extend_character_limit: false,
          allowed_to_extend_character_limit: false,
          next_character_count_reset_unix: 1_796_083_200,
          status: 'active',
        },
      };
    case 'history':
      return historyAnswer(desk, url);
    case 'preview': {
      const sound = await soundOf(alignmentOf('Hello, this is how I sound.', 1), 200, desk.ffmpegPath);
      return { status: 200, body: sound, headers: { 'content-type': 'audio/mpeg' } };
    }
  }
}

function voicePage(voices: readonly DoubleVoice[], perPage: number, { searchParams }: URL): DoubleAnswer {
  const size = Number(searchParams.get('page_size') ?? '10');
  if (!(size >= 1 && size <= 100)) {
    return { status: 422, body: { detail: [{ loc: ['query', 'page_size'], type: 'less_than_equal' }] } };
  }
  const token = searchParams.get('next_page_token');
  const from = token === null ? 0 : Number(token.replace('after-', ''));
  const to = from + Math.min(size, perPage);
  const hasMore = to < voices.length;
  return {
    status: 200,
    body: {
      voices: voices.slice(from, to),
      has_more: hasMore,
      total_count: voices.length,
      next_page_token: hasMore ? `after-${to}` : null,
    },
  };
}

async function speech(desk: DoubleDesk, url: URL, body: unknown): Promise<DoubleAnswer> {
  const { state } = desk;
  const voiceId = url.pathname.split('/')[3] ?? '';
  const voice = state.voices.find(({ voice_id: id }) => id === voiceId);
  const refusal = refusalOf(body, url.searchParams.get('output_format'), voice, state.limits);
  if (refusal) return refusal;
  const load = {
    'current-concurrent-requests': String(desk.speaking + 1),
    'maximum-concurrent-requests': String(state.maxConcurrent),
  };
  if (desk.speaking >= state.maxConcurrent) {
    return { status: 429, headers: load, body: refusalBody('too_many_concurrent_requests') };
  }
  const { text, model_id: model, seed = 0 } = body as SpeechBody;
  const credits = Math.ceil([...text].length * (model.includes('flash') ? 0.5 : 1));
  if (state.usedCredits + credits > state.limitCredits) {
    return { status: 401, headers: load, body: refusalBody('quota_exceeded') };
  }
  desk.speaking += 1;
  try {
    const alignment = alignmentOf(text, 0.95 + (seed % 100) / 1000);
    const audio = await soundOf(alignment, 110 + (seed % 90), desk.ffmpegPath);
    desk.paidSubmits += 1;
    const before = state.usedCredits;
    state.usedCredits += credits;
    const requestId = `req-${desk.paidSubmits}-${seed}`;
    const alignments = { alignment, normalized_alignment: alignment };
    if (state.keepsHistory) {
      desk.history.unshift({
        audio,
        item: {
          history_item_id: `item${desk.paidSubmits}`,
          request_id: requestId,
          voice_id: voiceId,
          model_id: model,
          text,
          date_unix: Math.floor(Date.now() / 1000),
          character_count_change_from: before,
          character_count_change_to: state.usedCredits,
          content_type: 'audio/mpeg',
          source: 'TTS',
          alignments,
        },
      });
    }
    const headers = { ...load, 'request-id': requestId, 'character-cost': String(credits) };
    return { status: 200, headers, body: { audio_base64: audio.toString('base64'), ...alignments } };
  } finally {
    desk.speaking -= 1;
  }
}

function historyAnswer({ history }: DoubleDesk, { pathname, searchParams }: URL): DoubleAnswer {
  const [, , , id, audio] = pathname.split('/');
  if (id !== undefined) {
    const found = history.find(({ item }) => item.history_item_id === id);
    if (!found) return { status: 404, body: refusalBody('history_item_not_found') };
    return { status: 200, body: audio === undefined ? found.item : found.audio };
  }
  const voiceId = searchParams.get('voice_id');
  const since = Number(searchParams.get('date_after_unix') ?? '0');
  const items = history
    .map(({ item }) => item)
    .filter((item) => (voiceId === null || item.voice_id === voiceId) && Number(item.date_unix) >= since);
  return { status: 200, body: { history: items, has_more: false, last_history_item_id: null } };
}
