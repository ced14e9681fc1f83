import type { TeethLight } from './eye-whites.ts';
import { type LipCurves, lipCurves, locate, type MouthPlace, steps } from './lip-curves.ts';
import type { MouthKit } from './mouth-kit.ts';
import { type FramePlanes, lumaOf, type RgbaPicture, uOf, vOf } from './planes.ts';
import type { Clip } from './raster.ts';
import type { Rig } from './rig.ts';
import { smoothstep } from './vectors.ts';
import type { PosedVertices } from './pose.ts';

export interface MouthState {
  /** Weight of `mouth-open`. */
  readonly jaw: number;
  /** 0 flat, 1 raised. */
  readonly tongue: number;
  /** Where the head's motion brings the upper teeth's anchor, pixels of the frame. */
  readonly anchor: readonly [number, number];
}

/** What shows between the lips. */
export interface MouthInside {
  /** Writes red, green and blue (0–255) of a place in the opening; distances in pixels. */
  colour(place: MouthPlace, into: Float32Array): void;
}

/** Given for each frame. */
export type MouthInsideOf = (curves: LipCurves, state: MouthState) => MouthInside;

/** Lower by these shares of the inter-ocular distance than the kit was modelled: so they show as teeth do in speech. */
const drop = { upperTeeth: 0.06, lowerTeeth: 0.05, tongue: 0.03 };
const cavity = [30, 11, 12] as const;

