import type { AdFormat, Template } from '../ad/ad.ts';
import type { OrderedPresenter } from '../ad/ad-order.ts';

/** A line of a person's history: a video, or a voice-over that never became one. */
export interface HistoryItem {
  readonly productionId: string;
  readonly kind: 'video' | 'voice-over';
  readonly format: AdFormat;
  readonly presenter: OrderedPresenter;
  /** As typed; whoever shows it cuts it. */
  readonly script: string;
  /** Only over a background. */
  readonly template?: Template;
  /** Another render of a video that was there. */
  readonly isRender?: boolean;
  readonly priceCredits: number;
  readonly createdAt: Date;
}
