import type { Draft } from './draft.ts';
import type { Screen } from './state.ts';

/** Where a draft goes on: at the first choice that it lacks, or where something waits to be decided. */
export function nextScreen(draft: Draft): Screen {
  if (draft.task?.kind === 'check-photo') return { name: 'photo' };
  if (draft.photo) return { name: 'consent', presenterId: draft.photo.presenterId };
  if (draft.task?.original) return { name: 'edit', ref: draft.task.original, original: draft.task.original };
  if (draft.task?.kind === 'make-presenter' || draft.made !== undefined) {
    return { name: 'describe-presenter' };
  }
  if (draft.edited) return { name: 'edited' };
  if (!draft.format) return { name: 'format' };
  if (draft.format === 'character_with_background' && (!draft.background || draft.asksToCut)) {
    return { name: 'background' };
  }
  if (!draft.presenter) return draft.gender ? { name: 'gallery', page: 0 } : { name: 'gender' };
  if (!draft.voice) return { name: 'voice' };
  if (!draft.production) return { name: 'script' };
  const { id: productionId, isSpoken } = draft.production;
  return isSpoken ? { name: 'listen', productionId, isAbove: false } : { name: 'speaking', productionId };
}
