import { button } from '../buttons.ts';
import { paragraphs } from '../html.ts';
import { goTo, type ScreenDefinition } from '../screen.ts';

export const terms: ScreenDefinition<'terms'> = {
  read: () => ({}),
  needs: () => ({}),
  decide: () => undefined,
  view: ({ facts, texts }) => ({
    html: paragraphs(texts.people.termsText, texts.people.privacy(facts.limits.services)),
    rows: [],
  }),
  back: () => ({ name: 'profile' }),
};

export const paysupport: ScreenDefinition<'paysupport'> = {
  read: () => ({}),
  needs: () => ({}),
  decide(event, { state }) {
    const isWrite = event.on === 'press' && event.button.name === 'write';
    return isWrite ? goTo(state, { name: 'feedback' }) : undefined;
  },
  view: ({ texts }) => ({
    html: texts.people.paysupport,
    rows: [[button(texts.people.writeUs, 'write', undefined, 'primary')]],
  }),
  back: () => ({ name: 'home' }),
};

export const help: ScreenDefinition<'help'> = {
  read: () => ({}),
  needs: () => ({}),
  decide: () => undefined,
  view: ({ texts }) => ({ html: texts.people.help, rows: [] }),
  back: () => ({ name: 'home' }),
};
