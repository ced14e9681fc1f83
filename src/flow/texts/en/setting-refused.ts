import type { TypedSetting } from '../details.ts';

/** What is wrong with settings that were typed as JSON. */
export function settingRefused({ path, found, allowed, isUnknown, nearest }: TypedSetting): string {
  if (path === '') {
    return 'This is no JSON that I can read: an object in braces is needed. Check brackets, quotes and commas.';
  }
  const meant = nearest === '' ? '' : ` Did you mean <code>${nearest}</code>?`;
  if (isUnknown) return `This video has no setting <code>${path}</code>.${meant} There are: ${allowed}.`;
  return found === 'nothing'
    ? `The settings lack <code>${path}</code>. Allowed: ${allowed}.`
    : `The setting <code>${path}</code> can’t be <code>${found}</code>.${meant} Allowed: ${allowed}.`;
}
