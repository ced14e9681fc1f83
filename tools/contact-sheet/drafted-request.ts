import type { ActionParts } from '../../src/actions/parts.ts';
import type { Template } from '../../src/domain/ad/ad.ts';
import {
  ordersWith,
  type RenderSettings,
  settingsOfOrder,
} from '../../src/domain/montage/render-settings.ts';
import { draftMontage } from '../../src/pipeline/drafted-montage.ts';
import type { MontageRequest } from '../../src/ports/montage.ts';
import type { WorkContext } from '../../src/ports/work.ts';
import type { MadeAd } from '../product/product.ts';

/** What montage would be asked for, were the finished ad rendered anew with these settings. */
export async function draftedRequest(
  parts: ActionParts,
  { production, results }: MadeAd,
  template: Template,
  changes: Partial<RenderSettings>,
  context: WorkContext,
): Promise<MontageRequest> {
  const settings = { ...settingsOfOrder(production.order), ...changes, templates: [template] };
  const [order] = ordersWith(production.order, settings);
  if (!order) throw new Error(`The ad has no ${template}.`);
  const draft = draftMontage(parts, production, results, order);
  const { track } = await draft.subtitles();
  return await draft.request('final', await draft.takeOverlay(context), track);
}
