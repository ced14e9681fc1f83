import { type EyeTopology, eyes } from './canonical-face.ts';
import type { FaceFrame } from './face-frame.ts';
import { mean, smoothstep, type Vector3 } from './vectors.ts';

/** How far each ring goes with a shut lid, as a share of the eye's opening. */
const shares = { upperLid: 0.92, lowerLid: -0.08, fold: 0.5, underBrow: 0.14 };

interface Control {
  readonly x: number;
  readonly y: number;
  readonly moveX: number;
  readonly moveY: number;
}

/** Displacement of a full blink in pixels, measured on this very eye, so that the lids meet whatever its opening is. */
export function lidClosing(
  frame: FaceFrame,
  restX: Float32Array,
  restY: Float32Array,
  isEyeball: (vertex: number) => boolean,
): { x: Float32Array; y: Float32Array } {
  const closing = { x: new Float32Array(restX.length), y: new Float32Array(restX.length) };
  for (const eye of eyes) {
    const controls = controlsOf(frame, eye);
    const centre = mean(eye.upperLid.map((index) => frame.points[index] as Vector3));
    for (let vertex = 0; vertex < restX.length; vertex += 1) {
      if (isEyeball(vertex)) continue;
      const [x, y] = [restX[vertex] as number, restY[vertex] as number];
      const away = Math.hypot(x - centre[0], y - centre[1]);
      if (away > frame.interOcular * 0.6) continue;
      const fall = 1 - smoothstep(frame.interOcular * 0.35, frame.interOcular * 0.6, away);
      const [moveX, moveY] = interpolated(controls, x, y);
      closing.x[vertex] = moveX * fall;
      closing.y[vertex] = moveY * fall;
    }
  }
  return closing;
}

function controlsOf(frame: FaceFrame, eye: EyeTopology): Control[] {
  const at = (index: number | undefined) => frame.points[index as number] as Vector3;
  const moved = (index: number | undefined, opening: Vector3, share: number): Control => {
    const [x, y] = at(index);
    return { x, y, moveX: opening[0] * share, moveY: opening[1] * share };
  };
  const controls = eye.still.map((index) => moved(index, [0, 0, 0], 0));
  eye.upperLid.forEach((upper, place) => {
    const [top, bottom] = [at(upper), at(eye.lowerLid[place])];
    const opening: Vector3 = [bottom[0] - top[0], bottom[1] - top[1], 0];
    controls.push(
      moved(upper, opening, shares.upperLid),
      moved(eye.lowerLid[place], opening, shares.lowerLid),
      moved(eye.fold[place], opening, shares.fold),
      moved(eye.underBrow[place], opening, shares.underBrow),
    );
  });
  return controls;
}

function interpolated(controls: readonly Control[], x: number, y: number): [number, number] {
  let [total, moveX, moveY] = [0, 0, 0];
  for (const control of controls) {
    const weight = 1 / (Math.hypot(control.x - x, control.y - y) ** 3 + 0.02);
    total += weight;
    moveX += weight * control.moveX;
    moveY += weight * control.moveY;
  }
  return [moveX / total, moveY / total];
}
