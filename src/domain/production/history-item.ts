import type { AdFormat } from '../ad/ad.ts';
import type { OrderedPresenter } from '../ad/ad-order.ts';
import type { LocalText } from '../presenter/presenter.ts';

/** A line of a person's history: a video, or a voice-over that never became one. */
export interface HistoryItem {
  readonly productionId: string;
  readonly kind: 'video' | 'voice-over';
  readonly format: AdFormat;
  readonly presenter: OrderedPresenter;
  /** Of one of the cast; left out for an own picture, and for who is in the cast no more. */
  readonly presenterName?: LocalText;
  /** As typed; whoever shows it cuts it. */
  readonly script: string;
  readonly priceCredits: number;
  readonly createdAt: Date;
}
