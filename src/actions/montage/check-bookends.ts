import type { AdOrder, OrderedBookend } from '../../domain/ad/ad-order.ts';
import type { WorkContext } from '../../ports/work.ts';
import type { ActionParts, Person } from '../parts.ts';
import { checkBookend, type WishedBookend } from './check-bookend.ts';

export type { WishedBookend };

export interface WishedBookends {
  readonly intro?: WishedBookend;
  readonly outro?: WishedBookend;
}

/** Both as they are ordered; of what is too long the first seconds are taken, and that is said. */
export async function checkBookends(
  parts: ActionParts,
  person: Person,
  wished: WishedBookends,
  context: WorkContext,
): Promise<{ readonly ordered: Pick<AdOrder, 'intro' | 'outro'>; readonly warnings: readonly string[] }> {
  const ordered: { intro?: OrderedBookend; outro?: OrderedBookend } = {};
  const warnings: string[] = [];
  for (const part of ['intro', 'outro'] as const) {
    const wish = wished[part];
    if (!wish) continue;
    const asked = { ...wish, part, tooLong: 'take-first-seconds' } as const;
    const checked = await checkBookend(parts, person, asked, context);
    ordered[part] = checked.bookend;
    warnings.push(...checked.warnings);
  }
  return { ordered, warnings };
}
