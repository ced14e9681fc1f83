import type { Voice } from '../../domain/speech/voice.ts';
import { button, pageOf, pager } from '../buttons.ts';
import { changed, newDraft } from '../draft.ts';
import { capitalised, lines, paragraphs, quoted } from '../html.ts';
import { nextScreen } from '../next-screen.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight, toast, type Turn } from '../screen.ts';
import type { Screen } from '../state.ts';
import type { Texts } from '../texts/texts.ts';
import type { View } from '../view.ts';
import { type VoiceChoice, voiceChoice, voicesOnPage } from '../voices.ts';

export const voice: ScreenDefinition<'voice'> = {
  read(fields) {
    const page = fields.count('page');
    const selected = fields.text('selected');
    return { ...(page !== undefined && { page }), ...(selected !== undefined && { selected }) };
  },
  isOfDraft: true,
  needs: (_screen, state) => {
    const ref = state.draft?.presenter?.ref;
    const isKnown = state.draft?.presenter?.gender !== undefined;
    return {
      voices: { language: state.draft?.language ?? 'ru' },
      ...(ref && !isKnown && { presenter: ref }),
    };
  },
  decide(event, turn) {
    if (event.on !== 'press') return undefined;
    const { state, screen } = turn;
    const choice = voiceChoice(state, screen, turn.facts);
    const { name, value } = event.button;
    if (name === 'choose') return choose(choice.selected, turn);
    if (name === 'language') return goTo(state, { name: 'script-language' });
    const number = pageOf(value);
    if (number === undefined) return undefined;
    const selected = choice.selected && { selected: choice.selected.id };
    if (name === 'page') return goTo(state, { name: 'voice', page: number, ...selected });
    const named = name === 'listen' ? choice.voices[number] : undefined;
    if (!named) return undefined;
    if (named === choice.selected) return toast(state, turn.texts.voice.alreadySelected);
    return goTo(state, { name: 'voice', page: choice.page, selected: named.id });
  },
  view,
  back: (_screen, { draft }): Screen => {
    const ref = draft?.presenter?.ref;
    if (ref) return { name: 'presenter', ref, page: 0 };
    return draft?.gender ? { name: 'gallery', page: 0 } : { name: 'gender' };
  },
};

function choose(chosen: Voice | undefined, { state, facts, newId }: Turn<'voice'>): Outcome | undefined {
  if (!chosen) return undefined;
  const draft = state.draft ?? newDraft(newId, facts.language);
  const { language } = draft;
  const isSame = draft.voice?.id === chosen.id && draft.voice.language === language;
  const taken = { voice: { id: chosen.id, language } };
  const next = isSame ? { ...draft, ...taken } : changed(draft, taken);
  const effects = [{ do: 'remember-voice' as const, language, voiceId: chosen.id }];
  return goTo({ ...state, draft: next }, nextScreen(next), effects);
}

function view({ state, screen, facts, texts }: Sight<'voice'>): View {
  const language = state.draft?.language ?? facts.language;
  const languageName = texts.words.languageName(language);
  const languageRow = [button(texts.voice.language(languageName), 'language')];
  const choice = voiceChoice(state, screen, facts);
  const { selected, page } = choice;
  if (!selected) return { html: texts.voice.none(languageName), rows: [languageRow] };
  const shown = choice.voices.slice(page * voicesOnPage, (page + 1) * voicesOnPage);
  const shared = sharedRemark(shown, texts);
  return {
    html: paragraphs(
      texts.voice.title(languageName, page),
      lines(...shown.map((each, at) => voiceLine(each, at + 1, choice, texts, shared))),
      `${shared === '' ? texts.voice.synthetic : `${capitalised(quoted(shared, 200))}.`} ${texts.voice.hint}`,
    ),
    media: {
      kind: 'audio',
      from: 'voice',
      voiceId: selected.id,
      language,
      title: texts.voice.sampleTitle(languageName),
      performer: selected.name[texts.language],
    },
    rows: [
      shown.map((each, at) =>
        button(each === selected ? `▶ ${at + 1}` : String(at + 1), 'listen', page * voicesOnPage + at),
      ),
      ...pager(texts, choice),
      [
        button(
          texts.voice.choose(selected.name[texts.language].slice(0, 40)),
          'choose',
          undefined,
          'success',
        ),
      ],
      languageRow,
    ],
  };
}

/** What stands after the semicolon in most of their descriptions is said once; empty where there is no such thing. */
function sharedRemark(voices: readonly Voice[], texts: Texts): string {
  const remarks = voices.map(({ description }) => description[texts.language].split('; ')[1] ?? '');
  const times = (remark: string) => remarks.filter((each) => each === remark).length;
  return remarks.find((remark) => remark !== '' && times(remark) * 2 > remarks.length) ?? '';
}

function voiceLine(each: Voice, number: number, choice: VoiceChoice, texts: Texts, shared: string): string {
  const isSelected = each === choice.selected;
  const traits = [
    texts.words.voiceGender(each.gender),
    texts.words.voiceAge(each.ageGroup),
    ...(each.id === choice.remembered ? [texts.voice.remembered] : []),
  ].join(', ');
  const name = quoted(each.name[texts.language], 40);
  const description = each.description[texts.language];
  const about = quoted(shared === '' ? description : description.replace(`; ${shared}`, ''), 90);
  return `${isSelected ? '▶ ' : ''}<b>${number}. ${name}</b> · ${traits}\n<i>${about}</i>`;
}
