import type { Box, Size } from '../../domain/geometry.ts';

const width = 1280;
const gap = 24;
/** Three across: on a phone five would leave a face the size of a thumbnail. */
const mostAcross = 3;
const card = { width: 392, height: 490 } as const;

/** One row up to three, two rows beyond. */
export function sheetSize(count: number): Size {
  const rows = Math.ceil(count / mostAcross);
  return { width, height: rows * (card.height + gap) + gap };
}

/** Where each face stands; a row that isn't full stands in the middle. */
export function sheetCards(count: number): Box[] {
  const firstRow = count === 4 ? 2 : Math.min(count, mostAcross);
  const rows = count > firstRow ? [firstRow, count - firstRow] : [firstRow];
  return rows.flatMap((across, row) => {
    const left = (width - across * card.width - (across - 1) * gap) / 2;
    return Array.from({ length: across }, (_, column) => ({
      ...card,
      x: left + column * (card.width + gap),
      y: gap + row * (card.height + gap),
    }));
  });
}
