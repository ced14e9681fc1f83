import { z } from 'zod';
import { adFormats, disclosures, templates } from '../domain/ad/ad.ts';
import { AppError } from '../kernel/errors.ts';
import { type ProductionResults, readResults } from '../pipeline/results.ts';
import { findProduction, type Production } from '../store/productions.ts';
import type { ActionParts } from './parts.ts';

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** What `report.json` holds; `docs/report.schema.json` is made of it. Times are seconds, boxes pixels. */
export const adReport = z.object({
  schema: z.literal('ugc-report/1'),
  productionId: z.string(),
  format: z.enum(adFormats),
  template: z.enum(templates).nullable(),
  video: z.object({
    width: z.number(),
    height: z.number(),
    durationSeconds: z.number(),
    bytes: z.number(),
    sha256: z.string(),
  }),
  stages: z.array(
    z.object({
      stage: z.string(),
      adapter: z.string(),
      seconds: z.number(),
      cpuSeconds: z.number().describe('user and system, of the whole process tree'),
      reused: z.boolean().describe('true where a stored result was found and no work was done'),
      costUsd: z.object({ estimated: z.number(), actual: z.number().nullable() }),
    }),
  ),
  speechStartSeconds: z.number().describe('where the speech begins in the clip: above 0 after an intro'),
  words: z
    .array(z.object({ text: z.string(), startSeconds: z.number(), endSeconds: z.number() }))
    .describe('in the finished clip'),
  timing: z.enum(['exact', 'characters', 'aligned', 'estimated']),
  face: box.nullable().describe('at rest, in the head video; null where it moves about'),
  circle: box.nullable().describe('in the finished frame'),
  sync: z
    .object({ offsetMs: z.number(), correlation: z.number(), framesRead: z.number() })
    .nullable()
    .describe('mouth read back from decoded frames against the intended one; null where it was not measured'),
  loudness: z.object({ integrated: z.number(), truePeak: z.number() }).describe('LUFS and dBTP'),
  missingGlyphs: z.array(z.string()),
  disclosure: z.enum(disclosures),
  warnings: z.array(z.string()),
});

export type AdReport = z.infer<typeof adReport>;

/** Throws `not-found` for a production that has not been delivered. */
export async function reportOn(
  parts: Pick<ActionParts, 'database'>,
  productionId: string,
): Promise<AdReport> {
  const production = await findProduction(parts.database.db, productionId);
  if (production?.state !== 'delivered') {
    throw new AppError('not-found', `There is no finished production ${productionId} to report on.`);
  }
  return adReport.parse(reportOf(production, await readResults(parts.database, production)));
}

function reportOf(production: Production, results: ProductionResults): z.input<typeof adReport> {
  const { order } = production;
  const montage = results.of('montage');
  const { track } = results.of('speech').value;
  const { size, durationSeconds, speechStartSeconds, bytes, circleInFrame, loudness, missingGlyphs } =
    montage.value;
  const sync = results.has('verification') ? results.of('verification').value.sync : undefined;
  return {
    schema: 'ugc-report/1',
    productionId: production.id,
    format: order.format,
    template: order.composition?.template ?? null,
    video: { ...size, durationSeconds, bytes, sha256: montage.files.video?.sha256 ?? '' },
    stages: stagesOf(results),
    speechStartSeconds,
    words: track.words.map(({ text, startSeconds, endSeconds }) => ({
      text,
      startSeconds: round(startSeconds + speechStartSeconds),
      endSeconds: round(endSeconds + speechStartSeconds),
    })),
    timing: track.timing,
    face: results.of('head').value.faceBox ?? null,
    circle: circleInFrame ?? null,
    sync: sync ?? null,
    loudness,
    missingGlyphs: [...missingGlyphs],
    disclosure: order.disclosure,
    warnings: results.steps.flatMap(({ kind }) => results.of(kind).warnings),
  };
}

function stagesOf(results: ProductionResults): AdReport['stages'] {
  return results.steps.map((step) => ({
    stage: step.kind,
    adapter: step.adapter ?? '',
    seconds: round(step.seconds),
    cpuSeconds: round(step.cpuSeconds),
    reused: step.reused,
    costUsd: { estimated: step.estimatedCostUsd, actual: step.actualCostUsd ?? null },
  }));
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