interface Sampled {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

/**
 * `light`: what the kit's colours are multiplied by. Without `hasTeeth` only cavity and tongue show.
 */
export function createKitMouth(
  kit: MouthKit,
  interOcular: number,
  { light, hasTeeth }: { readonly light: TeethLight; readonly hasTeeth: boolean },
): MouthInsideOf {
  const sampled: Sampled = { red: 0, green: 0, blue: 0, alpha: 0 };
  const lay = (
    layer: RgbaPicture,
    along: number,
    across: number,
    shade: number,
    tint: number,
    into: Float32Array,
  ) => {
    sample(
      layer,
      kit.lipLine[0] + along * kit.oversampling,
      kit.lipLine[1] + across * kit.oversampling,
      sampled,
    );
    const { alpha } = sampled;
    if (alpha <= 0) return;
    into[0] = (into[0] as number) * (1 - alpha) + sampled.red * shade * alpha;
    into[1] = (into[1] as number) * (1 - alpha) + sampled.green * shade * tint * alpha;
    into[2] = (into[2] as number) * (1 - alpha) + sampled.blue * shade * tint * alpha;
  };
  return (curves: LipCurves, state: MouthState): MouthInside => {
    const jawPx = state.jaw * kit.jawDrop * interOcular;
    const openness = Math.min(1, curves.open / (interOcular * 0.22));
    return {
      colour(place, into) {
        const { along, across, belowUpperLip, aboveLowerLip } = place;
        const depth = Math.min(1, belowUpperLip / (interOcular * 0.16));
        into[0] = cavity[0] + 16 * depth;
        into[1] = cavity[1] + 4 * depth;
        into[2] = cavity[2] + 4 * depth;
        const under = smoothstep(0, interOcular * 0.13, belowUpperLip);
        const overLip = smoothstep(0, interOcular * 0.06, aboveLowerLip);
        const tongueAcross = across - jawPx * 0.8 - (drop.tongue - 0.1 * state.tongue) * interOcular;
        lay(kit.tongue, along, tongueAcross, 0.62 * under * (0.75 + 0.25 * overLip), 0.86, into);
        if (hasTeeth) {
          const lowerShade = 0.82 * (0.5 + 0.5 * overLip) * (0.5 + 0.5 * under);
          lay(kit.lowerTeeth, along, across - jawPx - drop.lowerTeeth * interOcular, lowerShade, 1, into);
          const upperShade = 0.58 + 0.42 * smoothstep(-1, interOcular * 0.07, belowUpperLip);
          lay(kit.upperTeeth, along, across - drop.upperTeeth * interOcular, upperShade, 1, into);
        }
        const shade = (1 - 0.62 * Math.abs(place.sideways) ** 2.4) * (0.84 + 0.16 * openness);
        for (const channel of [0, 1, 2] as const) {
          into[channel] = (into[channel] as number) * shade * light[channel];
        }
      },
    };
  };
}

/** Bilinear, weighted by alpha. */
function sample(layer: RgbaPicture, x: number, y: number, into: Sampled): void {
  into.alpha = 0;
  const left = x - 0.5;
  const top = y - 0.5;
  if (left < 0 || top < 0 || left >= layer.width - 1 || top >= layer.height - 1) return;
  const column = Math.floor(left);
  const row = Math.floor(top);
  const right = left - column;
  const down = top - row;
  const { data } = layer;
  let red = 0;
  let green = 0;
  let blue = 0;
  let alpha = 0;
  for (let corner = 0; corner < 4; corner += 1) {
    const at = ((row + (corner >> 1)) * layer.width + column + (corner & 1)) * 4;
    const weight =
      (corner & 1 ? right : 1 - right) * (corner >> 1 ? down : 1 - down) * (data[at + 3] as number);
    alpha += weight;
    red += weight * (data[at] as number);
    green += weight * (data[at + 1] as number);
    blue += weight * (data[at + 2] as number);
  }
  if (alpha < 1) return;
  into.red = red / alpha;
  into.green = green / alpha;
  into.blue = blue / alpha;
  into.alpha = alpha / 255;
}

/** Draws what shows between the parted lips, anti-aliased along them. */
export function drawMouthOpening(
  rig: Rig,
  posed: PosedVertices,
  state: MouthState,
  insideOf: MouthInsideOf,
  frame: FramePlanes,
): void {
  const curves = lipCurves(posed.x, posed.y, rig.upperLip, rig.lowerLip);
  if (curves.open < 0.7) return;
  const bounds = boundsOf(curves, frame);
  const inside = insideOf(curves, state);
  const place = { x: 0, y: 0, along: 0, across: 0, belowUpperLip: 0, aboveLowerLip: 0, sideways: 0 };
  const colour = new Float32Array(3);
  const anchorX =
    (state.anchor[0] - curves.originX) * curves.alongX + (state.anchor[1] - curves.originY) * curves.alongY;
  const anchorY =
    (state.anchor[1] - curves.originY) * curves.alongX - (state.anchor[0] - curves.originX) * curves.alongY;
  for (let top = bounds.top; top < bounds.bottom; top += 2) {
    for (let left = bounds.left; left < bounds.right; left += 2) {
      let covered = 0;
      let sumU = 0;
      let sumV = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        place.x = left + (corner & 1);
        place.y = top + (corner >> 1);
        const coverage = locate(curves, place);
        if (coverage <= 0.004) continue;
        place.along -= anchorX;
        place.across -= anchorY;
        inside.colour(place, colour);
        const red = colour[0] as number;
        const green = colour[1] as number;
        const blue = colour[2] as number;
        const at = place.y * frame.width + place.x;
        const behind = frame.luma[at] as number;
        frame.luma[at] = behind + (lumaOf(red, green, blue) - behind) * coverage + 0.5;
        covered += coverage;
        sumU += uOf(red, green, blue) * coverage;
        sumV += vOf(red, green, blue) * coverage;
      }
      if (covered === 0) continue;
      const half = (top >> 1) * (frame.width >> 1) + (left >> 1);
      const share = covered / 4;
      frame.u[half] = (frame.u[half] as number) * (1 - share) + sumU / 4 + 0.5;
      frame.v[half] = (frame.v[half] as number) * (1 - share) + sumV / 4 + 0.5;
    }
  }
}

/** Even pixels, inside the frame. */
function boundsOf(curves: LipCurves, frame: FramePlanes): Clip {
  let [left, top, right, bottom] = [frame.width, frame.height, 0, 0];
  for (const heights of [curves.upper, curves.lower]) {
    heights.forEach((height, step) => {
      const along = (curves.width * step) / steps;
      const x = curves.originX + along * curves.alongX - height * curves.alongY;
      const y = curves.originY + along * curves.alongY + height * curves.alongX;
      left = Math.min(left, x - 2);
      right = Math.max(right, x + 2);
      top = Math.min(top, y - 2);
      bottom = Math.max(bottom, y + 2);
    });
  }
  const even = (value: number, limit: number) => Math.min(limit, Math.max(0, Math.floor(value / 2) * 2));
  return {
    left: even(left, frame.width),
    top: even(top, frame.height),
    right: even(right + 2, frame.width),
    bottom: even(bottom + 2, frame.height),
  };
}
