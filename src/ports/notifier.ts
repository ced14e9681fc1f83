import type { AppError } from '../kernel/errors.ts';

export interface ProgressNotice {
  readonly productionId: string;
  readonly stage: string;
  /** 0–1 of the whole production. */
  readonly fraction: number;
  readonly remainingSeconds?: number;
}

export interface DeliveryNotice {
  readonly productionId: string;
  readonly videoKey: string;
  readonly coverKey: string;
}

/** How the person who ordered a production hears of it: the terminal, a chat. Delivery may be repeated after a kill. */
export interface NotifierPort {
  progress(notice: ProgressNotice): Promise<void>;
  deliver(notice: DeliveryNotice): Promise<void>;
  fail(productionId: string, error: AppError): Promise<void>;
}
