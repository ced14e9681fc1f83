import { sha256 } from '../../platform/files/sha256.ts';

/** What is drawn to be looked at before a render, and goes after a day: all of one video below one folder. */
export const drawnFolders = ['stills', 'previews'] as const;

export function drawnFolder(
  kind: (typeof drawnFolders)[number],
  owner: string,
  productionId: string,
): string {
  return `${kind}/${sha256(owner).slice(0, 16)}/${productionId}`;
}
