import type { RenderSettings } from '../../domain/montage/render-settings.ts';
import { saveRenderDraft } from '../../store/render-drafts.ts';
import type { ActionParts, Person } from '../parts.ts';
import { checkRenderSettings } from './check-render-settings.ts';
import { type MontageSource, requireMontageSource } from './montage-source.ts';
import { parseRenderSettings } from './parse-render-settings.ts';

/**
 * What the next render of that video is to look like. Throws what `checkRenderSettings` throws, `not-found` for
 * another's or where what it builds on is gone, and `conflict` where it is not finished.
 */
export async function setRenderSettings(
  parts: ActionParts,
  person: Person,
  productionId: string,
  settings: RenderSettings,
): Promise<void> {
  await save(parts, person, await requireMontageSource(parts, person, productionId), settings);
}

/** The same, typed as JSON over what is there; `invalid-arguments` names the path, what was found and what is allowed. */
export async function typeRenderSettings(
  parts: ActionParts,
  person: Person,
  productionId: string,
  json: string,
): Promise<void> {
  const source = await requireMontageSource(parts, person, productionId);
  const settings = parseRenderSettings(json, source.settings, source.production.order.format);
  await save(parts, person, source, settings);
}

async function save(
  parts: ActionParts,
  person: Person,
  { production, results }: MontageSource,
  settings: RenderSettings,
): Promise<void> {
  const checked = await checkRenderSettings(parts, person, settings, {
    format: production.order.format,
    speech: results.of('speech').value.track,
  });
  await saveRenderDraft(parts.database.db, {
    productionId: production.id,
    owner: person.owner,
    settings: checked,
  });
}
