import type { AgeGroup, Gender, LocalText } from '../../domain/presenter/presenter.ts';
import type { Voice } from '../../domain/speech/voice.ts';
import type { ServiceVoice } from './service-voice.ts';
import { accentsInWords, traitsInRussian, usesInWords } from './voice-words.ts';

/**
 * A voice as the product shows it to who writes in `language`. It speaks every language of its model: under its own
 * code it is shown where somebody verified that language or it comes from there, otherwise as `multi`, behind the natives.
 */
export function productVoice(voice: ServiceVoice, language: string | undefined): Voice {
  const isNative = language !== undefined && isNativeIn(voice, language);
  return {
    id: voice.id,
    language: isNative ? language : 'multi',
    gender: genderOf(voice),
    ageGroup: ageGroupOf(voice),
    name: nameOf(voice),
    description: descriptionOf(voice, isNative),
    engine: 'elevenlabs',
  };
}

function isNativeIn({ verified, labels }: ServiceVoice, language: string): boolean {
  return verified.some((one) => one.language === language) || labels.language === language;
}

/** Best first: one's own and the service's standard voices, then those of its library, then the retired. */
export function byMerit(left: ServiceVoice, right: ServiceVoice): number {
  return rank(left) - rank(right);
}

function rank(voice: ServiceVoice): number {
  const place = voice.isOwn ? 0 : voice.category === 'premade' ? 1 : 2;
  const isUnlabelled = statedGender(voice) === undefined ? 4 : 0;
  return place + isUnlabelled + (voice.isLegacy ? 8 : 0);
}

function genderOf(voice: ServiceVoice): Gender {
  return statedGender(voice) ?? 'female';
}

function statedGender({ labels, about }: ServiceVoice): Gender | undefined {
  const stated = labels.gender ?? '';
  if (/^(?:f|female|woman|женский)$/.test(stated)) return 'female';
  if (/^(?:m|male|man|мужской)$/.test(stated)) return 'male';
  const words = about.toLowerCase();
  if (/\b(?:female|woman|girl|she|her)\b/.test(words)) return 'female';
  return /\b(?:male|man|guy|boy|he|his)\b/.test(words) ? 'male' : undefined;
}

function ageGroupOf({ labels, about }: ServiceVoice): AgeGroup {
  const stated = labels.age ?? about.toLowerCase();
  if (/\byoung|\bteen|\bchild/.test(stated)) return 'young';
  return /\b(?:old|elderly|senior|aged)\b/.test(stated) && !/middle/.test(stated) ? 'elderly' : 'adult';
}

/** "Adam - Dominant, Firm" is called Adam. Names are kept in the letters that their owner gave them. */
function nameOf({ name, id }: ServiceVoice): LocalText {
  const called = name
    .split(/\s+[-–—|]\s+|\s*\(/)[0]
    ?.trim()
    .slice(0, 40);
  const shown = called ? called : `#${id.slice(0, 6)}`;
  return { en: shown, ru: shown };
}

/** What stands behind the semicolon is the same for most voices of a page, and is said once there. */
function descriptionOf(voice: ServiceVoice, isNative: boolean): LocalText {
  const { labels } = voice;
  const traits = (labels.descriptive ?? labels.description ?? tagline(voice))
    .split(/\s*(?:,|&| and |\/)\s*/)
    .filter((trait) => trait !== '')
    .slice(0, 3);
  const use = usesInWords[(labels['use case'] ?? '').replace(/\s*[&/]\s*|\s+and\s+/g, ' ')];
  const accent = accentsInWords[(labels.accent ?? '').replace(/\s+accent$/, '')];
  const inRussian = traits.flatMap((trait) => traitsInRussian[trait] ?? []);
  const parts = (language: 'en' | 'ru', words: readonly string[]) =>
    [...new Set(words), use?.[language], accent?.[language]].filter((part) => part !== undefined);
  const end = endings[isNative ? 'native' : 'foreign'];
  return { en: joined(parts('en', traits), end.en), ru: joined(parts('ru', inRussian), end.ru) };
}

const endings = {
  native: { en: 'sounds like a person', ru: 'звучит как человек' },
  foreign: {
    en: 'sounds like a person, an accent is possible',
    ru: 'звучит как человек, возможен акцент',
  },
} as const;

function joined(parts: readonly string[], end: string): string {
  return parts.length === 0 ? end : `${parts.join(', ')}; ${end}`;
}

function tagline({ name }: ServiceVoice): string {
  return (name.split(/\s+[-–—|]\s+/)[1] ?? '').toLowerCase().replace(/-/g, ' ');
}
