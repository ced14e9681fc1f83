import type { Rig } from './rig.ts';

export interface HeadPose {
  /** Radians. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
  /** Inter-ocular distances. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** 1 at rest; a little more when leaning forward. */
  readonly size: number;
}

export const restingHead: HeadPose = { yaw: 0, pitch: 0, roll: 0, shiftX: 0, shiftY: 0, size: 1 };

export interface FramePose {
  /** Weights by the rig's units. */
  readonly units: Readonly<Record<string, number>>;
  /** 1 brings the lips of a smiling photo together. */
  readonly lipsTogether: number;
  /** 1 makes the lips touch whatever the units say. */
  readonly closure: number;
  readonly head: HeadPose;
}

export interface PosedVertices {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Where every vertex goes; `posed` is written and must have the rig's length. */
export function poseVertices(rig: Rig, pose: FramePose, posed: PosedVertices): void {
  posed.x.set(rig.restX);
  posed.y.set(rig.restY);
  for (const [name, weight] of Object.entries(pose.units)) {
    const unit = rig.units.get(name);
    if (unit && Math.abs(weight) > 1e-4) addScaled(posed, unit, weight);
  }
  if (pose.lipsTogether > 1e-4) addScaled(posed, rig.lipsTogether, pose.lipsTogether);
  settleLips(rig, posed, pose.closure);
  const turn = headTurn(rig, pose.head);
  for (let vertex = 0; vertex < rig.vertexCount; vertex += 1) {
    const weight = rig.headWeight[vertex] as number;
    if (weight === 0) continue;
    const [x, y] = [posed.x[vertex] as number, posed.y[vertex] as number];
    const [turnedX, turnedY] = turn(x, y, rig.restZ[vertex] as number);
    posed.x[vertex] = x + weight * (turnedX - x);
    posed.y[vertex] = y + weight * (turnedY - y);
  }
}

function addScaled(posed: PosedVertices, by: PosedVertices, weight: number): void {
  for (let vertex = 0; vertex < posed.x.length; vertex += 1) {
    posed.x[vertex] = (posed.x[vertex] as number) + weight * (by.x[vertex] as number);
    posed.y[vertex] = (posed.y[vertex] as number) + weight * (by.y[vertex] as number);
  }
}

/** Summed motions may push a lip through the other, or leave a closure open: there both meet halfway. */
function settleLips(rig: Rig, posed: PosedVertices, closure: number): void {
  const [downX, downY] = rig.face.down;
  for (let at = 1; at + 1 < rig.upperLip.length; at += 1) {
    const [upper, lower] = [rig.upperLip[at] as number, rig.lowerLip[at] as number];
    const gapX = (posed.x[lower] as number) - (posed.x[upper] as number);
    const gapY = (posed.y[lower] as number) - (posed.y[upper] as number);
    const gap = gapX * downX + gapY * downY;
    const share = gap < 0 ? 0.5 : closure / 2;
    if (share === 0) continue;
    posed.x[upper] = (posed.x[upper] as number) + gapX * share;
    posed.y[upper] = (posed.y[upper] as number) + gapY * share;
    posed.x[lower] = (posed.x[lower] as number) - gapX * share;
    posed.y[lower] = (posed.y[lower] as number) - gapY * share;
  }
}

/** Rotation about the neck, seen without perspective: nearer points go further. */
export function headTurn(rig: Rig, head: HeadPose): (x: number, y: number, z: number) => [number, number] {
  const { face } = rig;
  const pivotX = face.centre[0] + face.down[0] * face.height * 0.62;
  const pivotY = face.centre[1] + face.down[1] * face.height * 0.62;
  const pivotZ = (face.points[152]?.[2] ?? 0) + face.width * 0.55;
  const [cosYaw, sinYaw] = [Math.cos(head.yaw), Math.sin(head.yaw)];
  const [cosPitch, sinPitch] = [Math.cos(head.pitch), Math.sin(head.pitch)];
  const [cosRoll, sinRoll] = [Math.cos(head.roll), Math.sin(head.roll)];
  const [shiftX, shiftY] = [head.shiftX * face.interOcular, head.shiftY * face.interOcular];
  return (x, y, z) => {
    const [fromX, fromY, fromZ] = [x - pivotX, y - pivotY, z - pivotZ];
    const yawedX = fromX * cosYaw - fromZ * sinYaw;
    const yawedZ = fromX * sinYaw + fromZ * cosYaw;
    const pitchedY = fromY * cosPitch - yawedZ * sinPitch;
    return [
      pivotX + (yawedX * cosRoll - pitchedY * sinRoll) * head.size + shiftX,
      pivotY + (yawedX * sinRoll + pitchedY * cosRoll) * head.size + shiftY,
    ];
  };
}
