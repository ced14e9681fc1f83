import type { Template } from '../domain/ad/ad.ts';
import { detectScriptLanguage } from '../domain/script/script-language.ts';
import { checkScript, type ScriptVerdict } from '../domain/script/check-script.ts';
import { speechLimits } from '../domain/script/speech-limits.ts';
import type { Refusal } from '../domain/production/production-status.ts';
import { isAppError } from '../kernel/errors.ts';
import type { Draft } from './draft.ts';
import type { Effect, SpeechOrder } from './effect.ts';
import type { Facts } from './facts.ts';

const defaultTemplate: Template = 'mix_basic_circle';

/** A language that the person chose stands; Russian and English are told apart by the script. */
export function languageOf(draft: Draft, script: string): string {
  const isRecognised = draft.language === 'ru' || draft.language === 'en';
  return isRecognised ? (detectScriptLanguage(script) ?? draft.language) : draft.language;
}

export function judgeScript(
  script: string,
  language: string,
  maxSeconds: number,
): { readonly verdict: ScriptVerdict } | { readonly refusal: Refusal } {
  try {
    return { verdict: checkScript(script, language, { ...speechLimits, maxSeconds }) };
  } catch (error) {
    if (isAppError(error)) return { refusal: { reason: error.reason, details: error.details } };
    throw error;
  }
}

/** The effect that has a draft spoken; undefined while a choice is missing. */
export function speakEffect(draft: Draft, facts: Facts, productionId: string): Effect | undefined {
  const { format, presenter, voice, script, background } = draft;
  if (!format || !presenter || !voice || script === undefined) return undefined;
  if (format === 'character_with_background' && !background) return undefined;
  const order: SpeechOrder = {
    format,
    script,
    language: voice.language,
    voiceId: voice.id,
    take: draft.take,
    presenter: presenter.ordered,
    ...(format === 'character_with_background' &&
      background && { composition: { background, template: defaultTemplate } }),
    disclosure: facts.profile.disclosure,
  };
  const supersedes = draft.production?.id ?? draft.outdatedProduction;
  return {
    do: 'speak',
    productionId,
    draftId: draft.id,
    order,
    ...(supersedes !== undefined && { supersedes }),
  };
}
