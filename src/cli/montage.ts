import { extname } from 'node:path';
import { readFile } from 'node:fs/promises';
import { keepUpload, uploadedFile } from '../actions/keep-upload.ts';
import { cancelOrdered } from '../actions/montage/cancel-render.ts';
import { checkBookends } from '../actions/montage/check-bookends.ts';
import { checkRenderSettings } from '../actions/montage/check-render-settings.ts';
import { finishedProduction, keptResults } from '../actions/montage/montage-source.ts';
import { orderMontage, orderMontages } from '../actions/montage/order-montage.ts';
import { parseRenderSettings } from '../actions/montage/parse-render-settings.ts';
import { localOperator } from '../actions/parts.ts';
import type { PlacedOrder } from '../actions/place-order.ts';
import { aspects, disclosures } from '../domain/ad/ad.ts';
import type { AdOrder } from '../domain/ad/ad-order.ts';
import {
  ordersWith,
  type RenderSettings,
  settingsOf,
  settingsOfOrder,
  type SubtitleSource,
} from '../domain/montage/render-settings.ts';
import { parseSubtitles } from '../domain/subtitles/parse-subtitles.ts';
import { subtitleTheme } from '../domain/subtitles/subtitle-theme.ts';
import { subtitlePositions } from '../domain/subtitles/subtitle-track.ts';
import { AppError } from '../kernel/errors.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import type { App, UseApp } from './app.ts';
import { choiceOption, type ParsedOptions, textOption } from './arguments.ts';
import { deliverAd, type MakeTarget, type OrderedAd } from './deliver.ts';
import { bookendsFrom, circleFrom, noClip } from './join-options.ts';
import { targetFrom } from './make.ts';
import { subtitlesFrom } from './make-options.ts';
import { settingsText, templatesFrom } from './montage-options.ts';
import type { Output } from './output.ts';
import { refuseOverwriting } from './output-path.ts';

const maxSubtitleBytes = 1_000_000;

/**
 * Renders a finished ad anew: once for each template, in turn; one that fails does not keep the others. All are ordered
 * at once, so that whoever works after a kill goes on with each of them.
 */
export async function montageCommand(
  productionId: string,
  options: ParsedOptions,
  useApp: UseApp,
  output: Output,
): Promise<void> {
  const target = await targetFrom(options);
  const { intro, outro } = bookendsFrom(options);
  await refuseOverwriting(target.videoPath, { intro: intro?.path, outro: outro?.path });
  await useApp(async (app) => {
    const source = await finishedProduction(app.parts, localOperator, productionId);
    const { settings: wished, warnings } = await settingsFrom(app, source.order, options);
    // As a chat's: what can't be rendered is refused before anything is ordered.
    const settings = await checkRenderSettings(app.parts, localOperator, wished, {
      format: source.order.format,
      speech: (await keptResults(app.parts, source)).of('speech').value.track,
    });
    const measureSync = target.reportPath !== undefined;
    const orders = ordersWith({ ...source.order, measureSync }, settings);
    const placed = await orderMontages(app.parts, localOperator, { source, orders });
    const failures: unknown[] = [];
    for (const [at, order] of orders.entries()) {
      const place = onceKnown(
        placed[at],
        async () => await orderMontage(app.parts, localOperator, { source, order }),
      );
      const named = orders.length === 1 ? target : targetOf(target, order);
      await deliverAd(app, { place, warnings: order === orders[0] ? warnings : [] }, named, output).catch(
        async (error: unknown) => {
          if (app.stopping.aborted) await cancelLeft(app, placed);
          if (app.stopping.aborted || orders.length === 1) throw error;
          output.line(`${named.videoPath}: ${error instanceof Error ? error.message : String(error)}`);
          failures.push(error);
        },
      );
    }
    if (failures.length > 0) throw failures[0];
  });
}

/** Also those that were not followed yet: as with `deliverAd`, nobody wants them any more. */
async function cancelLeft({ parts }: App, placed: readonly PlacedOrder[]): Promise<void> {
  const own = placed.find(({ resumed }) => !resumed);
  if (own) await cancelOrdered(parts, localOperator, own.productionId);
}

