import { type AdReport, reportOn } from '../actions/ad-report.ts';
import type { AdWish } from '../actions/ad-wish.ts';
import { cancelProduction } from '../actions/productions/cancel-production.ts';
import { checkWish } from '../actions/check-wish.ts';
import { fetchFile } from '../actions/fetch-file.ts';
import { followProduction } from '../actions/follow-production.ts';
import { localOperator } from '../actions/parts.ts';
import { placeOrder } from '../actions/place-order.ts';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import { AppError, isAppError } from '../kernel/errors.ts';
import { writeFileAtomically } from '../platform/files/atomic-write.ts';
import type { DeliveryNotice } from '../ports/notifier.ts';
import type { App, UseApp } from './app.ts';
import { type ParsedOptions, textOption } from './arguments.ts';
import { wishFrom } from './make-options.ts';
import type { Output } from './output.ts';
import { checkedOutputPath, refuseOverwriting } from './output-path.ts';
import { createTerminalNotifier } from './terminal-notifier.ts';

/** Each further one needs another process that was stopped over the same order. */
const maxPlacements = 3;

export interface MakeTarget {
  readonly videoPath: string;
  readonly reportPath?: string;
}

export async function makeCommand(options: ParsedOptions, useApp: UseApp, output: Output): Promise<void> {
  const out = textOption(options, 'out');
  if (out === undefined) throw new AppError('invalid-arguments', 'Say where the ad goes: --out FILE.mp4.');
  const report = textOption(options, 'report');
  const target: MakeTarget = {
    videoPath: await checkedOutputPath(out, '--out', '.mp4'),
    ...(report !== undefined && { reportPath: await checkedOutputPath(report, '--report', '.json') }),
  };
  const wish = await wishFrom(options);
  await refuseOverwriting(target.videoPath, { background: wish.backgroundPath });
  await useApp(async (app) => await makeAd(app, wish, target, output));
}

/** Orders the ad, shows its progress and puts the result where it was asked for. */
export async function makeAd(app: App, wish: AdWish, target: MakeTarget, output: Output): Promise<AdReport> {
  const { order, warnings } = await checkWish(app.parts, localOperator, wish, app.stopping);
  for (const warning of warnings) output.line(`Note: ${warning}`);
  const { productionId, videoKey } = await orderedUntilDelivered(app, order, output, warnings);
  await fetchFile(app.parts, videoKey, target.videoPath);
  const report = await reportOn(app.parts, productionId);
  if (target.reportPath !== undefined) {
    await writeFileAtomically(target.reportPath, `${JSON.stringify(report, null, 2)}\n`);
  }
  for (const warning of report.warnings) output.line(`Note: ${warning}`);
  output.line(summary(target.videoPath, report));
  output.event({ event: 'done', videoPath: target.videoPath, report });
  return report;
}

/**
 * Two commands with the same order share one production. Where the other one was stopped and took it along, it is
 * placed again and finds what was made so far.
 */
async function orderedUntilDelivered(
  app: App,
  order: AdOrder,
  output: Output,
  warnings: readonly string[],
): Promise<DeliveryNotice> {
  for (let placed = 1; ; placed++) {
    app.stopping.throwIfAborted();
    const { productionId, resumed } = await placeOrder(app.parts, localOperator, order);
    output.event({ event: 'ordered', productionId, resumed, warnings });
    app.startWorking();
    const notifier = createTerminalNotifier(output);
    try {
      await followProduction(app.parts, productionId, notifier, app.stopping);
      return notifier.delivery();
    } catch (error) {
      if (app.stopping.aborted) {
        // Left running, it would be finished first, unasked, by the next command for another ad.
        await cancelProduction(app.parts, productionId);
        throw error;
      }
      if (!isAppError(error, 'cancelled') || placed === maxPlacements) throw error;
    }
  }
}

function summary(videoPath: string, { video, loudness, stages }: AdReport): string {
  const reused = stages.filter((stage) => stage.reused).length;
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const facts = [
    `${video.width}×${video.height}`,
    `${video.durationSeconds.toFixed(1)} s`,
    `${(video.bytes / 1e6).toFixed(1)} MB`,
    `${loudness.integrated.toFixed(1)} LUFS`,
    `made in ${seconds.toFixed(1)} s`,
    ...(reused > 0 ? [`${reused} of ${stages.length} stages reused`] : []),
  ];
  return `${videoPath} · ${facts.join(' · ')}`;
}
