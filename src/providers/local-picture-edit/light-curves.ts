import type { LightKind } from './picture-edits.ts';

export interface LightEdit {
  readonly kind: LightKind;
  /** 1 as said plainly. */
  readonly strength: number;
}

/** Changes an RGB value of 0–1 each, in place: millions of them are changed, so none is made anew. */
type ColourChange = (colour: Float64Array) => void;

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
export function applyLight(rgba: Uint8ClampedArray, { kind, strength }: LightEdit): void {
  const change = changes[kind](strength);
  const colour = new Float64Array(3);
  for (let i = 0; i < rgba.length; i += 4) {
    for (let channel = 0; channel < 3; channel++) colour[channel] = (rgba[i + channel] ?? 0) / 255;
    change(colour);
    for (let channel = 0; channel < 3; channel++) rgba[i + channel] = (colour[channel] ?? 0) * 255;
  }
}

/** The curve is tabled, since powers are slow. */
function eachChannel(curve: (value: number) => number): ColourChange {
  const table = Float64Array.from({ length: 256 }, (_, i) => curve(i / 255));
  return (colour) => {
    for (let channel = 0; channel < 3; channel++) {
      colour[channel] = table[Math.round((colour[channel] ?? 0) * 255)] ?? 0;
    }
  };
}

/** Keeps the brightness while the colour shifts. */
function tinted(...gains: readonly [red: number, green: number, blue: number]): ColourChange {
  return (colour) => {
    const before = luma(colour);
    for (let channel = 0; channel < 3; channel++) {
      colour[channel] = (colour[channel] ?? 0) * (gains[channel] ?? 1);
    }
    const after = luma(colour);
    const gain = after > 0 ? before / after : 1;
    for (let channel = 0; channel < 3; channel++) colour[channel] = (colour[channel] ?? 0) * gain;
  };
}

function saturated(amount: number): ColourChange {
  return (colour) => {
    const grey = luma(colour);
    for (let channel = 0; channel < 3; channel++) {
      colour[channel] = mix(grey, colour[channel] ?? 0, amount);
    }
  };
}

/** ITU-R BT.709. */
function luma(colour: Float64Array): number {
  return 0.2126 * (colour[0] ?? 0) + 0.7152 * (colour[1] ?? 0) + 0.0722 * (colour[2] ?? 0);
}

function sCurve(value: number): number {
  return value * value * (3 - 2 * value);
}

function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount;
}
