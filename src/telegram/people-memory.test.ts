import type { SeenPerson } from '../domain/person/seen-person.ts';
import { expect, it } from 'vitest';
import type { ChatActions } from './chat-actions.ts';
import { rememberingPeople } from './people-memory.ts';

const ann: SeenPerson = { telegramId: 42, firstName: 'Ann', languageCode: 'en' };
type Profile = Parameters<ChatActions['effects']['forget-me']>[0];

function watched(): { readonly actions: ChatActions; readonly written: string[] } {
  const written: string[] = [];
  const actions = {
    knowPerson: async (seen: SeenPerson) => written.push(seen.firstName),
    markUnreachable: async () => undefined,
    effects: { 'forget-me': async () => undefined },
  } as unknown as ChatActions;
  return { actions: rememberingPeople(actions), written };
}

it('who clicks through screens is written down once, and again under another name', async () => {
  const { actions, written } = watched();
  await actions.knowPerson(ann);
  await actions.knowPerson(ann);
  await actions.knowPerson({ ...ann, firstName: 'Anna' });
  expect(written).toEqual(['Ann', 'Anna']);
});

it('who comes back at once after being forgotten is written down anew', async () => {
  const { actions, written } = watched();
  await actions.knowPerson(ann);
  await actions.effects['forget-me']({ personId: 'telegram:42' } as Profile, { do: 'forget-me' });
  await actions.knowPerson(ann);
  expect(written).toEqual(['Ann', 'Ann']);
});
