import type { LightKind } from './picture-edits.ts';

export interface LightEdit {
  readonly kind: LightKind;
  /** 1 as said plainly. */
  readonly strength: number;
}

/** Changes an RGB value of 0–1 each. */
type ColourChange = (red: number, green: number, blue: number) => readonly [number, number, number];

/** How much each edit does when it is said plainly: seen on the cast to be clear and still natural. */
const changes: Readonly<Record<LightKind, (strength: number) => ColourChange>> = {
  brighter: (strength) => eachChannel((value) => value ** (1 / (1 + 0.32 * strength))),
  darker: (strength) => eachChannel((value) => value ** (1 + 0.38 * strength)),
  'more-contrast': (strength) => eachChannel((value) => mix(value, sCurve(value), 0.55 * strength)),
  'less-contrast': (strength) => eachChannel((value) => mix(value, 0.5, 0.2 * strength)),
  warmer: (strength) => tinted(1 + 0.06 * strength, 1, 1 - 0.11 * strength),
  cooler: (strength) => tinted(1 - 0.09 * strength, 1, 1 + 0.08 * strength),
  'more-colour': (strength) => saturated(1 + 0.35 * strength),
  'less-colour': (strength) => saturated(Math.max(0, 1 - 0.4 * strength)),
  'black-and-white': () => saturated(0),
};

/** Changes `rgba` in place; alpha stays. */
export function applyLight(rgba: Uint8ClampedArray, edits: readonly LightEdit[]): void {
  const all = edits.map(({ kind, strength }) => changes[kind](strength));
  for (let i = 0; i < rgba.length; i += 4) {
    let colour: readonly [number, number, number] = [
      (rgba[i] ?? 0) / 255,
      (rgba[i + 1] ?? 0) / 255,
      (rgba[i + 2] ?? 0) / 255,
    ];
    for (const change of all) colour = change(...colour);
    rgba[i] = colour[0] * 255;
    rgba[i + 1] = colour[1] * 255;
    rgba[i + 2] = colour[2] * 255;
  }
}

function eachChannel(curve: (value: number) => number): ColourChange {
  return (red, green, blue) => [curve(clamp(red)), curve(clamp(green)), curve(clamp(blue))];
}

/** Keeps the brightness while the colour shifts. */
function tinted(redGain: number, greenGain: number, blueGain: number): ColourChange {
  return (red, green, blue) => {
    const before = luma(red, green, blue);
    const [r, g, b] = [red * redGain, green * greenGain, blue * blueGain];
    const after = luma(r, g, b);
    const gain = after > 0 ? before / after : 1;
    return [r * gain, g * gain, b * gain];
  };
}

function saturated(amount: number): ColourChange {
  return (red, green, blue) => {
    const grey = luma(red, green, blue);
    return [mix(grey, red, amount), mix(grey, green, amount), mix(grey, blue, amount)];
  };
}

/** ITU-R BT.709. */
function luma(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function sCurve(value: number): number {
  return value * value * (3 - 2 * value);
}

function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
