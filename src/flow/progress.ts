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
  const stage = status.stage ? production.stage(status.stage) : production.starting;
  return paragraphs(
    isVideo ? production.making : production.speaking,
    // The headline of a speech says enough.
    status.ahead > 0 ? production.ahead(status.ahead) : isVideo && `${stage}…`,
    progressBar(status.fraction, texts),
    secondsLeft !== undefined && status.ahead === 0 && production.timeLeft(words.timeLeft(secondsLeft)),
    isVideo && status.ahead === 0 && production.mayLeave,
  );
}

export function progressBar(fraction: number, { words }: Texts): string {
  const done = Math.min(1, Math.max(0, fraction));
  const filled = Math.round(done * barLength);
  return `${'▓'.repeat(filled)}${'░'.repeat(barLength - filled)} ${words.percent(Math.floor(done * 100))}`;
}
