import type { ErrorReason } from '../../kernel/errors.ts';
import type { AdFormat } from '../ad/ad.ts';
import type { OrderedBackground, OrderedPresenter } from '../ad/ad-order.ts';
import type { OverlayDoubt } from '../overlay/overlay-doubt.ts';
import type { ProductionState, StepKind } from './step.ts';

/** Why something was refused or failed, for the texts of each language. `details` never hold a secret. */
export interface Refusal {
  readonly reason: ErrorReason;
  readonly details: Readonly<Record<string, string | number>>;
}

/** Where a production stands, for whoever waits for it. */
export interface ProductionStatus {
  readonly productionId: string;
  readonly draftId: string | undefined;
  readonly state: ProductionState;
  readonly format: AdFormat;
  readonly presenter: OrderedPresenter;
  /** The person's own video, so that another ad can be made over it. */
  readonly background?: OrderedBackground;
  readonly voiceId: string;
  readonly take: number;
  readonly script: string;
  readonly language: string;
  readonly priceCredits: number;
  /** Where it is another render of a finished video, made in turn with those that were asked for with it. */
  readonly request?: { readonly requestId: string; readonly sourceId: string };
  readonly createdAt: Date;
  readonly confirmedAt: Date | undefined;
  readonly failure: Refusal | undefined;
  /** Of the running step; undefined when it has ended or waits for the person. */
  readonly stage: StepKind | undefined;
  /** 0–1 over the steps up to the pause, or over the whole production once it was confirmed. */
  readonly fraction: number;
  /** Productions that come before it in the queue; 0 when it is worked on. */
  readonly ahead: number;
  /** Measured; once the speech was made. */
  readonly speech: { readonly audioKey: string; readonly durationSeconds: number } | undefined;
  readonly video:
    | {
        readonly videoKey: string;
        readonly coverKey: string;
        readonly durationSeconds: number;
        readonly bytes: number;
        readonly width: number;
        readonly height: number;
        readonly doubt?: OverlayDoubt;
      }
    | undefined;
}
