import type { ProductionStatus } from '../domain/production/production-status.ts';
import { paragraphs } from './html.ts';
import type { Texts } from './texts/texts.ts';

const barLength = 10;

/**
 * Where a production stands, as the message tells that is edited while it is made: HTML. `secondsLeft` is left out
 * until enough was seen to tell.
 */
export function progressText(status: ProductionStatus, texts: Texts, secondsLeft?: number): string {
  const { production, words } = texts;
  const isVideo = status.confirmedAt !== undefined;
  const fraction = Math.min(1, Math.max(0, status.fraction));
  const percent = Math.floor(fraction * 100);
  const filled = Math.round(fraction * barLength);
  const bar = `${'▓'.repeat(filled)}${'░'.repeat(barLength - filled)}`;
  const stage = status.stage ? production.stage(status.stage) : production.starting;
  return paragraphs(
    isVideo ? production.making : production.speaking,
    // The headline of a speech says enough.
    status.ahead > 0 ? production.ahead(status.ahead) : isVideo && `${stage}…`,
    `${bar} ${words.percent(percent)}`,
    secondsLeft !== undefined && status.ahead === 0 && production.timeLeft(words.timeLeft(secondsLeft)),
    isVideo && status.ahead === 0 && production.mayLeave,
  );
}
