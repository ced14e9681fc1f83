import type { Size } from '../../domain/geometry.ts';
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
  const sharp = [
    ...request.before,
    ...crop,
    scaleTo({ width, height }),
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
        filter('scale', {
          w: small.width,
          h: small.height,
          force_original_aspect_ratio: 'increase',
          flags: 'fast_bilinear',
        }),
        filter('crop', { w: small.width, h: small.height }),
        filter('boxblur', { luma_radius: 3, luma_power: 2 }),
        filter('lutyuv', { y: 'val*0.72' }),
        filter('scale', { w: frame.width, h: frame.height, flags: 'bicubic' }),
        filter('setsar', { sar: '1' }),
      ],
      `${output}Blur`,
    ),
    chain([`${output}Blur`, `${output}Front`], [overlay(fill.at, 'repeat')], output),
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

/** Costs nothing where the size is right already. */
function scaleTo(size: Size): Filter {
  return filter('scale', { w: size.width, h: size.height, flags: 'bicubic' });
}
