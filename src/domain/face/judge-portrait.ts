import type { Box, Size } from '../geometry.ts';
import { earDistance } from './face-geometry.ts';
import type { FaceInspection, FaceMesh } from './face-mesh.ts';

export type PortraitRefusalKind =
  | 'no-face'
  | 'several-faces'
  | 'face-too-small'
  | 'face-turned'
  | 'face-cut-off'
  | 'low-quality';

export interface PortraitRefusal {
  readonly kind: PortraitRefusalKind;
  /** What was found and what is allowed, as a whole English sentence. */
  readonly message: string;
  /** The same values for other languages: pixels, degrees, counts. */
  readonly details: Readonly<Record<string, number>>;
  /** Where in the picture, the faces that the message speaks of. */
  readonly faces: readonly Box[];
}

export type PortraitWarningKind = 'calmer-head-motion' | 'face-tilted' | 'people-in-background';

export interface PortraitWarning {
  readonly kind: PortraitWarningKind;
  readonly message: string;
  readonly faces: readonly Box[];
}

export type PortraitJudgement =
  | { readonly ok: true; readonly face: FaceMesh; readonly warnings: readonly PortraitWarning[] }
  | { readonly ok: false; readonly refusal: PortraitRefusal };

/** Pixels of the upright picture, degrees and fractions; seen to separate what animates well from what doesn't. */
export const portraitLimits = {
  minEarDistance: 90,
  calmYaw: 15,
  maxYaw: 25,
  calmRoll: 15,
  maxRoll: 35,
  /** The model sees a level face as about 10° down: its forehead is nearer to the camera than its chin. */
  levelPitch: 10,
  maxPitch: 25,
  /** Of the main face's height: whoever is smaller stands in the background. */
  backgroundFace: 0.5,
  /** Of the face's size: how far the face may reach beyond the picture, since the points are estimates. */
  maxOutside: 0.03,
  minConfidence: 0.8,
} as const;

/** Says whether a picture shows one person whose face can be brought to life. */
export function judgePortrait({ picture, faces }: FaceInspection): PortraitJudgement {
  const [face] = faces;
  if (!face) {
    return refused('no-face', 'No face was found in the picture; one clear face is needed.', [], {
      found: 0,
    });
  }
  const others = faces.slice(1);
  const rivals = others.filter(
    (other) => other.box.height >= portraitLimits.backgroundFace * face.box.height,
  );
  if (rivals.length > 0) return severalFaces([face, ...rivals]);
  const refusal = cutOff(face, picture) ?? tooSmall(face) ?? unclear(face) ?? turned(face);
  if (refusal) return { ok: false, refusal };
  return { ok: true, face, warnings: warningsOf(face, others) };
}

function severalFaces(faces: readonly FaceMesh[]): PortraitJudgement {
  const message = `The picture shows ${faces.length} people (faces at ${faces.map(placeOf).join('; ')}); one clear face is needed.`;
  return refused('several-faces', message, faces, { found: faces.length, allowed: 1 });
}

function cutOff(face: FaceMesh, picture: Size): PortraitRefusal | undefined {
  const { x, y, width, height } = face.box;
  const beyond = Math.max(-x, x + width - picture.width) / width;
  const above = Math.max(-y, y + height - picture.height) / height;
  const outside = Math.max(beyond, above);
  if (outside <= portraitLimits.maxOutside) return undefined;
  const percent = Math.round(outside * 100);
  const message = `The face at ${placeOf(face)} is cut off: ${percent} % of it lies outside the picture; all of it, from forehead to chin, must be seen.`;
  return refusalOf('face-cut-off', message, [face], { found: percent, allowed: 0 });
}

function tooSmall(face: FaceMesh): PortraitRefusal | undefined {
  const found = Math.round(earDistance(face.points));
  const allowed = portraitLimits.minEarDistance;
  if (found >= allowed) return undefined;
  const message = `The face at ${placeOf(face)} is too small: ${found} pixels from ear to ear, at least ${allowed} are needed; send a larger or closer picture.`;
  return refusalOf('face-too-small', message, [face], { found, allowed });
}

function unclear(face: FaceMesh): PortraitRefusal | undefined {
  if (face.confidence >= portraitLimits.minConfidence) return undefined;
  const found = Math.round(face.confidence * 100);
  const allowed = portraitLimits.minConfidence * 100;
  const message = `The face at ${placeOf(face)} is not clear: the model is ${found} % sure, at least ${allowed} % are needed; send a sharper, brighter picture without anything before the face.`;
  return refusalOf('low-quality', message, [face], { found, allowed });
}

function turned(face: FaceMesh): PortraitRefusal | undefined {
  const { maxYaw, maxPitch, maxRoll, levelPitch } = portraitLimits;
  const pitch = degrees(face.angle.pitch) - levelPitch;
  const [worst] = [
    { name: sideOf(face), found: Math.abs(degrees(face.angle.yaw)), allowed: maxYaw },
    { name: pitch > 0 ? 'down' : 'up', found: Math.abs(pitch), allowed: maxPitch },
    { name: 'sideways', found: Math.abs(degrees(face.angle.roll)), allowed: maxRoll },
  ].toSorted((a, b) => b.found / b.allowed - a.found / a.allowed);
  if (!worst || worst.found <= worst.allowed) return undefined;
  const found = Math.round(worst.found);
  const { allowed } = worst;
  const message = `The face at ${placeOf(face)} is turned ${found}° ${worst.name}, at most ${allowed}° are allowed; the person should look at the camera.`;
  return refusalOf('face-turned', message, [face], { found, allowed });
}

function warningsOf(face: FaceMesh, others: readonly FaceMesh[]): PortraitWarning[] {
  const warnings: PortraitWarning[] = [];
  const yaw = Math.abs(degrees(face.angle.yaw));
  if (yaw > portraitLimits.calmYaw) {
    const message = `The face is turned ${Math.round(yaw)}° ${sideOf(face)}: the head will move more calmly.`;
    warnings.push({ kind: 'calmer-head-motion', message, faces: [face.box] });
  }
  const roll = Math.abs(degrees(face.angle.roll));
  if (roll > portraitLimits.calmRoll) {
    const message = `The head is tilted ${Math.round(roll)}°: an upright head looks more natural.`;
    warnings.push({ kind: 'face-tilted', message, faces: [face.box] });
  }
  if (others.length > 0) {
    const message = `There are smaller faces in the background (at ${others.map(placeOf).join('; ')}): only the largest will speak.`;
    warnings.push({ kind: 'people-in-background', message, faces: others.map(({ box }) => box) });
  }
  return warnings;
}

function refused(
  kind: PortraitRefusalKind,
  message: string,
  faces: readonly FaceMesh[],
  details: Readonly<Record<string, number>>,
): PortraitJudgement {
  return { ok: false, refusal: refusalOf(kind, message, faces, details) };
}

function refusalOf(
  kind: PortraitRefusalKind,
  message: string,
  faces: readonly FaceMesh[],
  details: Readonly<Record<string, number>>,
): PortraitRefusal {
  return { kind, message, details, faces: faces.map(({ box }) => box) };
}

function sideOf(face: FaceMesh): string {
  return face.angle.yaw > 0 ? 'to the right' : 'to the left';
}

function placeOf({ box }: FaceMesh): string {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(Math.round);
  return `x ${x}, y ${y}, ${width}×${height} pixels`;
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
