import type { AdReport } from '../actions/ad-report.ts';
import type { AdWish } from '../actions/ad-wish.ts';
import { checkWish } from '../actions/check-wish.ts';
import { localOperator } from '../actions/parts.ts';
import { placeOrder } from '../actions/place-order.ts';
import { AppError } from '../kernel/errors.ts';
import type { App, UseApp } from './app.ts';
import { type ParsedOptions, textOption } from './arguments.ts';
import { deliverAd, type MakeTarget } from './deliver.ts';
import { wishFrom } from './make-options.ts';
import type { Output } from './output.ts';
import { checkedOutputPath, refuseOverwriting } from './output-path.ts';

export async function makeCommand(options: ParsedOptions, useApp: UseApp, output: Output): Promise<void> {
  const target = await targetFrom(options);
  const wish = await wishFrom(options);
  const { backgroundPath: background, intro, outro } = wish;
  await refuseOverwriting(target.videoPath, { background, intro: intro?.path, outro: outro?.path });
  await useApp(async (app) => {
    const { productionId } = await makeAd(app, wish, target, output);
    output.line(`Another look, without speaking again: ugc montage ${productionId} --help`);
  });
}

/** Where the options say that the ad and its report go; refused before any work where they can't be written. */
export async function targetFrom(options: ParsedOptions): Promise<MakeTarget> {
  const out = textOption(options, 'out');
  if (out === undefined) throw new AppError('invalid-arguments', 'Say where the ad goes: --out FILE.mp4.');
  const report = textOption(options, 'report');
  return {
    videoPath: await checkedOutputPath(out, '--out', '.mp4'),
    ...(report !== undefined && { reportPath: await checkedOutputPath(report, '--report', '.json') }),
  };
}

/** Orders the ad, shows its progress and puts the result where it was asked for. */
export async function makeAd(app: App, wish: AdWish, target: MakeTarget, output: Output): Promise<AdReport> {
  const { order, warnings } = await checkWish(app.parts, localOperator, wish, app.stopping);
  const place = async () => await placeOrder(app.parts, localOperator, order);
  return await deliverAd(app, { place, warnings }, target, output);
}
