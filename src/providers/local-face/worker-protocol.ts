import type { FaceInspection, FaceMesh, MeshPoint } from '../../domain/face/face-mesh.ts';
import type { Box } from '../../domain/geometry.ts';
import type { ErrorReason } from '../../kernel/errors.ts';
import type { RgbaFrames, RgbFrames } from './rgb-frames.ts';
import type { Square } from './sample-picture.ts';

/** What the worker can be asked, and what it answers; all of it survives structured cloning. */
export interface WorkerTasks {
  readonly upright: {
    request: { readonly picturePath: string; readonly outputPath: string };
    answer: { readonly hasAlpha: boolean };
  };
  readonly inspect: { request: { readonly picturePath: string }; answer: FaceInspection };
  readonly matte: {
    request: { readonly picturePath: string; readonly face: FaceMesh; readonly outputPath: string };
    answer: null;
  };
  readonly preview: {
    request: { readonly picturePath: string; readonly boxes: readonly Box[]; readonly outputPath: string };
    answer: null;
  };
  /** RGB frames of one size, one after another; `square` is where the face was last seen. */
  readonly mouths: {
    request: RgbFrames & { readonly square?: Square };
    answer: { readonly meshes: readonly (readonly MeshPoint[] | null)[]; readonly square?: Square };
  };
  /** Boxes in pixels of the frames; `body` only where no face is. */
  readonly sights: {
    request: RgbFrames;
    answer: readonly { readonly faces: readonly Box[]; readonly body?: Box }[];
  };
  /** The person of each frame, 0–255. The thread remembers the frames before, so one video at a time. */
  readonly mattes: {
    request: RgbaFrames & { readonly isFirst: boolean };
    answer: { readonly mattes: Uint8Array; readonly framesWithPerson: number };
  };
}

export type TaskName = keyof WorkerTasks;
export type TaskRequest<Name extends TaskName> = WorkerTasks[Name]['request'];
export type TaskAnswer<Name extends TaskName> = WorkerTasks[Name]['answer'];

export interface WorkerSettings {
  readonly modelsFolder: string;
}

export type WorkerQuestion = {
  [Name in TaskName]: { readonly id: number; readonly task: Name; readonly request: TaskRequest<Name> };
}[TaskName];

export type WorkerAnswer =
  | { readonly id: number; readonly answer: TaskAnswer<TaskName> }
  | {
      readonly id: number;
      readonly error: {
        readonly reason: ErrorReason;
        readonly message: string;
        readonly details: Readonly<Record<string, string | number>>;
      };
    };
