import type { AgeGroup, Gender } from '../presenter/presenter.ts';
import type { Voice } from './voice.ts';

const ages: readonly AgeGroup[] = ['young', 'adult', 'elderly'];

/**
 * The voices that speak a language, those that suit a presenter first: the gender counts most, then how far the age
 * is; among equals the order given stays, which is best first. Multilingual voices speak every language but come last.
 */
export function voicesFor(
  voices: readonly Voice[],
  wanted: { readonly gender: Gender; readonly ageGroup: AgeGroup; readonly language: string },
): readonly Voice[] {
  const distance = (voice: Voice) =>
    (voice.gender === wanted.gender ? 0 : 100) +
    (voice.language === 'multi' ? 10 : 0) +
    Math.abs(ages.indexOf(voice.ageGroup) - ages.indexOf(wanted.ageGroup));
  return voices
    .filter(({ language }) => language === wanted.language || language === 'multi')
    .map((voice, order) => ({ voice, order, distance: distance(voice) }))
    .sort((left, right) => left.distance - right.distance || left.order - right.order)
    .map(({ voice }) => voice);
}
