import type { MontageStatus } from '../../domain/montage/montage-status.ts';
import { button, type Row } from '../buttons.ts';
import type { Texts } from '../texts/texts.ts';
import { clipsOf } from './settings-words.ts';

export function canRender(known: MontageStatus): boolean {
  return known.rendersLeft === undefined || known.rendersLeft >= clipsOf(known);
}

/** The button that orders the clips; no row where there are too few free ones left. */
export function renderRow(known: MontageStatus, { montage: texts }: Texts): Row[] {
  return canRender(known) ? [[button(texts.render(clipsOf(known)), 'render', undefined, 'primary')]] : [];
}

/** How many renders are left, where they are counted. */
export function rendersWords(known: MontageStatus, { montage: texts }: Texts): string | undefined {
  const { rendersLeft } = known;
  if (rendersLeft === undefined) return undefined;
  return canRender(known) ? texts.rendersLeft(rendersLeft) : texts.tooFewRenders(rendersLeft, clipsOf(known));
}
