import { type AdReport, reportOn } from '../actions/ad-report.ts';
import { fetchFile } from '../actions/fetch-file.ts';
import { cancelOrdered } from '../actions/montage/cancel-render.ts';
import { localOperator } from '../actions/parts.ts';
import { followProduction } from '../actions/follow-production.ts';
import type { PlacedOrder } from '../actions/place-order.ts';
import { isAppError } from '../kernel/errors.ts';
import { writeFileAtomically } from '../platform/files/atomic-write.ts';
import type { DeliveryNotice } from '../ports/notifier.ts';
import type { App } from './app.ts';
import type { Output } from './output.ts';
import { createTerminalNotifier } from './terminal-notifier.ts';

/** Each further one needs another process that was stopped over the same order. */
const maxPlacements = 3;

export interface MakeTarget {
  readonly videoPath: string;
  readonly reportPath?: string;
}

export interface OrderedAd {
  place(): Promise<PlacedOrder>;
  readonly warnings: readonly string[];
}

/** Places an order, shows its progress and puts the result where it was asked for. */
export async function deliverAd(
  app: App,
  ordered: OrderedAd,
  target: MakeTarget,
  output: Output,
): Promise<AdReport> {
  for (const warning of ordered.warnings) output.line(`Note: ${warning}`);
  const { productionId, videoKey } = await orderedUntilDelivered(app, ordered, output);
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
  { place, warnings }: OrderedAd,
  output: Output,
): Promise<DeliveryNotice> {
  for (let placed = 1; ; placed++) {
    app.stopping.throwIfAborted();
    const { productionId, resumed } = await place();
    output.event({ event: 'ordered', productionId, resumed, warnings });
    app.startWorking();
    const notifier = createTerminalNotifier(output);
    try {
      await followProduction(app.parts, productionId, notifier, app.stopping);
      return notifier.delivery();
    } catch (error) {
      if (app.stopping.aborted) {
        // Left running, it would be finished first, unasked, by the next command for another ad.
        await cancelOrdered(app.parts, localOperator, productionId);
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
