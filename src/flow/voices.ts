import type { Voice } from '../domain/speech/voice.ts';
import { voicesFor } from '../domain/speech/voices-for.ts';
import type { Facts } from './facts.ts';
import type { FlowState, ScreenOf } from './state.ts';

export const voicesOnPage = 5;

export interface VoiceChoice {
  readonly voices: readonly Voice[];
  readonly selected: Voice | undefined;
  readonly remembered: string | undefined;
  readonly page: number;
  readonly hasNext: boolean;
}

/** The gallery as it is shown: those that suit first, the one that was taken last selected. */
export function voiceChoice(state: FlowState, screen: ScreenOf<'voice'>, facts: Facts): VoiceChoice {
  const language = state.draft?.language ?? facts.language;
  const picked = state.draft?.presenter;
  const gender = picked?.gender ?? facts.presenter?.gender ?? state.draft?.gender ?? 'female';
  const card = facts.presenter;
  const ageGroup = picked?.ageGroup ?? (card?.kind === 'cast' ? card.ageGroup : undefined) ?? 'adult';
  const voices = voicesFor(facts.voices ?? [], { gender, ageGroup, language });
  const remembered = facts.profile.rememberedVoices[language];
  const find = (id: string | undefined) => voices.find((voice) => voice.id === id);
  const chosen = state.draft?.voice?.language === language ? state.draft.voice.id : undefined;
  const preselected = find(chosen) ?? suitable(find(remembered), gender) ?? voices[0];
  const selected = find(screen.selected) ?? preselected;
  const lastPage = Math.max(0, Math.ceil(voices.length / voicesOnPage) - 1);
  const at = selected ? voices.indexOf(selected) : 0;
  const page = Math.min(screen.page ?? Math.floor(at / voicesOnPage), lastPage);
  return { voices, selected, remembered, page, hasNext: page < lastPage };
}

/** A man's face isn't offered the woman's voice that was taken last: it is only marked. */
function suitable(voice: Voice | undefined, gender: Voice['gender']): Voice | undefined {
  return voice?.gender === gender ? voice : undefined;
}
