import type { MontageStatus } from '../../domain/montage/montage-status.ts';
import { button, type Row } from '../buttons.ts';
import type { Texts } from '../texts/texts.ts';
import { clipsOf } from './settings-words.ts';

/** The button that orders the clips. */
export function renderRow(known: MontageStatus, { montage: texts }: Texts): Row {
  return [button(texts.render(clipsOf(known)), 'render', undefined, 'primary')];
}
