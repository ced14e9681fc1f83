import type { AdFormat } from '../ad/ad.ts';
import type { OrderedPresenter } from '../ad/ad-order.ts';

/** A line of a person's history: a video, or a voice-over that never became one. */
export interface HistoryItem {
  readonly productionId: string;
  readonly kind: 'video' | 'voice-over';
  readonly format: AdFormat;
  readonly presenter: OrderedPresenter;
  /** As typed; whoever shows it cuts it. */
  readonly script: string;
  readonly priceCredits: number;
  readonly createdAt: Date;
}
