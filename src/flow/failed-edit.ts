import type { Refusal } from '../domain/production/production-status.ts';
import type { ErrorReason } from '../kernel/errors.ts';
import type { DraftTask } from './draft.ts';
import type { Screen, ScreenOf } from './state.ts';

/** The service could not, which says nothing against what was asked for. */
const ofService: readonly ErrorReason[] = [
  'provider-unavailable',
  'provider-answer-unusable',
  'provider-unconfirmed',
  'budget-spent',
  'timed-out',
];

/** The screen where the same edit can be asked for again, or of the built-in editor; undefined where it can't be. */
export function failedEdit(
  { kind, prompt }: DraftTask,
  { reason }: Refusal,
  screen: Screen,
): ScreenOf<'edit'> | undefined {
  if (screen.name !== 'edit' || kind !== 'edit-picture' || prompt === undefined) return undefined;
  return ofService.includes(reason) ? { ...screen, failedPrompt: prompt } : undefined;
}
