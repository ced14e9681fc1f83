import { button } from '../buttons.ts';
import { type Draft, newDraft } from '../draft.ts';
import { nextScreen } from '../next-screen.ts';
import { goTo, type ScreenDefinition } from '../screen.ts';

export const format: ScreenDefinition<'format'> = {
  read: () => ({}),
  isOfDraft: true,
  needs: () => ({}),
  decide(event, { state, facts, newId }) {
    if (event.on !== 'press' || event.button.name !== 'format') return undefined;
    const chosen = chosenFormat(event.button.value);
    if (!chosen) return undefined;
    const draft: Draft = { ...(state.draft ?? newDraft(newId, facts.language)), format: chosen };
    const next = chosen === 'character_with_background' ? { name: 'background' as const } : nextScreen(draft);
    return goTo({ ...state, draft }, next);
  },
  view: ({ facts, texts }) => ({
    html: texts.create.format,
    media: { kind: 'video', from: 'asset', path: `examples/formats-${facts.language}.mp4` },
    rows: [
      [button(texts.create.talkingHead, 'format', 'talking')],
      [button(texts.create.overVideo, 'format', 'over')],
    ],
  }),
  back: () => ({ name: 'home' }),
};

function chosenFormat(value: string | undefined) {
  if (value === 'talking') return 'talking_head';
  return value === 'over' ? 'character_with_background' : undefined;
}
