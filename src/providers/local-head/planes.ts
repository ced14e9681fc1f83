import type { Size } from '../../domain/geometry.ts';

/** A picture of 8-bit RGBA, straight alpha. */
export interface RgbaPicture extends Size {
  readonly data: Uint8ClampedArray;
}

/** A frame in planar 4:2:0, BT.709, limited range: one buffer, luma first, as it goes to the encoder. */
export interface FramePlanes extends Size {
  readonly bytes: Uint8Array;
  readonly luma: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** A picture that is sampled from: it reaches `marginPx` beyond the frame on every side. Chroma is packed u | v << 16. */
export interface Layer extends Size {
  readonly marginPx: number;
  readonly luma: Uint8Array;
  readonly chroma: Uint32Array;
  readonly cover: Cover | undefined;
}

/** How a layer covers what is behind it, at full and at half size, with the colours multiplied by it. */
export interface Cover {
  readonly alpha: Uint8Array;
  readonly halfAlpha: Uint8Array;
  /** luma × alpha | alpha << 16. */
  readonly luma: Uint32Array;
  /** u × alpha | v × alpha << 16. */
  readonly chroma: Uint32Array;
}

export function emptyFrame({ width, height }: Size): FramePlanes {
  const area = width * height;
  const bytes = new Uint8Array(area * 1.5);
  return {
    width,
    height,
    bytes,
    luma: bytes.subarray(0, area),
    u: bytes.subarray(area, area * 1.25),
    v: bytes.subarray(area * 1.25),
  };
}

export function lumaOf(red: number, green: number, blue: number): number {
  return (red * 11966 + green * 40254 + blue * 4064 + 1081344) >> 16;
}

export function uOf(red: number, green: number, blue: number): number {
  return (red * -6597 + green * -22187 + blue * 28784 + 8421376) >> 16;
}

export function vOf(red: number, green: number, blue: number): number {
  return (red * 28784 + green * -26148 + blue * -2636 + 8421376) >> 16;
}

/** Width and height must be even. With `hasCover` the picture's alpha is kept. */
export function layerOf(picture: RgbaPicture, marginPx: number, hasCover: boolean): Layer {
  const { width, height, data } = picture;
  const luma = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < luma.length; pixel += 1, at += 4) {
    luma[pixel] = lumaOf(data[at] as number, data[at + 1] as number, data[at + 2] as number);
  }
  const halfWidth = width / 2;
  const chroma = new Uint32Array(halfWidth * (height / 2));
  const halfAlpha = new Uint8Array(chroma.length);
  for (let row = 0, half = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2, half += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let weight = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const at = ((row + (corner >> 1)) * width + column + (corner & 1)) * 4;
        const alpha = hasCover ? (data[at + 3] as number) : 255;
        red += alpha * (data[at] as number);
        green += alpha * (data[at + 1] as number);
        blue += alpha * (data[at + 2] as number);
        weight += alpha;
      }
      halfAlpha[half] = (weight + 2) >> 2;
      if (weight === 0) continue;
      chroma[half] =
        uOf(red / weight, green / weight, blue / weight) |
        (vOf(red / weight, green / weight, blue / weight) << 16);
    }
  }
  return {
    width,
    height,
    marginPx,
    luma,
    chroma,
    cover: hasCover ? coverOf(data, luma, chroma, halfAlpha) : undefined,
  };
}

function coverOf(
  data: Uint8ClampedArray,
  luma: Uint8Array,
  chroma: Uint32Array,
  halfAlpha: Uint8Array,
): Cover {
  const alpha = new Uint8Array(luma.length);
  const multiplied = new Uint32Array(luma.length);
  for (let pixel = 0; pixel < luma.length; pixel += 1) {
    const opacity = data[pixel * 4 + 3] as number;
    alpha[pixel] = opacity;
    multiplied[pixel] = share(luma[pixel] as number, opacity) | (opacity << 16);
  }
  const multipliedChroma = chroma.map((packed, half) => {
    const opacity = halfAlpha[half] as number;
    return share(packed & 255, opacity) | (share(packed >>> 16, opacity) << 16);
  });
  return { alpha, halfAlpha, luma: multiplied, chroma: multipliedChroma };
}

function share(value: number, alpha: number): number {
  const product = value * alpha + 128;
  return (product + (product >> 8)) >> 8;
}

/** The layer's part inside the frame, laid over `plate` where it has a cover. */
export function drawResting(layer: Layer, plate: FramePlanes | undefined, into: FramePlanes): void {
  const { width, height } = into;
  for (let row = 0; row < height; row += 1) {
    const from = (row + layer.marginPx) * layer.width + layer.marginPx;
    for (let column = 0; column < width; column += 1) {
      const target = row * width + column;
      const packed = layer.cover?.luma[from + column];
      into.luma[target] =
        packed === undefined || !plate
          ? (layer.luma[from + column] as number)
          : (packed & 255) + share(plate.luma[target] as number, 255 - (packed >>> 16));
    }
  }
  const [halfWidth, halfMargin] = [width / 2, layer.marginPx / 2];
  for (let row = 0; row < height / 2; row += 1) {
    const from = (row + halfMargin) * (layer.width / 2) + halfMargin;
    for (let column = 0; column < halfWidth; column += 1) {
      const target = row * halfWidth + column;
      const behind = layer.cover && plate ? 255 - (layer.cover.halfAlpha[from + column] as number) : 0;
      const packed = (behind && layer.cover ? layer.cover.chroma : layer.chroma)[from + column] as number;
      into.u[target] = (packed & 255) + (behind && plate ? share(plate.u[target] as number, behind) : 0);
      into.v[target] = (packed >>> 16) + (behind && plate ? share(plate.v[target] as number, behind) : 0);
    }
  }
}
