import type { Rig } from './rig.ts';
import type { Vector3 } from './vectors.ts';

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
  turnWithHead(rig, pose.head, posed);
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

interface Turn {
  readonly pivotX: number;
  readonly pivotY: number;
  readonly pivotZ: number;
  /** Two rows of the rotation, seen without perspective: nearer points go further. */
  readonly xx: number;
  readonly xy: number;
  readonly xz: number;
  readonly yx: number;
  readonly yy: number;
  readonly yz: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Yaw, then pitch, then roll about the neck. */
function turnOf(rig: Rig, head: HeadPose): Turn {
  const { face } = rig;
  const [cosYaw, sinYaw] = [Math.cos(head.yaw), Math.sin(head.yaw)];
  const [cosPitch, sinPitch] = [Math.cos(head.pitch), Math.sin(head.pitch)];
  const [cosRoll, sinRoll] = [Math.cos(head.roll) * head.size, Math.sin(head.roll) * head.size];
  return {
    pivotX: face.centre[0] + face.down[0] * face.height * 0.62,
    pivotY: face.centre[1] + face.down[1] * face.height * 0.62,
    pivotZ: (face.points[152]?.[2] ?? 0) + face.width * 0.55,
    xx: cosYaw * cosRoll + sinYaw * sinPitch * sinRoll,
    xy: -cosPitch * sinRoll,
    xz: -sinYaw * cosRoll + cosYaw * sinPitch * sinRoll,
    yx: cosYaw * sinRoll - sinYaw * sinPitch * cosRoll,
    yy: cosPitch * cosRoll,
    yz: -sinYaw * sinRoll - cosYaw * sinPitch * cosRoll,
    shiftX: head.shiftX * face.interOcular,
    shiftY: head.shiftY * face.interOcular,
  };
}

function turnWithHead(rig: Rig, head: HeadPose, posed: PosedVertices): void {
  const turn = turnOf(rig, head);
  const { headWeight, restZ } = rig;
  for (let vertex = 0; vertex < rig.vertexCount; vertex += 1) {
    const weight = headWeight[vertex] as number;
    if (weight === 0) continue;
    const x = (posed.x[vertex] as number) - turn.pivotX;
    const y = (posed.y[vertex] as number) - turn.pivotY;
    const z = (restZ[vertex] as number) - turn.pivotZ;
    const turnedX = turn.xx * x + turn.xy * y + turn.xz * z + turn.shiftX;
    const turnedY = turn.yx * x + turn.yy * y + turn.yz * z + turn.shiftY;
    posed.x[vertex] = turn.pivotX + x + weight * (turnedX - x);
    posed.y[vertex] = turn.pivotY + y + weight * (turnedY - y);
  }
}

/** Where the head's motion brings a point that is fixed to it. */
export function turnedPoint(rig: Rig, head: HeadPose, point: Vector3): [number, number] {
  const turn = turnOf(rig, head);
  const [x, y, z] = [point[0] - turn.pivotX, point[1] - turn.pivotY, point[2] - turn.pivotZ];
  return [
    turn.pivotX + turn.xx * x + turn.xy * y + turn.xz * z + turn.shiftX,
    turn.pivotY + turn.yx * x + turn.yy * y + turn.yz * z + turn.shiftY,
  ];
}
