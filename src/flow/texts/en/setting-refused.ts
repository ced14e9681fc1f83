import type { Details } from '../details.ts';

/** What is wrong with settings that were typed as JSON. */
export function settingRefused({ path, found, allowed }: NonNullable<Details['setting']>): string {
  if (path === '') {
    return 'This is no JSON that I can read: an object in braces is needed. Check brackets, quotes and commas.';
  }
  return found === 'nothing'
    ? `The settings lack <code>${path}</code>. Allowed: ${allowed}.`
    : `The setting <code>${path}</code> can’t be <code>${found}</code>. Allowed: ${allowed}.`;
}
