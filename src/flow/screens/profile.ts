import { disclosures } from '../../domain/ad/ad.ts';
import { interfaceLanguages } from '../../domain/person/profile.ts';
import { button } from '../buttons.ts';
import { escapeHtml } from '../../domain/html.ts';
import { capitalised, lines, paragraphs } from '../html.ts';
import { goTo, type ScreenDefinition, type Sight, stay, toast, withNotice } from '../screen.ts';
import { initialState } from '../state.ts';
import { textsOf } from '../texts/texts.ts';
import type { View } from '../view.ts';

export const profile: ScreenDefinition<'profile'> = {
  read: () => ({}),
  needs: (_screen, { language: spoken }) => ({ voices: { language: spoken ?? 'ru' } }),
  decide(event, { state, texts }) {
    if (event.on !== 'press') return undefined;
    switch (event.button.name) {
      case 'mark':
        return goTo(state, { name: 'disclosure' });
      case 'own':
        return goTo(state, { name: 'own-presenters', page: 0 });
      case 'language':
        return goTo(state, { name: 'language' });
      case 'terms':
        return goTo(state, { name: 'terms' });
      case 'forget':
        return goTo(state, { name: 'forget' });
      case 'data': {
        const { effects = [], ...told } = toast(state, texts.people.collecting);
        return { ...told, effects: [...effects, { do: 'send-my-data' }] };
      }
      default:
        return undefined;
    }
  },
  view,
  back: () => ({ name: 'home' }),
};

function view({ facts, texts }: Sight<'profile'>): View {
  const { profile: person } = facts;
  const { people } = texts;
  const remembered = person.rememberedVoices[texts.language];
  const voice = (facts.voices ?? []).find(({ id }) => id === remembered);
  return {
    html: paragraphs(
      people.profile,
      lines(
        people.id(person.telegramId),
        people.balance(person.balanceCredits),
        people.made(person.videosMade),
        voice && people.voice(escapeHtml(voice.name[texts.language])),
        people.languageLine(texts.words.languageName(texts.language)),
        people.markLine(person.disclosure),
        person.ownPresenters > 0 && people.ownLine(person.ownPresenters),
      ),
    ),
    rows: [
      [button(people.mark, 'mark'), button(people.own, 'own')],
      [button(texts.home.language, 'language'), button(people.terms, 'terms')],
      [button(people.myData, 'data'), button(people.forget, 'forget')],
    ],
  };
}

export const disclosure: ScreenDefinition<'disclosure'> = {
  read: () => ({}),
  needs: () => ({}),
  decide(event, { state, facts }) {
    if (event.on !== 'press' || event.button.name !== 'mark') return undefined;
    const chosen = disclosures.find((known) => known === event.button.value);
    if (!chosen || !facts.limits.disclosures.includes(chosen)) return undefined;
    const effects = [{ do: 'set-disclosure' as const, disclosure: chosen }];
    return withNotice(goTo(state, { name: 'profile' }, effects), 'disclosure-set');
  },
  view: ({ facts, texts }) => ({
    html: texts.people.markTitle,
    rows: facts.limits.disclosures.map((each) => [
      button(
        `${each === facts.profile.disclosure ? '• ' : ''}${capitalised(texts.people.markChoice(each))}`,
        'mark',
        each,
      ),
    ]),
  }),
  back: () => ({ name: 'profile' }),
};

export const language: ScreenDefinition<'language'> = {
  read: () => ({}),
  needs: () => ({}),
  decide(event, { state }) {
    if (event.on !== 'press' || event.button.name !== 'set') return undefined;
    const chosen = interfaceLanguages.find((known) => known === event.button.value);
    if (!chosen) return undefined;
    const effects = [{ do: 'set-language' as const, language: chosen }];
    return withNotice(goTo(state, { name: 'home' }, effects), 'language-set');
  },
  view: ({ facts, texts }) => ({
    html: texts.people.language,
    rows: [
      interfaceLanguages.map((each) =>
        button(`${each === facts.language ? '• ' : ''}${textsOf(each).words.ownLanguageName}`, 'set', each),
      ),
    ],
  }),
  back: () => ({ name: 'home' }),
};

export const forget: ScreenDefinition<'forget'> = {
  read: () => ({}),
  needs: () => ({}),
  decide(event, { state, texts }) {
    if (event.on !== 'press' || event.button.name !== 'forget-yes') return undefined;
    if (state.screen.name !== 'forget') return stay(state);
    const effects = [{ do: 'say' as const, html: texts.people.forgotten }, { do: 'forget-me' as const }];
    return { state: initialState(), effects, show: 'close' };
  },
  view: ({ texts }) => ({
    html: paragraphs(texts.people.forgetTitle, texts.people.forgetWhat, texts.people.forgetKept),
    rows: [[button(texts.people.forgetYes, 'forget-yes', undefined, 'danger')]],
  }),
  back: () => ({ name: 'profile' }),
};
