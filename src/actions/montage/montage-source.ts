import { templates } from '../../domain/ad/ad.ts';
import { strongestDisclosure } from '../../domain/ad/disclosure.ts';
import { type RenderSettings, settingsOfOrder } from '../../domain/montage/render-settings.ts';
import { AppError } from '../../kernel/errors.ts';
import { carriedKinds } from '../../pipeline/drafted-montage.ts';
import { type ProductionResults, readResults } from '../../pipeline/results.ts';
import { findOwnProduction, type Production } from '../../store/productions.ts';
import { findNewestVideo, listNewestRenders } from '../../store/render-requests.ts';
import { findRenderDraft } from '../../store/render-drafts.ts';
import type { ActionParts, Person } from '../parts.ts';

type Parts = Pick<ActionParts, 'database' | 'files' | 'limits'>;

/** A finished video with all that a render builds on, and what it looks like. */
export interface MontageSource {
  readonly production: Production;
  readonly results: ProductionResults;
  /** Its newest renders, as they were asked for; none where it was never rendered anew, or is a render itself. */
  readonly renders: readonly Production[];
  /** What it was made with, or last rendered with. */
  readonly rendered: RenderSettings;
  /** What the next render will be made with; the mark at least as strong as the operator asks for by now. */
  readonly settings: RenderSettings;
}

/** A finished production that can be rendered anew. Throws `not-found`, or `conflict` where it has not been finished. */
export async function finishedProduction(
  { database }: Pick<ActionParts, 'database'>,
  { owner }: Person,
  id: string,
): Promise<Production> {
  const found = await findOwnProduction(database.db, owner, id);
  if (!found) throw new AppError('not-found', `There is no production ${id.slice(0, 60)} of yours.`);
  if (found.state === 'delivered') return found;
  const message = `The production ${id} is ${found.state}; only a finished one can be rendered anew.`;
  throw new AppError('conflict', message, { details: { state: found.state } });
}

/** Undefined where there is none, of the newest one where none is named, or what it builds on is no longer kept. */
export async function findMontageSource(
  parts: Parts,
  person: Person,
  productionId?: string,
): Promise<MontageSource | undefined> {
  const production =
    productionId === undefined
      ? await newestVideo(parts, person)
      : await findOwnProduction(parts.database.db, person.owner, productionId);
  if (production?.state !== 'delivered') return undefined;
  const results = await readResults(parts.database, production);
  return (await isKept(parts, production, results))
    ? await sourceWith(parts, person, production, results)
    : undefined;
}

/** Throws what `finishedProduction` throws, and `not-found` where what it builds on is no longer kept. */
export async function requireMontageSource(
  parts: Parts,
  person: Person,
  productionId: string,
): Promise<MontageSource> {
  const production = await finishedProduction(parts, person, productionId);
  return await sourceWith(parts, person, production, await keptResults(parts, production));
}

/** What a finished production has made; throws `not-found` where what a render builds on is no longer kept. */
export async function keptResults(
  parts: Pick<Parts, 'database' | 'files'>,
  production: Production,
): Promise<ProductionResults> {
  const results = await readResults(parts.database, production);
  if (await isKept(parts, production, results)) return results;
  throw new AppError(
    'not-found',
    `What the production ${production.id} was made of is no longer kept; make the ad anew.`,
  );
}

/** Of a render the video that it is of: settings belong to all of its renders. */
async function newestVideo(
  { database }: Pick<Parts, 'database'>,
  { owner }: Person,
): Promise<Production | undefined> {
  const newest = await findNewestVideo(database.db, owner);
  if (!newest?.sourceId) return newest;
  const source = await findOwnProduction(database.db, owner, newest.sourceId);
  return source?.state === 'delivered' ? source : newest;
}

async function isKept(
  { files }: Pick<ActionParts, 'files'>,
  { order }: Production,
  results: ProductionResults,
): Promise<boolean> {
  if (!carriedKinds.every((kind) => results.has(kind))) return false;
  const keys = carriedKinds.flatMap((kind) => Object.values(results.of(kind).files).map(({ key }) => key));
  if (order.composition) keys.push(order.composition.background.key);
  return (await Promise.all(keys.map((key) => files.exists(key)))).every(Boolean);
}

async function sourceWith(
  parts: Parts,
  person: Person,
  production: Production,
  results: ProductionResults,
): Promise<MontageSource> {
  const { database } = parts;
  const [renders, draft] = await Promise.all([
    production.sourceId === null ? listNewestRenders(database.db, production.id) : [],
    findRenderDraft(database.db, production.id),
  ]);
  const living = renders.filter(({ deletedAt }) => deletedAt === null);
  const rendered = settingsOfAll(living) ?? settingsOfOrder(production.order);
  const settings = markedEnough(parts, person, draft ?? rendered);
  return { production, results, renders: living, rendered, settings };
}

/** Settings of before, with the mark that is asked for by now: nobody wished it away. */
export function markedEnough(
  { limits }: Pick<ActionParts, 'limits'>,
  person: Person,
  settings: RenderSettings,
): RenderSettings {
  if (person.isOperator) return settings;
  return { ...settings, disclosure: strongestDisclosure(settings.disclosure, limits.weakestDisclosure) };
}

/** Of renders that differ in their template alone. */
function settingsOfAll(renders: readonly Production[]): RenderSettings | undefined {
  const made = renders.findLast(({ state }) => state === 'delivered');
  if (!made) return undefined;
  const asked = renders.map(({ order }) => order.composition?.template);
  return {
    ...settingsOfOrder(made.order),
    templates: templates.filter((template) => asked.includes(template)),
  };
}
