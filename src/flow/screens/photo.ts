import { mediaProblem } from '../../domain/media/media-problem.ts';
import { button } from '../buttons.ts';
import { newDraft } from '../draft.ts';
import { startTask, stopTask } from '../draft-task.ts';
import { goTo, type Outcome, type ScreenDefinition, type Sight, type Turn, withNotice } from '../screen.ts';
import type { View } from '../view.ts';
import { genderOf, genderRows } from './gender.ts';
import type { SentFile } from '../../domain/task/task.ts';

const maxBytes = 20 * 1024 * 1024;

export const photo: ScreenDefinition<'photo'> = {
  read(fields) {
    const gender = fields.oneOf('gender', ['female', 'male'] as const);
    return gender ? { gender } : {};
  },
  isOfDraft: true,
  needs: () => ({}),
  decide(event, turn) {
    const { state } = turn;
    if (event.on === 'file') return checkPhoto(event.file, turn);
    if (event.on !== 'press') return undefined;
    if (event.button.name === 'stop') return withNotice(stopTask(state), 'task-cancelled');
    if (event.button.name === 'describe' && turn.facts.limits.canMakePresenters) {
      return goTo(state, {
        name: 'describe-presenter',
        ...(turn.screen.gender && { gender: turn.screen.gender }),
      });
    }
    const gender = event.button.name === 'gender' ? genderOf(event.button.value) : undefined;
    return gender && goTo(state, { name: 'photo', gender });
  },
  view,
  back: (_screen, { draft }) => (draft?.gender ? { name: 'gallery', page: 0 } : { name: 'gender' }),
};

function checkPhoto(file: SentFile, { state, screen, facts, newId }: Turn<'photo'>): Outcome | undefined {
  const draft = state.draft ?? newDraft(newId, facts.language);
  const gender = screen.gender ?? draft.gender;
  if (!gender || file.kind === 'video') return undefined;
  if (file.bytes !== undefined && file.bytes > maxBytes) {
    const refusal = {
      reason: 'invalid-portrait' as const,
      details: mediaProblem('too-many-bytes', { found: file.bytes, allowed: maxBytes }),
    };
    return withNotice({ state }, { is: 'refusal', refusal });
  }
  const task = { kind: 'check-photo' as const, file, gender };
  const named = { ...state, draft: { ...draft, gender }, screen: { name: 'photo' as const, gender } };
  return startTask(named, { id: newId, kind: 'check-photo' }, task);
}

function view({ state, screen, facts, texts }: Sight<'photo'>): View {
  if (state.draft?.task?.kind === 'check-photo') {
    return {
      html: texts.presenter.checkingPhoto,
      rows: [[button(texts.create.stopChecking, 'stop')]],
      activity: 'upload_photo',
    };
  }
  const describe = facts.limits.canMakePresenters ? [[button(texts.describePresenter.open, 'describe')]] : [];
  if (!screen.gender) {
    return { html: texts.presenter.sendPhotoGender, rows: [...genderRows(texts), ...describe] };
  }
  const checkKey = state.notice?.is === 'refusal' ? state.notice.refusal.details.checkPictureKey : undefined;
  return {
    html: texts.presenter.sendPhoto,
    // What was found in the photo that was refused.
    ...(typeof checkKey === 'string' && { media: { kind: 'photo', from: 'file', key: checkKey } }),
    rows: describe,
  };
}
