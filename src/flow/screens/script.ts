import { button, priceOf } from '../buttons.ts';
import { changed, type Draft, newDraft } from '../draft.ts';
import { lines, paragraphs, quoted } from '../html.ts';
import { nextScreen } from '../next-screen.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type Sight,
  stay,
  type Turn,
  withNotice,
} from '../screen.ts';
import { speechRefused } from '../speech-refused.ts';
import { judgeScript, languageOf, speakEffect } from '../speech-order.ts';
import type { ScreenName } from '../state.ts';
import type { View } from '../view.ts';

export const script: ScreenDefinition<'script'> = {
  read: () => ({}),
  isOfDraft: true,
  needs: () => ({ quote: {} }),
  decide(event, turn) {
    if (event.on === 'text') return takeScript(event.text, turn);
    if (event.on === 'refused') return speechRefused(event.refusal, turn);
    if (event.on !== 'press') return undefined;
    if (event.button.name === 'voice') return goTo(turn.state, { name: 'voice' });
    return event.button.name === 'speak' ? speak(turn.state.draft, turn) : undefined;
  },
  view,
  back: () => ({ name: 'voice' }),
};

function takeScript(text: string, turn: Turn<'script'>): Outcome {
  const { state, facts, newId } = turn;
  const before = state.draft ?? newDraft(newId, facts.language);
  const language = languageOf(before, text);
  const judged = judgeScript(text, language, facts.limits.maxSpeechSeconds);
  if ('refusal' in judged) return withNotice(stay(state), { is: 'refusal', refusal: judged.refusal });
  const draft = changed(before, { script: text });
  if (draft.voice?.language === language) return goTo({ ...state, draft }, { name: 'script' });
  // The voice that was chosen does not speak this language: the next one is looked for among those that do.
  const { voice: _, ...rest } = draft;
  const asking = { ...state, draft: { ...rest, language } };
  return withNotice(goTo(asking, { name: 'voice' }), 'voice-for-language');
}

/** Has the draft spoken as it is now; goes to what is missing otherwise. */
export function speak<Name extends ScreenName>(
  draft: Draft | undefined,
  { state, facts, newId }: Turn<Name>,
): Outcome | undefined {
  if (!draft) return undefined;
  const effect = speakEffect(draft, facts, newId);
  if (!effect) return goTo({ ...state, draft }, nextScreen(draft));
  const { outdatedProduction: _, ...rest } = draft;
  const spoken = { ...rest, production: { id: newId, isSpoken: false } };
  return goTo({ ...state, draft: spoken }, { name: 'speaking', productionId: newId }, [effect]);
}

function view({ state, facts, texts }: Sight<'script'>): View {
  const { draft } = state;
  const typed = draft?.script;
  const language = draft?.voice?.language ?? facts.language;
  const { maxSpeechSeconds } = facts.limits;
  const judged = typed === undefined ? undefined : judgeScript(typed, language, maxSpeechSeconds);
  if (typed === undefined || !judged || 'refusal' in judged) {
    return { html: texts.script.ask(maxSpeechSeconds), rows: [[button(texts.script.otherVoice, 'voice')]] };
  }
  const { verdict } = judged;
  const { price, balance } = priceOf(facts);
  return {
    html: paragraphs(
      texts.script.summary,
      `<blockquote>${quoted(typed, 1500)}</blockquote>`,
      lines(
        texts.script.language(texts.words.languageName(language)),
        texts.script.length(Math.max(1, Math.round(verdict.estimatedSeconds)), verdict.words),
        texts.script.price(price, balance),
      ),
      verdict.nearLimit && texts.script.nearLimit(maxSpeechSeconds),
      price > balance ? texts.script.tooFewCredits : texts.script.free,
      texts.script.resend,
    ),
    rows: [
      [button(texts.script.speak, 'speak', undefined, 'primary')],
      [button(texts.script.otherVoice, 'voice')],
    ],
  };
}
