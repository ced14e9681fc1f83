import { castLayers, castSize } from '../../src/actions/pictures/cast-picture.ts';
import { windowAround } from '../../src/actions/pictures/face-window.ts';
import { drawPicture } from '../../src/platform/pictures/draw-picture.ts';
import type { PictureLayer } from '../../src/platform/pictures/picture-plan.ts';
import type { Cast } from '../../src/store/cast.ts';

const width = 1280;
const height = 720;
const gap = 12;
/** Two rows of six, the heads of both a little apart so that no column is a queue. */
const across = 6;

/** The whole cast side by side, 16:9. */
export async function drawWelcome(cast: Cast, path: string, signal: AbortSignal): Promise<void> {
  const card = { width: (width - gap * (across + 1)) / across, height: (height - 3 * gap) / 2 };
  const layers: PictureLayer[] = [
    { draw: 'fill', colours: ['#ffb37a', '#f2703a'], target: { x: 0, y: 0, width, height } },
  ];
  const people = alternating(cast.presenters);
  for (const [index, presenter] of people.entries()) {
    const target = {
      x: gap + (index % across) * (card.width + gap),
      y: gap + Math.floor(index / across) * (card.height + gap),
      ...card,
    };
    const { box } = await cast.faceOf(presenter.id);
    const whole = windowAround(box, castSize, 0.4);
    // The card is narrower than 4:5: the sides of the window go.
    const shown = (whole.height * card.width) / card.height;
    const window = { ...whole, x: whole.x + (whole.width - shown) / 2, width: shown };
    layers.push(...castLayers(presenter, target, window, 28));
  }
  await drawPicture(
    { width, height, layers, fonts: [], output: { path, format: 'jpeg', quality: 86 } },
    signal,
  );
}

/** Women and men in turn, as on a chessboard. */
function alternating(presenters: Cast['presenters']): Cast['presenters'] {
  const women = presenters.filter(({ gender }) => gender === 'female');
  const men = presenters.filter(({ gender }) => gender === 'male');
  const pairs = women.flatMap((woman, index) => {
    const man = men[index];
    const pair = man ? [woman, man] : [woman];
    return index < across / 2 ? pair : pair.toReversed();
  });
  return pairs;
}
