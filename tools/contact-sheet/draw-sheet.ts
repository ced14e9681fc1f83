import { type Canvas, createCanvas, type Image } from '@napi-rs/canvas';

export interface SheetCell {
  readonly caption: string;
  readonly image: Image;
}

const gap = 8;
const captionHeight = 22;

/** Rows that each fill the width, their cells equally high; captions stand below. */
export function drawSheet(rows: readonly (readonly SheetCell[])[], width: number): Canvas {
  const heights = rows.map((row) => rowHeight(row, width));
  const rowStep = gap + captionHeight;
  const height = Math.round(heights.reduce((sum, rowHigh) => sum + rowHigh + rowStep, gap));
  const sheet = createCanvas(width, height);
  const pen = sheet.getContext('2d');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.font = '14px sans-serif';
  pen.textAlign = 'center';
  let y = gap;
  for (const [index, row] of rows.entries()) {
    const high = heights[index] ?? 0;
    let x = gap;
    for (const { caption, image } of row) {
      const wide = (high * image.width) / image.height;
      pen.drawImage(image, x, y, wide, high);
      pen.fillStyle = '#33363d';
      pen.fillText(caption, x + wide / 2, y + high + 16, wide);
      x += wide + gap;
    }
    y += high + rowStep;
  }
  return sheet;
}

function rowHeight(row: readonly SheetCell[], width: number): number {
  const room = width - gap * (row.length + 1);
  return room / row.reduce((sum, { image }) => sum + image.width / image.height, 0);
}
