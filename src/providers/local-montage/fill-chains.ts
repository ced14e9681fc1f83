import type { Box, Point, Size } from '../../domain/geometry.ts';
import type { FrameFill } from '../../domain/montage/fill-frame.ts';
import { even } from '../../domain/montage/frame-shape.ts';
import { chain, cropTo, type Filter, type FilterChain, filter, overlay } from './filter-graph.ts';

export interface FillRequest {
  readonly input: string;
  readonly output: string;
  readonly before: readonly Filter[];
  readonly fill: FrameFill;
  readonly source: Size;
  readonly frame: Size;
  readonly scaling: 'bicubic' | 'bilinear';
  readonly highDynamicRange?: boolean;
}

/** A picture of this many pixels on its shorter side, softened and enlarged, is a cheap wide blur. */
const blurredSide = 64;

/** A picture cropped and scaled to the frame, or standing in the middle of its own darkened blur. */
export function fillChains(request: FillRequest): FilterChain[] {
  const { fill, frame, source } = request;
  const isWhole = fill.crop.width === source.width && fill.crop.height === source.height;
  const crop = isWhole ? [] : [cropTo(fill.crop, source)];
  const { width, height } = fill.at;
  const tone = request.highDynamicRange ? toneMapping : [];
  const shrinksWhole = isWhole && !request.highDynamicRange && request.scaling === 'bilinear';
  const sharp = [
    ...request.before,
    ...crop,
    ...(shrinksWhole && isEven(source)
      ? shrinkTo({ width, height })
      : [scaleTo({ width, height }, request.scaling)]),
    ...tone,
    filter('setsar', { sar: '1' }),
  ];
  if (!fill.blurred) return [chain([request.input], sharp, request.output)];
  const shrink = blurredSide / Math.min(frame.width, frame.height);
  const small = { width: even(frame.width * shrink), height: even(frame.height * shrink) };
  const { output } = request;
  return [
    chain([request.input], [...sharp, filter('format', { pix_fmts: 'yuv420p' })], `${output}Sharp`),
    {
      inputs: [`${output}Sharp`],
      filters: [filter('split', { outputs: 2 })],
      outputs: [`${output}Front`, `${output}Back`],
    },
    chain(
      [`${output}Back`],
      [
        ...(fill.sidesGoOn ? sidesOf(fill, frame, small) : coverOf(small)),
        filter('scale', { w: frame.width, h: frame.height, flags: 'bicubic' }),
        filter('setsar', { sar: '1' }),
      ],
      `${output}Blur`,
    ),
    ...(fill.sidesGoOn
      ? inFadingSides(fill.at, output)
      : [chain([`${output}Blur`, `${output}Front`], [overlay(fill.at, 'repeat')], output)]),
  ];
}

/** Of the standing part's width. */
const fadingShare = 0.09;

/** The standing part over its blur, and over its upright edges two strips of the blur that fade inwards. */
function inFadingSides({ x, y, width, height }: Box, output: string): FilterChain[] {
  const strip = even(width * fadingShare);
  const sides = [
    { name: 'Left', at: { x, y }, opacity: '255*(1-X/W)' },
    { name: 'Right', at: { x: x + width - strip, y }, opacity: '255*(X+1)/W' },
  ];
  const labels = { below: `${output}Below`, standing: `${output}Standing`, one: `${output}One` };
  const fading = sides.flatMap(({ name, at, opacity }) => [
    chain([], fadingMask({ width: strip, height }, opacity), `${output}${name}Mask`),
    chain(
      [`${output}${name}`],
      [filter('crop', { w: strip, h: height, ...at }), filter('format', { pix_fmts: 'yuva420p' })],
      `${output}${name}Strip`,
    ),
    chain(
      [`${output}${name}Strip`, `${output}${name}Mask`],
      [filter('alphamerge')],
      `${output}${name}Fading`,
    ),
  ]);
  const split = {
    inputs: [`${output}Blur`],
    filters: [filter('split', { outputs: 3 })],
    outputs: [labels.below, `${output}Left`, `${output}Right`],
  };
  const lay = (below: string, above: string, at: Point, result: string) =>
    chain([below, above], [overlay(at, 'repeat')], result);
  return [
    split,
    ...fading,
    lay(labels.below, `${output}Front`, { x, y }, labels.standing),
    lay(labels.standing, `${output}LeftFading`, sides[0]?.at ?? { x, y }, labels.one),
    lay(labels.one, `${output}RightFading`, sides[1]?.at ?? { x, y }, output),
  ];
}

/** One grey frame; those who use it hold it. */
function fadingMask({ width, height }: Size, opacity: string): Filter[] {
  const black = filter('color', { c: 'black', s: `${width}x${height}`, r: 25, d: 0.04 });
  return [black, filter('format', { pix_fmts: 'gray' }), filter('geq', { lum: opacity })];
}

/** The picture itself, dark enough to stay behind. */
function coverOf({ width, height }: Size): Filter[] {
  const larger = { force_original_aspect_ratio: 'increase', flags: 'fast_bilinear' };
  return [
    filter('scale', { w: width, h: height, ...larger }),
    filter('crop', { w: width, h: height }),
    filter('boxblur', { luma_radius: 3, luma_power: 2 }),
    filter('lutyuv', { y: 'val*0.72' }),
  ];
}

/** The outermost columns drawn out to the frame's sides. */
function sidesOf({ at }: FrameFill, frame: Size, { width, height }: Size): Filter[] {
  const middle = even((at.width * width) / frame.width);
  const left = even((width - middle) / 2);
  const borders = { left, right: width - middle - left, top: 0, bottom: 0, mode: 'smear' };
  return [
    filter('scale', { w: middle, h: height, flags: 'area' }),
    filter('pad', { w: width, h: height, x: left, y: 0 }),
    filter('fillborders', borders),
    filter('boxblur', { luma_radius: 4, luma_power: 2, chroma_radius: 2, chroma_power: 2 }),
  ];
}

/** Costs as much as all else together, so it comes after the picture was made smaller. */
const toneMapping: readonly Filter[] = [
  filter('zscale', { t: 'linear', npl: 100 }),
  filter('format', { pix_fmts: 'gbrpf32le' }),
  filter('zscale', { p: 'bt709' }),
  filter('tonemap', { tonemap: 'hable', desat: 0 }),
  filter('zscale', { t: 'bt709', m: 'bt709', r: 'tv' }),
  filter('format', { pix_fmts: 'yuv420p' }),
];

function isEven({ width, height }: Size): boolean {
  return width % 2 === 0 && height % 2 === 0;
}

const plainColours = [
  ...['yuv420p', 'yuv422p', 'yuv444p', 'yuva420p'],
  ...['yuv420p10le', 'yuv422p10le', 'yuv444p10le', 'yuva444p10le'],
];

/**
 * Half the work of `scale` for the same picture. It takes colours of half the size from even sides only, and older ones read
 * what `crop` leaves at addresses that they can't read from. Of RGB it knows no way to ours, and full range would stay as
 * it is: what is not plain is made so before, and costs more.
 */
function shrinkTo({ width, height }: Size): Filter[] {
  return [
    filter('format', { pix_fmts: plainColours.join('|') }),
    // Pixels that aren't square may come in an odd number all the same; the last of them are left out then.
    filter('crop', { w: 'iw', h: 'ih', x: 0, y: 0 }),
    filter('zscale', { w: width, h: height, f: 'bilinear', r: 'tv' }),
  ];
}

/** Costs nothing where the size is right already. */
function scaleTo(size: Size, flags: FillRequest['scaling']): Filter {
  return filter('scale', { w: size.width, h: size.height, flags });
}
