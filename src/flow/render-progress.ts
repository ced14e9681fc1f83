import type { RenderRequest } from '../domain/montage/montage-status.ts';
import { paragraphs } from './html.ts';
import type { Texts } from './texts/texts.ts';

/** 0–1 over all renders of a request; one that has ended is done, however it ended. */
export function renderFraction({ clips }: RenderRequest): number {
  const done = clips.reduce((sum, { state, fraction }) => sum + (state === 'running' ? fraction : 1), 0);
  return clips.length === 0 ? 1 : done / clips.length;
}

/** Where the renders of a request stand, clip by clip: HTML. */
export function renderProgressText(request: RenderRequest, texts: Texts, secondsLeft?: number): string {
  const { production, words } = texts;
  return paragraphs(
    production.making,
    ...request.clips.map(({ fraction }) => words.percent(Math.floor(fraction * 100))),
    secondsLeft !== undefined && production.timeLeft(words.timeLeft(secondsLeft)),
  );
}
