import { isAppError } from '../kernel/errors.ts';
import { logOf } from '../platform/log/log.ts';
import { escapeHtml } from '../domain/html.ts';
import type { ArgumentName, ArgumentProblem } from './arguments.ts';
import type { OperatorContext } from './operator-command.ts';
import type { OperatorTexts } from './texts/en.ts';

/** Undefined where the update is to be worked off again later. */
export function refusalOf(texts: OperatorTexts, error: unknown): string | undefined {
  if (isAppError(error, 'invalid-arguments')) {
    const { problem, argument, found } = error.details;
    return texts.problem(problem as ArgumentProblem, argument as ArgumentName, escapeHtml(String(found)));
  }
  if (isAppError(error, 'not-found')) return texts.nobody;
  if (isAppError(error, 'database-unavailable')) return undefined;
  const words = isAppError(error) ? error.message : undefined;
  return words === undefined ? texts.failed : texts.refused(escapeHtml(words.slice(0, 300)));
}

export function logFailure({ parts, operatorId }: OperatorContext, error: unknown, name: string): void {
  if (isAppError(error, 'invalid-arguments') || isAppError(error, 'not-found')) return;
  logOf(parts.log, 'admin').error(
    { err: error, command: name, operatorId },
    'A command of an operator failed.',
  );
}

export function outcomeOf(error: unknown): string {
  return isAppError(error) ? `refused: ${error.reason}` : 'failed: an error in the program';
}
