import { z } from 'zod';

/** What a model takes and costs. */
export interface SpeechModel {
  readonly id: string;
  /** Characters that one request may have, on whatever plan. */
  readonly maxCharacters: number;
  /** ISO 639-1. */
  readonly languages: readonly string[];
  readonly usesStyle: boolean;
  readonly usesSpeakerBoost: boolean;
  /** Credits for a character of text. */
  readonly creditsPerCharacter: number;
}

const commonLanguages =
  'en ja zh de hi fr ko pt it es id nl tr pl sv bg ro ar cs el fi hr ms sk da ta uk ru'.split(' ');
const laterLanguages = [...commonLanguages, 'hu', 'no', 'vi'];

function known(id: string, maxCharacters: number, languages: readonly string[], creditsPerCharacter = 1) {
  return {
    id,
    maxCharacters,
    languages,
    usesStyle: id.endsWith('_v2') || id.endsWith('_v3'),
    usesSpeakerBoost: !id.endsWith('_v3'),
    creditsPerCharacter,
  };
}

/** As documented (elevenlabs.io/docs/models, August 2025), for when the service can't be asked. */
const documented: readonly SpeechModel[] = [
  known('eleven_multilingual_v2', 10_000, commonLanguages),
  known('eleven_v3', 3_000, laterLanguages),
  known('eleven_flash_v2_5', 40_000, laterLanguages, 0.5),
  known('eleven_turbo_v2_5', 40_000, laterLanguages, 0.5),
  known('eleven_flash_v2', 30_000, ['en'], 0.5),
  known('eleven_turbo_v2', 30_000, ['en'], 0.5),
];

/** What is documented of the model; of one that is not, what holds for the usual one. */
export function documentedModel(id: string): SpeechModel {
  return documented.find((model) => model.id === id) ?? known(id, 3_000, commonLanguages);
}

const someNumber = z.number().positive().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);
const listedModel = z.object({
  model_id: z.string().min(1).max(100),
  can_do_text_to_speech: flag,
  can_use_style: flag,
  can_use_speaker_boost: flag,
  max_characters_request_free_user: someNumber,
  max_characters_request_subscribed_user: someNumber,
  maximum_text_length_per_request: someNumber,
  token_cost_factor: someNumber,
  model_rates: z.object({ character_cost_multiplier: someNumber }).nullish().catch(undefined),
  languages: z
    .array(z.object({ language_id: z.string() }))
    .nullish()
    .catch(undefined),
});

/** The models of `GET /v1/models`, an array; what is missing of one is taken from what is documented. */
export function listedModels(answer: unknown): readonly SpeechModel[] {
  if (!Array.isArray(answer)) return [];
  return answer.flatMap((item: unknown) => {
    const parsed = listedModel.safeParse(item);
    return parsed.success && parsed.data.can_do_text_to_speech !== false ? [modelOf(parsed.data)] : [];
  });
}

function modelOf(listed: z.output<typeof listedModel>): SpeechModel {
  const otherwise = documentedModel(listed.model_id);
  // Which plan the account has is not told to every key: the narrowest limit holds on all of them.
  const limits = [
    listed.maximum_text_length_per_request,
    listed.max_characters_request_subscribed_user,
    listed.max_characters_request_free_user,
  ].filter((limit) => typeof limit === 'number');
  // Filipino has no code of two letters.
  const languages = listed.languages?.map(({ language_id: id }) => id).filter((id) => /^[a-z]{2}$/.test(id));
  return {
    id: listed.model_id,
    maxCharacters: limits.length > 0 ? Math.floor(Math.min(...limits)) : otherwise.maxCharacters,
    languages: languages && languages.length > 0 ? [...new Set(languages)] : otherwise.languages,
    usesStyle: listed.can_use_style ?? otherwise.usesStyle,
    usesSpeakerBoost: listed.can_use_speaker_boost ?? otherwise.usesSpeakerBoost,
    creditsPerCharacter:
      listed.model_rates?.character_cost_multiplier ??
      listed.token_cost_factor ??
      otherwise.creditsPerCharacter,
  };
}

/** The generation that is steered by audio tags: three steps of stability, no text before or after. */
export function isExpressive({ id }: Pick<SpeechModel, 'id'>): boolean {
  return /^eleven_v3(?:_|$)/.test(id);
}

/** Others answer 400 to a language, or do as if none were given. */
export function takesLanguage({ id }: Pick<SpeechModel, 'id'>): boolean {
  return /^eleven_(?:flash|turbo)_v2_5$|^eleven_v3(?:_|$)/.test(id);
}