/** What was placed already; asked once more it is placed anew. */
function onceKnown(placed: PlacedOrder | undefined, place: OrderedAd['place']): OrderedAd['place'] {
  let known = placed;
  return async () => {
    const taken = known ?? (await place());
    known = undefined;
    return taken;
  };
}

/** ad.mp4 with the template's name in it: ad-circle.mp4. */
function targetOf({ videoPath, reportPath }: MakeTarget, { composition }: AdOrder): MakeTarget {
  const named = (path: string) => {
    const extension = extname(path);
    return `${path.slice(0, path.length - extension.length)}-${composition?.template}${extension}`;
  };
  return { videoPath: named(videoPath), ...(reportPath !== undefined && { reportPath: named(reportPath) }) };
}

/** The ad's own settings, with the clips of the options, the JSON and the other options over them, in this order. */
async function settingsFrom(
  app: App,
  order: AdOrder,
  options: ParsedOptions,
): Promise<{ settings: RenderSettings; warnings: readonly string[] }> {
  const own = settingsOfOrder(order);
  const { ordered, warnings } = await withScratchFolder(app.parts.scratchFolder, async (workFolder) => {
    const context = { signal: app.stopping, workFolder, reportProgress: () => undefined };
    return await checkBookends(app.parts, localOperator, bookendsFrom(options), context);
  });
  const without = Object.fromEntries(
    (['intro', 'outro'] as const).flatMap((part) => (options[part] === noClip ? [[part, null]] : [])),
  );
  const joined = silenced({ ...own, ...ordered, ...without }, options);
  const json = await settingsText(options);
  const typed = json === undefined ? joined : parseRenderSettings(json, joined, order.format);
  return { settings: await withOptions(app, typed, order, options), warnings };
}

/** The switches silence also a clip that was there before. */
function silenced(settings: RenderSettings, options: ParsedOptions): RenderSettings {
  const { intro, outro } = settings;
  return {
    ...settings,
    ...(intro && options['intro-silent'] === true && { intro: { ...intro, ownSound: false } }),
    ...(outro && options['outro-silent'] === true && { outro: { ...outro, ownSound: false } }),
  };
}

async function withOptions(
  app: App,
  settings: RenderSettings,
  { format }: AdOrder,
  options: ParsedOptions,
): Promise<RenderSettings> {
  const templates = templatesFrom(options);
  const circle = circleFrom(options);
  const meaningful = settingsOf(format);
  for (const [option, setting] of [
    ['template', 'templates'],
    ['circle', 'circle'],
  ] as const) {
    if (options[option] === undefined || meaningful.includes(setting)) continue;
    const known = meaningful.join(', ');
    const message = `--${option} has no meaning for a ${format} ad, which knows ${known}.`;
    throw new AppError('invalid-arguments', message);
  }
  const theme = textOption(options, 'subtitle-theme') ?? settings.theme;
  subtitleTheme(theme);
  return {
    ...settings,
    ...(templates && { templates }),
    ...(circle && { circle }),
    theme,
    position: choiceOption(options, 'subtitle-position', subtitlePositions, settings.position),
    aspect: choiceOption(options, 'aspect', aspects, settings.aspect),
    disclosure: choiceOption(options, 'disclosure', disclosures, settings.disclosure),
    ...(options.subtitles !== undefined && { subtitles: await subtitleSource(app, options) }),
  };
}

async function subtitleSource({ parts }: App, options: ParsedOptions): Promise<SubtitleSource> {
  const wished = subtitlesFrom(options);
  if (wished.kind !== 'file') return wished;
  const upload = { path: wished.path, what: 'subtitle file', maxBytes: maxSubtitleBytes };
  const file = await uploadedFile(upload, 'text/plain');
  parseSubtitles(await readFile(file.path));
  return { kind: 'own', file: await keepUpload(parts, localOperator, file) };
}
