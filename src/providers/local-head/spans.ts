import type { FramePlanes } from './planes.ts';
import type { DrawSpan } from './raster.ts';

/** Bilinear samplers, one for each kind of target; eight bits of fraction. */
export function planeSpan(target: Uint8Array, texture: Uint8Array, textureWidth: number): DrawSpan {
  return (offset, count, firstU, firstV, stepU, stepV) => {
    let u = firstU;
    let v = firstV;
    for (let at = offset; at < offset + count; at += 1, u += stepU, v += stepV) {
      const texel = (v >> 16) * textureWidth + (u >> 16);
      const right = (u >> 8) & 255;
      const upper =
        ((texture[texel] as number) << 8) +
        ((texture[texel + 1] as number) - (texture[texel] as number)) * right;
      const below = texel + textureWidth;
      const lower =
        ((texture[below] as number) << 8) +
        ((texture[below + 1] as number) - (texture[below] as number)) * right;
      target[at] = ((upper << 8) + (lower - upper) * ((v >> 8) & 255) + 32768) >> 16;
    }
  };
}

/** Two channels at once, in bits 0–7 and 16–23. */
function pairAt(texture: Uint32Array, textureWidth: number, u: number, v: number): number {
  const texel = (v >> 16) * textureWidth + (u >> 16);
  const right = (u >> 8) & 255;
  const down = (v >> 8) & 255;
  const below = texel + textureWidth;
  const upper =
    (Math.imul(texture[texel] as number, 256 - right) +
      Math.imul(texture[texel + 1] as number, right) +
      0x800080) >>>
    8;
  const lower =
    (Math.imul(texture[below] as number, 256 - right) +
      Math.imul(texture[below + 1] as number, right) +
      0x800080) >>>
    8;
  return (
    ((Math.imul(upper & 0xff00ff, 256 - down) + Math.imul(lower & 0xff00ff, down) + 0x800080) >>> 8) &
    0xff00ff
  );
}

export function chromaSpan(target: FramePlanes, texture: Uint32Array, textureWidth: number): DrawSpan {
  const { u: targetU, v: targetV } = target;
  return (offset, count, firstU, firstV, stepU, stepV) => {
    let u = firstU;
    let v = firstV;
    for (let at = offset; at < offset + count; at += 1, u += stepU, v += stepV) {
      const pair = pairAt(texture, textureWidth, u, v);
      targetU[at] = pair & 255;
      targetV[at] = pair >>> 16;
    }
  };
}

/** Luma with alpha, laid over the plate: pairs are luma × alpha and alpha. */
export function coveredLumaSpan(
  target: Uint8Array,
  plate: Uint8Array,
  texture: Uint32Array,
  textureWidth: number,
): DrawSpan {
  return (offset, count, firstU, firstV, stepU, stepV) => {
    let u = firstU;
    let v = firstV;
    for (let at = offset; at < offset + count; at += 1, u += stepU, v += stepV) {
      const pair = pairAt(texture, textureWidth, u, v);
      const behind = (plate[at] as number) * (255 - (pair >>> 16)) + 128;
      target[at] = (pair & 255) + ((behind + (behind >> 8)) >> 8);
    }
  };
}

export interface CoveredChroma {
  readonly chroma: Uint32Array;
  readonly alpha: Uint8Array;
}

export function coveredChromaSpan(
  target: FramePlanes,
  plate: FramePlanes,
  texture: CoveredChroma,
  textureWidth: number,
): DrawSpan {
  const { u: targetU, v: targetV } = target;
  const { alpha } = texture;
  return (offset, count, firstU, firstV, stepU, stepV) => {
    let u = firstU;
    let v = firstV;
    for (let at = offset; at < offset + count; at += 1, u += stepU, v += stepV) {
      const pair = pairAt(texture.chroma, textureWidth, u, v);
      const texel = (v >> 16) * textureWidth + (u >> 16);
      const right = (u >> 8) & 255;
      const upper =
        ((alpha[texel] as number) << 8) + ((alpha[texel + 1] as number) - (alpha[texel] as number)) * right;
      const below = texel + textureWidth;
      const lower =
        ((alpha[below] as number) << 8) + ((alpha[below + 1] as number) - (alpha[below] as number)) * right;
      const behind = 255 - (((upper << 8) + (lower - upper) * ((v >> 8) & 255) + 32768) >> 16);
      const behindU = (plate.u[at] as number) * behind + 128;
      const behindV = (plate.v[at] as number) * behind + 128;
      targetU[at] = (pair & 255) + ((behindU + (behindU >> 8)) >> 8);
      targetV[at] = (pair >>> 16) + ((behindV + (behindV >> 8)) >> 8);
    }
  };
}
