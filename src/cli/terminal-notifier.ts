import type { AppError } from '../kernel/errors.ts';
import type { DeliveryNotice, NotifierPort, ProgressNotice } from '../ports/notifier.ts';
import type { Output } from './output.ts';
import { withServiceAdvice } from './service-advice.ts';

const stageNames: Readonly<Record<string, string>> = {
  portrait: 'portrait',
  speech: 'speech',
  head: 'talking head',
  overlay: 'overlay',
  montage: 'montage',
  verification: 'checking sync',
};

const barWidth = 24;

/** Tells of a production on a terminal, or as JSON lines; keeps how it ended. */
export interface TerminalNotifier extends NotifierPort {
  /** Throws what the production failed with. */
  delivery(): DeliveryNotice;
}

export function createTerminalNotifier(output: Output): TerminalNotifier {
  let told = '';
  let delivered: DeliveryNotice | undefined;
  let failed: AppError | undefined;
  return {
    progress: async (notice) => {
      output.progress(notice.stage, progressLine(notice));
      const fraction = Math.round(notice.fraction * 1000) / 1000;
      if (told === `${notice.stage} ${fraction}`) return;
      told = `${notice.stage} ${fraction}`;
      output.event({ event: 'progress', ...notice, fraction });
    },
    deliver: async (notice) => {
      output.endProgress();
      delivered = notice;
    },
    fail: async (_productionId, error) => {
      output.endProgress();
      failed = withServiceAdvice(error);
    },
    delivery: () => {
      if (failed) throw failed;
      if (!delivered) throw new Error('the production has not ended');
      return delivered;
    },
  };
}

export function progressLine({ stage, fraction, remainingSeconds }: ProgressNotice): string {
  const filled = Math.round(fraction * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const percent = `${Math.floor(fraction * 100)}`.padStart(3);
  const left = remainingSeconds === undefined ? '' : ` · ${remainingTime(remainingSeconds)} left`;
  return `${bar} ${percent} % ${stageNames[stage] ?? stage}${left}`;
}

function remainingTime(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}
