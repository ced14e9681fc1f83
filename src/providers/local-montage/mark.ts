import { join } from 'node:path';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { Size } from '../../domain/geometry.ts';
import { even } from '../../domain/montage/frame-shape.ts';
import type { JoinPlan } from '../../domain/montage/join-plan.ts';
import { placeMark } from '../../domain/montage/placement.ts';
import type { TimeSpan } from '../../domain/speech/speech.ts';
import { positionsOf, type SubtitleTrack } from '../../domain/subtitles/subtitle-track.ts';
import { AppError } from '../../kernel/errors.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import type { MarkPlan, VideoPlan } from '../../domain/montage/video-plan.ts';

export interface DrawnMark {
  readonly plan: MarkPlan;
  readonly picture: Buffer;
}

interface MarkTexts {
  readonly badge: string;
  readonly label: string;
}

const english: MarkTexts = { badge: 'AI-generated', label: 'This video was generated with AI' };
const textsOf: Readonly<Record<string, MarkTexts>> = {
  en: english,
  ru: { badge: 'Создано ИИ', label: 'Это видео создано с помощью ИИ' },
};

const fontFile = 'Montserrat_800ExtraBold.ttf';
const fontFamily = 'Disclosure mark';
/** Of the frame's shorter side: smaller would not be legible on a phone. */
const textHeight = { badge: 0.0275, label: 0.034 } as const;
const labelSeconds = 3;

/** The sign that a clip is generated: drawn once, shown as a badge in a corner, or as a line at the beginning. */
export function drawMark(
  plan: Pick<VideoPlan, 'frame' | 'join'>,
  request: Pick<MontageRequest, 'disclosure' | 'language'>,
  subtitles: SubtitleTrack | undefined,
  assetsFolder: string,
): DrawnMark | undefined {
  const { disclosure } = request;
  if (disclosure === 'none') return undefined;
  registerFont(join(assetsFolder, 'fonts', fontFile));
  const text = (textsOf[request.language.slice(0, 2)] ?? english)[disclosure];
  const shorter = Math.min(plan.frame.width, plan.frame.height);
  const drawn = drawPill(text, Math.round(shorter * textHeight[disclosure]));
  const side = disclosure === 'badge' ? 'right' : 'middle';
  return {
    picture: drawn.picture,
    plan: {
      at: {
        ...placeMark(plan.frame, drawn.size, side, subtitles ? positionsOf(subtitles) : []),
        ...drawn.size,
      },
      spans:
        disclosure === 'badge'
          ? [{ startSeconds: 0, endSeconds: plan.join.totalSeconds }]
          : labelSpans(plan.join),
    },
  };
}

/** At the clip's beginning, and again where the generated part begins: a long intro must not take the line with it. */
function labelSpans({ bodyStartSeconds }: JoinPlan): TimeSpan[] {
  const first = { startSeconds: 0, endSeconds: labelSeconds };
  const again = { startSeconds: bodyStartSeconds, endSeconds: bodyStartSeconds + labelSeconds };
  if (again.startSeconds > first.endSeconds) return [first, again];
  return [{ startSeconds: 0, endSeconds: again.endSeconds }];
}

function registerFont(path: string): void {
  if (GlobalFonts.has(fontFamily) || GlobalFonts.registerFromPath(path, fontFamily)) return;
  throw new AppError('internal', `The font of the disclosure mark could not be read from ${path}.`);
}

/** White text on a translucent dark pill with a thin light edge: legible on white, black and busy pictures. */
function drawPill(text: string, pixels: number): { readonly picture: Buffer; readonly size: Size } {
  const font = `${pixels}px "${fontFamily}"`;
  const ruler = createCanvas(8, 8).getContext('2d');
  ruler.font = font;
  const width = even(ruler.measureText(text).width + pixels * 1.5);
  const height = even(pixels * 1.9);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  pill(context, { width, height }, 1);
  context.fillStyle = 'rgba(16, 16, 20, 0.62)';
  context.fill();
  context.strokeStyle = 'rgba(255, 255, 255, 0.55)';
  context.lineWidth = Math.max(1, pixels * 0.06);
  context.stroke();
  context.font = font;
  context.fillStyle = '#fff';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, width / 2, height / 2 + pixels * 0.04);
  return { picture: canvas.toBuffer('image/png'), size: { width, height } };
}

function pill(context: SKRSContext2D, size: Size, inset: number): void {
  context.beginPath();
  context.roundRect(inset, inset, size.width - 2 * inset, size.height - 2 * inset, size.height / 2 - inset);
}
