import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { aspects, disclosures, templates } from '../domain/ad/ad.ts';
import { type RenderSettings, renderSettingsVersion } from '../domain/montage/render-settings.ts';
import { subtitlePositions } from '../domain/subtitles/subtitle-track.ts';
import { circleRow, editedCueRow, keptFileRow, orderedBookendRow } from './ad-order-row.ts';
import { renderDraft } from './schema/production.ts';
import type { Sql } from './sql.ts';

const renderSettingsRow = z.object({
  version: z.literal(renderSettingsVersion),
  templates: z.array(z.enum(templates)),
  subtitles: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('auto') }),
    z.object({ kind: z.literal('own'), file: keptFileRow }),
    z.object({ kind: z.literal('edited'), cues: z.array(editedCueRow) }),
  ]),
  theme: z.string(),
  position: z.enum(subtitlePositions),
  intro: orderedBookendRow.nullable(),
  outro: orderedBookendRow.nullable(),
  circle: z.union([z.literal('auto'), circleRow]),
  aspect: z.enum(aspects),
  disclosure: z.enum(disclosures),
});

/** Undefined where there is none, or one that this version can't read. */
export async function findRenderDraft(sql: Sql, productionId: string): Promise<RenderSettings | undefined> {
  const [row] = await sql
    .select({ settings: renderDraft.settings })
    .from(renderDraft)
    .where(eq(renderDraft.productionId, productionId));
  const { data } = renderSettingsRow.safeParse(row?.settings);
  return data;
}

export async function saveRenderDraft(
  sql: Sql,
  draft: { readonly productionId: string; readonly owner: string; readonly settings: RenderSettings },
): Promise<void> {
  const settings = JSON.parse(JSON.stringify(draft.settings));
  const values = { ...draft, settings, updatedAt: new Date() };
  await sql
    .insert(renderDraft)
    .values(values)
    .onConflictDoUpdate({ target: renderDraft.productionId, set: values });
}

export async function dropRenderDrafts(sql: Sql, productionIds: readonly string[]): Promise<void> {
  await sql.delete(renderDraft).where(inArray(renderDraft.productionId, [...productionIds]));
}
