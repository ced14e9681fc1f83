import { aspects, disclosures } from '../../../domain/ad/ad.ts';
import { button } from '../../buttons.ts';
import { capitalised } from '../../html.ts';
import { already, change, montageScreen, stillOf } from '../../montage/montage-screen.ts';

export const aspect = montageScreen<'aspect'>({
  decide(event, turn) {
    const isTake = event.on === 'press' && event.button.name === 'take';
    const chosen = isTake ? aspects.find((each) => each === event.button.value) : undefined;
    if (!chosen) return undefined;
    return chosen === turn.montage.settings.aspect ? already(turn) : change(turn, { aspect: chosen });
  },
  view({ montage, texts: { montage: words } }) {
    const taken = montage.settings.aspect;
    return {
      html: words.aspectTitle(taken),
      media: stillOf(montage),
      rows: aspects.map((each) => [
        button(`${each === taken ? '• ' : ''}${words.aspectChoice(each)}`, 'take', each),
      ]),
    };
  },
});

/** How the video is marked as made by AI: what the operator allows. */
export const mark = montageScreen<'mark'>({
  decide(event, turn) {
    const isTake = event.on === 'press' && event.button.name === 'take';
    const chosen = isTake ? disclosures.find((each) => each === event.button.value) : undefined;
    if (!chosen || !turn.facts.limits.disclosures.includes(chosen)) return undefined;
    return chosen === turn.montage.settings.disclosure ? already(turn) : change(turn, { disclosure: chosen });
  },
  view({ montage, facts, texts: { montage: words } }) {
    const taken = montage.settings.disclosure;
    return {
      html: words.markTitle(taken),
      media: stillOf(montage, { shows: 'mark' }),
      rows: facts.limits.disclosures.map((each) => [
        button(`${each === taken ? '• ' : ''}${capitalised(words.markChoice(each))}`, 'take', each),
      ]),
    };
  },
});
