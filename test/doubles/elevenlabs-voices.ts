/** Voices as `GET /v2/voices` lists them: labels vary in case and wording, and anything but the id may be missing. */
export interface DoubleVoice {
  readonly voice_id: string;
  readonly [field: string]: unknown;
}

export function doubleVoices(baseUrl: string): readonly DoubleVoice[] {
  const preview = (id: string) => `${baseUrl}/previews/${id}.mp3`;
  const voice = (id: string, name: string, labels: unknown, more: object = {}): DoubleVoice => ({
    voice_id: id,
    name,
    category: 'premade',
    labels,
    description: null,
    preview_url: preview(id),
    available_for_tiers: [],
    settings: null,
    high_quality_base_model_ids: ['eleven_multilingual_v2'],
    verified_languages: null,
    is_owner: false,
    is_legacy: false,
    created_at_unix: null,
    ...more,
  });
  const verified = (language: string, id: string) => [
    {
      language,
      model_id: 'eleven_multilingual_v2',
      accent: 'standard',
      locale: null,
      preview_url: preview(id),
    },
  ];
  return [
    voice(
      '21m00Tcm4TlvDq8ikWAM',
      'Rachel - Calm, Warm',
      {
        accent: 'American',
        gender: 'Female',
        age: 'Young',
        use_case: 'social media',
        descriptive: 'calm',
        language: 'en',
      },
      { verified_languages: verified('en', '21m00Tcm4TlvDq8ikWAM-en') },
    ),
    voice('pNInz6obpgDQGcFmaJgB', 'Adam – Dominant, Firm', {
      accent: 'american',
      gender: 'male',
      age: 'middle-aged',
      use_case: 'social_media',
      language: 'en',
    }),
    voice(
      'JBFqnCBsd6RMkjVDRZzb',
      'George',
      {
        accent: 'british',
        gender: 'male',
        age: 'middle_aged',
        use_case: 'narrative_story',
        descriptive: 'mature',
      },
      { is_legacy: true },
    ),
    voice(
      'ymDCYd8puC7gYjxIamPt',
      'Marina',
      { gender: 'female', age: 'young', use_case: 'advertisement', descriptive: 'soft', language: 'ru' },
      { category: 'professional', verified_languages: verified('ru', 'ymDCYd8puC7gYjxIamPt-ru') },
    ),
    {
      voice_id: 'NoLabels000000000001',
      name: 'Studio clone',
      category: 'cloned',
      labels: {},
      preview_url: null,
      is_owner: true,
    },
    { voice_id: 'Bare0000000000000001' },
  ];
}

/** More of them, for galleries of many pages. */
export function manyVoices(baseUrl: string, count: number): readonly DoubleVoice[] {
  return Array.from({ length: count }, (_, index) => ({
    voice_id: `Many${String(index).padStart(16, '0')}`,
    name: `Voice ${index}`,
    category: 'premade',
    labels: {
      gender: index % 2 === 0 ? 'female' : 'male',
      age: ['young', 'middle_aged', 'old'][index % 3],
      ...(index % 5 === 0 && { language: 'ru' }),
    },
    preview_url: `${baseUrl}/previews/many.mp3`,
  }));
}

const languages = 'en ja zh de hi fr ko pt it es id nl tr fil pl sv bg ro ar cs el fi hr ms sk da ta uk ru'
  .split(' ')
  .map((id) => ({ language_id: id, name: id }));

export const doubleModels = [
  {
    model_id: 'eleven_multilingual_v2',
    name: 'Eleven Multilingual v2',
    can_do_text_to_speech: true,
    can_use_style: true,
    can_use_speaker_boost: true,
    max_characters_request_free_user: 2500,
    max_characters_request_subscribed_user: 10_000,
    maximum_text_length_per_request: 10_000,
    token_cost_factor: 1,
    model_rates: { character_cost_multiplier: 1, cost_discount_multiplier: 1 },
    concurrency_group: 'standard',
    languages,
  },
  {
    model_id: 'eleven_flash_v2_5',
    can_do_text_to_speech: true,
    max_characters_request_subscribed_user: 40_000,
    token_cost_factor: 0.5,
    languages,
  },
  {
    model_id: 'eleven_v3',
    can_do_text_to_speech: true,
    can_use_style: false,
    can_use_speaker_boost: false,
    maximum_text_length_per_request: 3000,
    languages,
  },
  { model_id: 'eleven_english_sts_v2', can_do_text_to_speech: false, languages: [{ language_id: 'en' }] },
  { broken: true },
];
