import type { Production } from '../../store/productions.ts';

/** The video that renders are counted and kept together by, also where one is rendered from a render of it. */
export function familyOf({ id, sourceId }: Production): string {
  return sourceId ?? id;
}
