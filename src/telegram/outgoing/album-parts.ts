/** Telegram's bounds of an album. */
const mostItems = 10;

/** What stands in an album together: at most ten, whose uploads are one request of at most `mostBytes`. */
export function albumParts<Item extends { readonly uploadBytes: number }>(
  items: readonly Item[],
  mostBytes: number,
): Item[][] {
  const parts: Item[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const last = parts.at(-1);
    bytes += item.uploadBytes;
    if (last && last.length < mostItems && bytes <= mostBytes) {
      last.push(item);
      continue;
    }
    parts.push([item]);
    bytes = item.uploadBytes;
  }
  return parts;
}
