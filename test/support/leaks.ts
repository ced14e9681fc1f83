import type { CloudRoom } from './cloud-room.ts';

/** What was written or said somewhere, by where it was found. */
export type Places = ReadonlyMap<string, string | Buffer>;

/** Where which needle was found: `log: sk_cnry…`, one a place and needle; empty where all is well. */
export function leaksIn(places: Places, needles: readonly string[]): readonly string[] {
  const spelt = needles.map((needle) => [needle, encodeURIComponent(needle)] as const);
  return [...places].flatMap(([place, content]) =>
    spelt
      .filter((spellings) => spellings.some((spelling) => content.includes(spelling)))
      .map(([needle]) => `${place}: ${needle.slice(0, 12)}…`),
  );
}

/** What signs the links that services were given: of files lent to them, and of their reports to us. */
export function signaturesOf({ fal, modal, shotstack }: CloudRoom): readonly string[] {
  const sent = JSON.stringify([
    fal.jobs.map(({ input, webhook }) => [input, webhook]),
    modal.jobs,
    shotstack.edits,
  ]);
  return [...new Set([...sent.matchAll(/https?:\/\/[^"\\]+/g)].flatMap(([link]) => signaturesIn(link)))];
}

/** Long values of its query, and what stands behind the last dot of a report's address. */
function signaturesIn(link: string): readonly string[] {
  const { pathname, searchParams } = new URL(link);
  const signed = /^\/hooks\/.+\.([\w-]{20,})$/.exec(pathname)?.[1];
  const values = [...searchParams].filter(([name, value]) => /sig/i.test(name) && value.length >= 20);
  return [...values.map(([, value]) => value), ...(signed === undefined ? [] : [signed])];
}
