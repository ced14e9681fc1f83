import type { ProductionStatus, Refusal } from '../domain/production/production-status.ts';
import { anytime, type Row } from './buttons.ts';
import { capitalised, paragraphs } from './html.ts';
import { type CastNames, orderedName } from './presenter-words.ts';
import { refusalText, type Texts } from './texts/texts.ts';

/** Under the speech that was sent as a message of its own. */
export function spokenButtons(status: ProductionStatus, texts: Texts): Row[] {
  return [[anytime(texts.production.decide, 'listen-to', status.productionId)]];
}

/** Under the finished video; what comes next is offered by the screen below it. */
export function deliveredButtons(status: ProductionStatus, texts: Texts): Row[] {
  const { production, common } = texts;
  return [
    [anytime(texts.montage.open, 'montage', status.productionId)],
    [anytime(production.openVideo, 'open-video', status.productionId)],
    [anytime(common.report, 'flag', status.productionId)],
  ];
}

/** Under the message that something failed. */
export function failedButtons(status: ProductionStatus, texts: Texts): Row[] {
  return [
    [anytime(texts.production.retry, 'retry', status.productionId, 'primary')],
    [anytime(texts.common.menu, 'menu')],
  ];
}

export function speechCaption(status: ProductionStatus, texts: Texts): string {
  return texts.production.speechCaption(wholeSeconds(status.speech?.durationSeconds), status.take);
}

/** What a player shows of the speech. */
export function speechTrack(
  status: ProductionStatus,
  castNames: CastNames,
  texts: Texts,
): { readonly title: string; readonly performer: string } {
  return {
    title: texts.production.speechTitle(status.take),
    performer: capitalised(orderedName(status.presenter, castNames, texts)),
  };
}

export function deliveryCaption(status: ProductionStatus, texts: Texts): string {
  const { durationSeconds, doubt } = status.video ?? {};
  const caption = texts.production.deliveryCaption(wholeSeconds(durationSeconds), status.priceCredits);
  return paragraphs(caption, doubt && texts.montage.doubt(doubt));
}

/** Why there is no speech or video, that nothing was charged, and what can be done: HTML. */
export function failureText(status: ProductionStatus, texts: Texts): string {
  return failureWords(status.failure ?? { reason: 'internal', details: {} }, returnedCredits(status), texts);
}

export function failureWords(refusal: Refusal, returned: number, texts: Texts): string {
  const { production } = texts;
  return paragraphs(
    production.failedTitle,
    refusalText(texts, refusal),
    returned > 0 ? production.failedReturned(returned) : production.failedWithout,
  );
}

/** What was held for it: nothing before it was confirmed. */
export function returnedCredits(status: ProductionStatus | undefined): number {
  return status?.confirmedAt === undefined ? 0 : status.priceCredits;
}

function wholeSeconds(seconds: number | undefined): number {
  return Math.max(1, Math.round(seconds ?? 0));
}
