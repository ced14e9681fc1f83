import type { Texts } from './texts/texts.ts';

/** What an edit did, in words; ids that no text knows are left out. */
export function editWords(applied: readonly string[], { edits }: Texts): string {
  return applied
    .flatMap((id) => {
      const scoped = /^(background|person)-(.+)$/.exec(id);
      const colour = /^plain-background-(.+)$/.exec(id)?.[1];
      if (colour !== undefined) return [edits.plain];
      const done = edits.done[id];
      if (done !== undefined) return [done];
      const inner = scoped?.[2] === undefined ? undefined : edits.done[scoped[2]];
      return inner === undefined ? [] : [scoped?.[1] === 'background' ? edits.background(inner) : inner];
    })
    .join(', ');
}
