import type { ColourPlanes } from './guided-filter.ts';
import type { Plane } from './plane.ts';

/** The part of the last frame's answer that stays where nothing in the picture changed. */
const memory = 0.75;
/** Colour difference, 0–1, at which a pixel counts as changed: above a coder's noise, below a moving edge. */
const changed = 0.07;

/**
 * The model's answers differ a little from frame to frame where the picture doesn't, which flickers; there the last answer
 * counts more than the new one. Where the picture changed the new one counts alone, so nothing drags behind.
 */
export function steadied(
  fresh: Plane,
  colours: ColourPlanes,
  past: { readonly probability: Plane; readonly colours: ColourPlanes },
): Plane {
  const values = new Float32Array(fresh.values.length);
  const [red, green, blue] = colours.map((plane) => plane.values);
  const [oldRed, oldGreen, oldBlue] = past.colours.map((plane) => plane.values);
  for (let i = 0; i < values.length; i++) {
    const r = (red?.[i] ?? 0) - (oldRed?.[i] ?? 0);
    const g = (green?.[i] ?? 0) - (oldGreen?.[i] ?? 0);
    const b = (blue?.[i] ?? 0) - (oldBlue?.[i] ?? 0);
    const difference = (r * r + g * g + b * b) / (changed * changed);
    const kept = memory / (1 + difference * difference);
    values[i] = (fresh.values[i] ?? 0) * (1 - kept) + (past.probability.values[i] ?? 0) * kept;
  }
  return { width: fresh.width, height: fresh.height, values };
}
