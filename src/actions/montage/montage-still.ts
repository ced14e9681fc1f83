import { join } from 'node:path';
import { outputFrame, type Template } from '../../domain/ad/ad.ts';
import type { AdOrder } from '../../domain/ad/ad-order.ts';
import {
  closeUpCard,
  type CloseUpCard,
  storyCard,
  type StillSubject,
} from '../../domain/montage/still-card.ts';
import { sceneMoments, tellingScene } from '../../domain/montage/telling-moment.ts';
import { planTimeline, type Timeline } from '../../domain/montage/timeline.ts';
import { frameOf } from '../../domain/montage/video-plan.ts';
import type { Box, Size } from '../../domain/geometry.ts';
import { isAppError } from '../../kernel/errors.ts';
import { drawPicture } from '../../platform/pictures/draw-picture.ts';
import type { PictureLayer } from '../../platform/pictures/picture-plan.ts';
import type { InputFile } from '../../ports/work.ts';
import type { ActionParts, Person } from '../parts.ts';
import { keptDrawing, type ShownFile } from '../pictures/kept-drawing.ts';
import { drawnFolder } from './drawn-folders.ts';
import { montageFrame, orderWith } from './montage-frame.ts';
import { type MontageSource, requireMontageSource } from './montage-source.ts';
import { lookOf } from './read-montage.ts';

export interface WantedStill {
  readonly productionId: string;
  /** The first of those that are chosen by default. */
  readonly template?: Template;
  /** 'ad' by default: its scenes, with intro and outro beside them. */
  readonly shows?: StillSubject;
}

/** Raised when a card would be drawn otherwise of the same frames. */
const drawingVersion = 1;
/** Of one video: frames, cards and what was found to draw them, until the day's cleanup: older ones go first. */
const keptStills = 80;

/**
 * What the settings at hand give with that template, as a JPEG in landscape. Whoever asks by an earlier look is shown the
 * newest. Throws `not-found`.
 */
export async function montageStill(
  parts: ActionParts,
  person: Person,
  { productionId, template, shows = 'ad' }: WantedStill,
): Promise<ShownFile> {
  const source = await requireMontageSource(parts, person, productionId);
  const order = orderWith(source, template);
  const folder = drawnFolder('stills', source.production.owner, source.production.id);
  const layout = order.composition?.template ?? order.format;
  // A newer montage draws otherwise, and what was drawn before is kept here and at Telegram.
  const version = `${drawingVersion}.${parts.local.montage.adapter.version}`;
  const name = `card-${shows}-${lookOf(source.settings)}-${layout}-${version}.jpg`;
  await makeRoom(parts, folder, name);
  return await keptDrawing(parts, `${folder}/${name}`, 'image/jpeg', async ({ workFolder, signal }) => {
    const drawn = await drawnCard(parts, source, order, shows);
    const output = { path: join(workFolder, 'card.jpg'), format: 'jpeg' } as const;
    const ground = { draw: 'fill', colours: groundColours, target: { x: 0, y: 0, ...drawn.size } } as const;
    await drawPicture({ ...drawn.size, layers: [ground, ...drawn.layers], fonts: [], output }, signal);
    return output.path;
  });
}

const groundColours = ['#fbf3ea', '#f0dfcd'] as const;
const frameColour = '#ff7a3d';
const cornerRadius = 28;
const lineWidth = 6;

interface DrawnCard {
  readonly size: Size;
  readonly layers: readonly PictureLayer[];
}

async function drawnCard(
  parts: ActionParts,
  source: MontageSource,
  order: AdOrder,
  shows: StillSubject,
): Promise<DrawnCard> {
  const { subtitles, disclosure } = order;
  const frame = frameOf({ frame: outputFrame(order.aspect, order.format), quality: 'preview' });
  const near =
    shows === 'ad'
      ? undefined
      : closeUpCard(frame, shows, {
          timeline: timelineOf(source, order),
          position: subtitles.kind === 'none' ? undefined : subtitles.position,
          isLabelled: disclosure === 'label',
        });
  if (!near) return await drawnStory(parts, source, order, frame, shows);
  return closeUp(near, await montageFrame(parts, source, order, sceneOf(source, order, shows)));
}

async function drawnStory(
  parts: ActionParts,
  source: MontageSource,
  order: AdOrder,
  frame: Size,
  shows: StillSubject,
): Promise<DrawnCard> {
  const all = sceneMoments(timelineOf(source, order), []).map((_, scene) => scene);
  const shown = shows === 'ad' ? all : [sceneOf(source, order, shows)];
  const [scenes, intro, outro] = await Promise.all([
    Promise.all(shown.map(async (scene) => await montageFrame(parts, source, order, scene))),
    shows === 'ad' ? bookendFrame(parts, source, order, 'intro') : undefined,
    shows === 'ad' ? bookendFrame(parts, source, order, 'outro') : undefined,
  ]);
  const size = storyCard(frame, { scenes: scenes.length, intro: !!intro, outro: !!outro });
  const tiles = [
    ...scenes.map((file, at) => tile(file, size.scenes[at])),
    tile(intro, size.intro),
    tile(outro, size.outro),
  ];
  return { size, layers: tiles.flat() };
}

/** A line that marks the ad stands in its first seconds alone. */
function sceneOf(source: MontageSource, order: AdOrder, shows: StillSubject): number {
  return shows === 'mark' ? 0 : tellingScene(timelineOf(source, order));
}

function timelineOf({ results }: MontageSource, { format, aspect, composition }: AdOrder): Timeline {
  return planTimeline({
    format,
    template: composition?.template,
    durationSeconds: results.of('speech').value.track.durationSeconds,
    framesPerSecond: outputFrame(aspect, format).framesPerSecond,
  });
}

/** A clip that is gone or damaged is told of where it is rendered, and keeps nobody from choosing the rest. */
async function bookendFrame(
  parts: ActionParts,
  source: MontageSource,
  order: AdOrder,
  part: 'intro' | 'outro',
): Promise<InputFile | undefined> {
  if (!order[part]) return undefined;
  return await montageFrame(parts, source, order, part).catch((error: unknown) => {
    if (isAppError(error, 'not-found') || isAppError(error, 'process-failed')) return undefined;
    throw error;
  });
}

function tile(file: InputFile | undefined, target: Box | undefined): PictureLayer[] {
  return file && target ? [{ draw: 'image', path: file.path, target, cornerRadius }] : [];
}

/** The whole frame, framed in it what stands larger beside it. */
function closeUp({ frame, closeUp: near, source, ...size }: CloseUpCard, { path }: InputFile): DrawnCard {
  return {
    size,
    layers: [
      { draw: 'image', path, target: frame, cornerRadius },
      { draw: 'fill', colours: [frameColour], target: near, cornerRadius },
      {
        draw: 'image',
        path,
        source,
        target: inset(near, lineWidth),
        cornerRadius: cornerRadius - lineWidth,
      },
    ],
  };
}

function inset({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

async function makeRoom({ files }: ActionParts, folder: string, name: string): Promise<void> {
  const kept: { key: string; storedAt: Date }[] = [];
  for await (const { key, storedAt } of files.list(folder)) {
    if (key.endsWith(`/${name}`)) return;
    kept.push({ key, storedAt });
  }
  kept.sort((left, right) => left.storedAt.getTime() - right.storedAt.getTime());
  for (const { key } of kept.slice(0, Math.max(0, kept.length - keptStills + 1))) await files.remove(key);
}
