import { defaultSubtitleTheme } from '../../domain/subtitles/subtitle-theme.ts';
import { undrawable } from '../../domain/subtitles/undrawable.ts';
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
import type { FlowState, ScreenName } from '../state.ts';
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
    const spoken = spokenOf(turn.state);
    if (event.button.name === 'listen' && spoken !== undefined) {
      return goTo(turn.state, { name: 'listen', productionId: spoken, isAbove: false });
    }
    return event.button.name === 'speak' ? speak(turn.state.draft, turn) : undefined;
  },
  view,
  back: () => ({ name: 'voice' }),
};

/** What was spoken of the text as it stands. */
function spokenOf({ draft }: FlowState): string | undefined {
  return draft?.production?.isSpoken ? draft.production.id : undefined;
}

function takeScript(text: string, turn: Turn<'script'>): Outcome {
  const { state, facts, newId } = turn;
  const before = state.draft ?? newDraft(newId, facts.language);
  const language = languageOf(before, text);
  if (text.trim() !== '' && text.trim().split(/\s+/).every(isLink))
    return withNotice(stay(state), 'only-links');
  const judged = judgeScript(text, language, facts.limits.maxSpeechSeconds);
  if ('refusal' in judged) return withNotice(stay(state), { is: 'refusal', refusal: judged.refusal });
  const draft = changed(before, { script: text });
  if (draft.voice?.language === language) return goTo({ ...state, draft }, { name: 'script' });
  // The voice that was chosen does not speak this language: the next one is looked for among those that do.
  const { voice: _, ...rest } = draft;
  const asking = { ...state, draft: { ...rest, language } };
  return withNotice(goTo(asking, { name: 'voice' }), 'voice-for-language');
}

function isLink(word: string): boolean {
  return /^(?:https?:\/\/|www\.)\S+$/i.test(word);
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
    const html = state.notice ? texts.script.askAgain : texts.script.ask(maxSpeechSeconds);
    return { html, rows: [[button(texts.script.otherVoice, 'voice')]] };
  }
  const { verdict } = judged;
  const missing = undrawable([typed], defaultSubtitleTheme);
  const { price, balance } = priceOf(facts);
  const { notice } = state;
  const isRefused = notice?.is === 'refusal' || (notice?.is === 'line' && notice.line === 'only-links');
  const quote = `<blockquote>${quoted(typed, 1500)}</blockquote>`;
  const isSpoken = spokenOf(state) !== undefined;
  const rows = [
    [
      isSpoken
        ? button(texts.script.toSpeech, 'listen', undefined, 'primary')
        : button(texts.script.speak, 'speak', undefined, 'primary'),
    ],
    [button(texts.script.otherVoice, 'voice')],
  ];
  // Its measures are known, and what is said above is what counts.
  if (isRefused) return { html: paragraphs(texts.script.kept, quote, texts.script.resend), rows };
  return {
    html: paragraphs(
      texts.script.summary,
      quote,
      lines(
        texts.script.language(texts.words.languageName(language)),
        texts.script.length(Math.max(1, Math.round(verdict.estimatedSeconds)), verdict.words),
        texts.script.price(price, balance),
      ),
      verdict.nearLimit && texts.script.nearLimit(maxSpeechSeconds),
      typed.split(/\s+/).some(isLink) && texts.script.hasLink,
      missing !== 'nothing' && texts.montage.missingLetters(missing),
      price > balance ? texts.script.tooFewCredits : !isSpoken && texts.script.free,
      texts.script.resend,
    ),
    rows,
  };
}
