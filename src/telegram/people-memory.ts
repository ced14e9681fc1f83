import { personIdOf } from '../domain/person/person-id.ts';
import { createBoundedMap } from './bounded-map.ts';
import type { ChatActions } from './chat-actions.ts';

const rememberPeople = 10_000;
const knownForMs = 60_000;

/** Somebody who clicks through screens is looked at once a minute, not at every press. */
export function rememberingPeople(actions: ChatActions): ChatActions {
  /** Until when a person, written as they are, need not be looked at again. */
  const people = createBoundedMap<string, { readonly as: string; readonly untilMs: number }>(rememberPeople);
  return {
    ...actions,
    effects: {
      ...actions.effects,
      async 'forget-me'(profile, effect) {
        await actions.effects['forget-me'](profile, effect);
        // Who writes again at once is a person anew.
        people.delete(profile.personId);
      },
    },
    async knowPerson(seen, payload) {
      const personId = personIdOf(seen.telegramId);
      const as = JSON.stringify(seen);
      const known = people.get(personId);
      if (payload === undefined && known?.as === as && known.untilMs > Date.now()) return;
      await actions.knowPerson(seen, payload);
      people.set(personId, { as, untilMs: Date.now() + knownForMs });
    },
    async markUnreachable(personId) {
      // Their next update says that they are back.
      people.delete(personId);
      await actions.markUnreachable(personId);
    },
  };
}
