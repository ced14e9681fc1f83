import type { Effect } from '../effect.ts';
import { newDraft } from '../draft.ts';
import type { Facts } from '../facts.ts';
import { nextScreen } from '../next-screen.ts';
import { button } from '../buttons.ts';
import { escapeHtml } from '../../domain/html.ts';
import { paragraphs } from '../html.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight } from '../screen.ts';
import type { FlowState, Screen } from '../state.ts';
import type { Texts } from '../texts/texts.ts';
import { unfinishedBesideDraft } from '../unfinished-work.ts';
import type { View } from '../view.ts';

const doors: Readonly<Record<string, Screen>> = {
  unfinished: { name: 'resume' },
  videos: { name: 'videos', page: 0 },
  credits: { name: 'credits', page: 0 },
  faq: { name: 'faq' },
  feedback: { name: 'feedback' },
  profile: { name: 'profile' },
  language: { name: 'language' },
};

export const home: ScreenDefinition<'home'> = {
  read: () => ({}),
  needs: () => ({ unfinished: true }),
  decide(event, { state, facts, newId }) {
    if (event.on !== 'press') return undefined;
    if (event.button.name === 'create') return beginAd(state, facts, newId);
    if (event.button.name === 'resume' && state.draft) return goTo(state, nextScreen(state.draft));
    const door = doors[event.button.name];
    return door && goTo(state, door);
  },
  view,
  back: () => ({ name: 'home' }),
};

/** A new draft, or the question what becomes of the one at hand. */
export function beginAd(state: FlowState, facts: Facts, newId: string): Outcome {
  if (state.draft && hasChoices(state)) return goTo(state, { name: 'restart', withScript: false });
  return goTo({ ...state, draft: newDraft(newId, facts.language) }, { name: 'format' });
}

/** The first thing that somebody sees of the bot; it stays, and the menu comes below it. */
export function greeting({ profile }: Facts, texts: Texts): Effect {
  const html = texts.home.welcome(escapeHtml(profile.firstName.slice(0, 60)));
  return { do: 'say', html, media: { kind: 'photo', from: 'asset', path: 'examples/welcome.jpg' } };
}

/** A draft in which nothing was chosen yet is not worth a question. */
export function hasChoices({ draft }: FlowState): boolean {
  return draft?.format !== undefined;
}

function view({ state, facts, texts }: Sight<'home'>): View {
  const { profile, limits } = facts;
  const price = limits.videoPriceCredits;
  const affordable = price === 0 ? 0 : Math.floor(profile.balanceCredits / price);
  const hasDraft = hasChoices(state);
  const unfinished = unfinishedBesideDraft(state, facts).length;
  const isNew = profile.videosMade === 0 && !hasDraft && unfinished === 0;
  const words = isNew
    ? texts.home.begin(profile.balanceCredits, affordable)
    : texts.home.again(profile.balanceCredits);
  return {
    html: paragraphs(
      words,
      unfinished > 0 && texts.home.unfinished(unfinished),
      hasDraft && texts.home.hasDraft,
    ),
    rows: [
      ...(unfinished > 0 ? [[button(texts.home.toUnfinished, 'unfinished', undefined, 'success')]] : []),
      ...(hasDraft ? [[button(texts.home.resume, 'resume', undefined, 'success')]] : []),
      [button(texts.home.create, 'create', undefined, hasDraft ? undefined : 'primary')],
      [button(texts.home.videos, 'videos'), button(texts.home.credits, 'credits')],
      [button(texts.home.faq, 'faq'), button(texts.home.feedback, 'feedback')],
      [button(texts.home.profile, 'profile'), button(texts.home.language, 'language')],
    ],
  };
}
