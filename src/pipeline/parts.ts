import type { StepKind } from '../domain/production/step.ts';
import type { Database } from '../platform/database/database.ts';
import type { Log } from '../platform/log/log.ts';
import type { Queue } from '../platform/queue/queue.ts';
import type { FaceAnalysisPort } from '../ports/face-analysis.ts';
import type { FilesPort } from '../ports/files.ts';
import type { MontagePort } from '../ports/montage.ts';
import type { PictureEditPort } from '../ports/picture-edit.ts';
import type { OverlayPort } from '../ports/overlay.ts';
import type { SpeechPort } from '../ports/speech.ts';
import type { TalkingHeadPort } from '../ports/talking-head.ts';
import type { Cast } from '../store/cast.ts';
import type { PaidWork } from './paid-work.ts';

/** Where a crash can be asked for: around each write that a restart must be able to rely on. */
export type StopPoint =
  | `order:${'placed' | 'confirmed'}`
  | `${StepKind}:${'claimed' | 'worked' | 'stored' | 'settled' | 'recorded'}`
  | `${StepKind | 'task'}:${'sending' | 'submitted' | 'saved'}`;

/** Always there, without a key and without a network. */
export interface LocalEngines {
  readonly speech: SpeechPort;
  readonly head: TalkingHeadPort;
  readonly overlay: OverlayPort;
  readonly montage: MontagePort;
  readonly pictureEdit: PictureEditPort;
}

/** What the steps work with; chosen and put together where the program starts. */
export interface PipelineParts {
  readonly database: Database;
  readonly queue: Queue;
  readonly log: Log;
  readonly files: FilesPort;
  readonly cast: Cast;
  readonly speech: SpeechPort;
  readonly faces: FaceAnalysisPort;
  readonly head: TalkingHeadPort;
  readonly overlay: OverlayPort;
  readonly montage: MontagePort;
  /** The built-in engines; the same objects as above where no service is configured. */
  readonly local: LocalEngines;
  readonly paid: PaidWork;
  readonly scratchFolder: string;
  readonly overlayCacheHours: number;
  /** Ends the process at once where a test asked for it; otherwise does nothing. */
  stopAt(point: StopPoint): void;
}
