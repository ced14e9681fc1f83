import { button } from '../buttons.ts';
import { goTo, type ScreenDefinition } from '../screen.ts';
import { faqTopics } from '../state.ts';

export const faq: ScreenDefinition<'faq'> = {
  read(fields) {
    const topic = fields.oneOf('topic', faqTopics);
    return topic ? { topic } : {};
  },
  needs: () => ({}),
  decide(event, { state }) {
    if (event.on !== 'press') return undefined;
    const { name, value } = event.button;
    if (name === 'write') return goTo(state, { name: 'feedback' });
    const topic = faqTopics.find((known) => known === value);
    return name === 'topic' && topic ? goTo(state, { name: 'faq', topic }) : undefined;
  },
  view({ screen, facts, texts }) {
    if (!screen.topic) {
      const rows = faqTopics.map((topic) => [button(texts.faq[topic].question, 'topic', topic)]);
      return { html: texts.faqTitle, rows };
    }
    const { question, answer } = texts.faq[screen.topic];
    return {
      html: `<b>${question}</b>\n\n${answer(facts.limits)}`,
      rows: screen.topic === 'contact' ? [[button(texts.people.writeUs, 'write', undefined, 'primary')]] : [],
    };
  },
  back: ({ topic }) => (topic ? { name: 'faq' } : { name: 'home' }),
};
