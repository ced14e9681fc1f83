import type { Size } from '../../src/domain/geometry.ts';

/** Eight-bit grey, row by row; for text 0 is ink and 255 paper. */
export interface GreyPicture extends Size {
  readonly pixels: Uint8Array;
}

/** Takes away ink that is thinner than 2·radius + 1 pixels: the ringing that encoders leave along hard edges. */
export function withoutThinInk(picture: GreyPicture, radius: number): GreyPicture {
  return spread(spread(picture, radius, Math.max), radius, Math.min);
}

/** The extreme of each pixel's square neighbourhood. */
function spread(
  { width, height, pixels }: GreyPicture,
  radius: number,
  extreme: (left: number, right: number) => number,
): GreyPicture {
  const pass = (from: Uint8Array, step: number, position: (at: number) => number, length: number) => {
    const to = new Uint8Array(from.length);
    for (let at = 0; at < from.length; at++) {
      let value = from[at] ?? 255;
      for (let offset = -radius; offset <= radius; offset++) {
        const neighbour = position(at) + offset;
        if (neighbour >= 0 && neighbour < length) value = extreme(value, from[at + offset * step] ?? 255);
      }
      to[at] = value;
    }
    return to;
  };
  const across = pass(pixels, 1, (at) => at % width, width);
  return { width, height, pixels: pass(across, width, (at) => Math.floor(at / width), height) };
}

export function halved(picture: GreyPicture): GreyPicture {
  const [width, height] = [picture.width >> 1, picture.height >> 1];
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 2 * y * picture.width + 2 * x;
      const below = at + picture.width;
      const four = [at, at + 1, below, below + 1].map((position) => picture.pixels[position] ?? 255);
      pixels[y * width + x] = four.reduce((sum, value) => sum + value, 0) / 4;
    }
  }
  return { width, height, pixels };
}

/** With a margin of paper on all sides. */
export function padded(picture: GreyPicture, margin: number): GreyPicture {
  const [width, height] = [picture.width + 2 * margin, picture.height + 2 * margin];
  const pixels = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < picture.height; y++) {
    const row = picture.pixels.subarray(y * picture.width, (y + 1) * picture.width);
    pixels.set(row, (y + margin) * width + margin);
  }
  return { width, height, pixels };
}

/** The file format PGM, binary. */
export function portableGreyMap({ width, height, pixels }: GreyPicture): Buffer {
  return Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), pixels]);
}
