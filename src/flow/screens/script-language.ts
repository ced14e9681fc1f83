import { button, type Row } from '../buttons.ts';
import { newDraft } from '../draft.ts';
import { goTo, type ScreenDefinition, type Sight } from '../screen.ts';
import type { View } from '../view.ts';

const recognised: readonly string[] = ['ru', 'en'];
const inRow = 3;

export const scriptLanguage: ScreenDefinition<'script-language'> = {
  read: () => ({}),
  isOfDraft: true,
  needs: () => ({}),
  decide(event, { state, facts, newId }) {
    if (event.on !== 'press' || event.button.name !== 'speak-in') return undefined;
    const code = event.button.value ?? '';
    if (!languagesOf(facts.limits.scriptLanguages).includes(code)) return undefined;
    const { voice, ...rest } = state.draft ?? newDraft(newId, facts.language);
    const kept = voice?.language === code ? { voice } : {};
    return goTo({ ...state, draft: { ...rest, ...kept, language: code } }, { name: 'voice' });
  },
  view,
  back: () => ({ name: 'voice' }),
};

function languagesOf(codes: readonly string[] | undefined): readonly string[] {
  return [...recognised, ...(codes ?? []).filter((code) => !recognised.includes(code)).slice(0, 60)];
}

function view({ state, facts, texts }: Sight<'script-language'>): View {
  const current = state.draft?.language ?? facts.language;
  const [russian, english, ...others] = languagesOf(facts.limits.scriptLanguages)
    .map((code) => ({ code, name: texts.words.languageName(code) }))
    .map(({ code, name }) => button(`${code === current ? '• ' : ''}${name}`, 'speak-in', code));
  const main = [russian, english].filter((each) => each !== undefined);
  const rows: Row[] = [main];
  for (let at = 0; at < others.length; at += inRow) rows.push(others.slice(at, at + inRow));
  return { html: texts.voice.languageTitle(!facts.limits.hasSpeechService), rows };
}
