import { circleRadius } from '../../../domain/overlay/auto-circle.ts';
import type { HeadCircle } from '../../../domain/overlay/circle.ts';
import { button } from '../../buttons.ts';
import { sharesIn } from '../../shares-in.ts';
import { paragraphs } from '../../html.ts';
import { already, change, type MontageTurn, montageScreen, stillOf } from '../../montage/montage-screen.ts';
import { circleTemplate, circleWords } from '../../montage/settings-words.ts';
import { type Outcome, stay, toast, withNotice } from '../../screen.ts';

/** Large enough to be seen, small enough to place a face. */
const step = 0.03;
/** Where the face mostly is, for who begins by hand and nobody knows where the circle stood. */
const usual: HeadCircle = { radius: 0.35, centre: { x: 0.5, y: 0.42 } };

const nudges: Readonly<Record<string, (circle: HeadCircle) => HeadCircle>> = {
  left: (circle) => moved(circle, -step, 0),
  right: (circle) => moved(circle, step, 0),
  up: (circle) => moved(circle, 0, -step),
  down: (circle) => moved(circle, 0, step),
  closer: (circle) => within({ ...circle, radius: circle.radius - step }),
  wider: (circle) => within({ ...circle, radius: circle.radius + step }),
};

export const circle = montageScreen<'circle'>({
  decide(event, turn) {
    if (event.on === 'text') return typed(event.text, turn);
    if (event.on !== 'press') return undefined;
    const { name } = event.button;
    if (name === 'auto') {
      return turn.montage.settings.circle === 'auto' ? already(turn) : change(turn, { circle: 'auto' });
    }
    const nudge = Object.hasOwn(nudges, name) ? nudges[name] : undefined;
    return nudge && nudged(nudge, turn);
  },
  view({ montage, texts }) {
    const { montage: words } = texts;
    const isAuto = montage.settings.circle === 'auto';
    return {
      html: paragraphs(words.circleTitle(circleWords(montage.settings, texts)), words.circleHint),
      media: stillOf(montage, { template: circleTemplate(montage.settings), shows: 'circle' }),
      rows: [
        [button('←', 'left'), button('↑', 'up'), button('↓', 'down'), button('→', 'right')],
        [button(words.closer, 'closer'), button(words.wider, 'wider')],
        [button(`${isAuto ? '• ' : ''}${words.circleAuto}`, 'auto')],
      ],
    };
  },
});

function nudged(nudge: (circle: HeadCircle) => HeadCircle, turn: MontageTurn<'circle'>): Outcome {
  const { settings, autoCircle } = turn.montage;
  const before = settings.circle === 'auto' ? (autoCircle ?? usual) : settings.circle;
  const after = nudge(before);
  const isStill = JSON.stringify(within(before)) === JSON.stringify(after);
  return isStill ? toast(turn.state, turn.texts.montage.atEdge) : change(turn, { circle: after });
}

/** `0.3 0.5 0.4`: radius and centre. */
function typed(text: string, turn: MontageTurn<'circle'>): Outcome {
  const numbers = sharesIn(text);
  const [radius = Number.NaN, x = Number.NaN, y = Number.NaN] = numbers;
  const wished = { radius, centre: { x, y } };
  const isSound =
    numbers.length === 3 &&
    numbers.every(Number.isFinite) &&
    JSON.stringify(within(wished)) === JSON.stringify(rounded(wished));
  return isSound ? change(turn, { circle: rounded(wished) }) : withNotice(stay(turn.state), 'not-a-circle');
}

function moved({ radius, centre }: HeadCircle, x: number, y: number): HeadCircle {
  return within({ radius, centre: { x: centre.x + x, y: centre.y + y } });
}

function within({ radius, centre }: HeadCircle): HeadCircle {
  const { smallest, largest } = circleRadius;
  return rounded({
    radius: clamp(radius, smallest, largest),
    centre: { x: clamp(centre.x, 0, 1), y: clamp(centre.y, 0, 1) },
  });
}

function rounded({ radius, centre }: HeadCircle): HeadCircle {
  const short = (value: number) => Math.round(value * 1000) / 1000;
  return { radius: short(radius), centre: { x: short(centre.x), y: short(centre.y) } };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
