import { isDeepStrictEqual } from 'node:util';
import type { Profile } from '../domain/person/profile.ts';
import type { Facts, Needs, PublicLimits } from '../flow/facts.ts';
import type { FactSource } from './chat-actions.ts';

export interface LoadedFacts {
  readonly needs: Needs;
  readonly facts: Facts;
}

export interface FactsAsked {
  readonly profile: Profile;
  readonly limits: PublicLimits;
  readonly needs: Needs;
  /** What was loaded a moment ago and still holds. */
  readonly known?: LoadedFacts | undefined;
}

type NeedName = keyof Needs;
type Loaded = readonly [NeedName, unknown];

/** All that a screen needs, at once: one question to the database a need, however many rows there are. */
export async function loadFacts(source: FactSource, asked: FactsAsked): Promise<LoadedFacts> {
  const { profile, limits, needs, known } = asked;
  const { personId } = profile;
  const loading: Promise<Loaded>[] = [];
  const ask = <Name extends NeedName>(
    name: Name,
    load: (need: NonNullable<Needs[Name]>) => Promise<Facts[Name]>,
  ) => {
    const need = needs[name];
    if (need === undefined) return;
    const isKnown = known !== undefined && isDeepStrictEqual(known.needs[name], need);
    const value = isKnown ? Promise.resolve(known.facts[name]) : load(need as NonNullable<Needs[Name]>);
    loading.push(value.then((found) => [name, found]));
  };
  ask('presenters', ({ gender, page }) => source.presenters(personId, gender, page));
  ask('ownPresenters', ({ page }) => source.ownPresenters(personId, page));
  ask('presenter', (ref) => source.presenter(personId, ref));
  ask('voices', ({ language }) => source.voices(language));
  ask('history', ({ page }) => source.history(personId, page));
  ask('operations', ({ page }) => source.operations(personId, page));
  ask('production', (productionId) => source.production(personId, productionId));
  ask('quote', ({ productionId }) => source.quote(personId, productionId));
  ask('montage', ({ productionId }) => source.montage(personId, productionId));
  ask('render', ({ requestId }) => source.render(personId, requestId));
  ask('unfinished', () => source.unfinished(personId));
  const found = (await Promise.all(loading)).filter(([, value]) => value !== undefined);
  const facts = {
    profile,
    limits,
    language: profile.language,
    now: new Date(),
    ...Object.fromEntries(found),
  };
  return { needs, facts };
}
