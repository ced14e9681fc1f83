import { button } from '../buttons.ts';
import { changed, newDraft, pickedFrom, settled } from '../draft.ts';
import { lines, paragraphs } from '../html.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight, type Turn, withNotice } from '../screen.ts';
import type { View } from '../view.ts';

export const consent: ScreenDefinition<'consent'> = {
  read(fields) {
    const presenterId = fields.text('presenterId', 40);
    return presenterId === undefined ? undefined : { presenterId };
  },
  isOfDraft: true,
  needs: ({ presenterId }) => ({ presenter: { kind: 'own', id: presenterId } }),
  decide(event, turn) {
    if (event.on !== 'press') return undefined;
    if (event.button.name === 'yes') return agree(turn);
    return event.button.name === 'no' ? decline(turn) : undefined;
  },
  view,
  back: () => ({ name: 'gallery', page: 0 }),
};

function agree({ state, screen, facts, newId }: Turn<'consent'>): Outcome {
  const card = facts.presenter;
  if (!card) return withNotice(goTo(state, { name: 'gallery', page: 0 }), 'gone');
  const draft = changed(settled(state.draft ?? newDraft(newId, facts.language)), {
    presenter: pickedFrom(card),
  });
  const effects = [{ do: 'give-consent' as const, presenterId: screen.presenterId }];
  return goTo({ ...state, draft }, { name: 'voice' }, effects);
}

function decline({ state, screen, facts, newId }: Turn<'consent'>): Outcome {
  const draft = settled(state.draft ?? newDraft(newId, facts.language));
  const effects = [{ do: 'delete-presenter' as const, presenterId: screen.presenterId }];
  return goTo({ ...state, draft }, draft.gender ? { name: 'gallery', page: 0 } : { name: 'gender' }, effects);
}

function view({ state, screen, facts, texts }: Sight<'consent'>): View {
  const card = facts.presenter;
  if (!card) return { html: texts.common.gone, rows: [] };
  const isPhoto = card.kind === 'own' && card.origin === 'photo';
  const warnings = state.draft?.photo?.presenterId === screen.presenterId ? state.draft.photo.warnings : [];
  const checkKey = card.kind === 'own' ? card.checkPictureKey : undefined;
  return {
    html: paragraphs(
      isPhoto && texts.presenter.photoFound,
      lines(...warnings.map(texts.presenter.warning)),
      texts.presenter.consent(facts.limits.portraitServices),
      texts.presenter.consentKept,
    ),
    media:
      checkKey === undefined
        ? { kind: 'photo', from: 'presenter', presenter: { kind: 'own', id: screen.presenterId } }
        : { kind: 'photo', from: 'file', key: checkKey },
    rows: [
      [button(texts.presenter.consentYes, 'yes', undefined, 'success')],
      [button(texts.presenter.consentNo, 'no', undefined, 'danger')],
    ],
  };
}
