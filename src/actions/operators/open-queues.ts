import type { ActionParts } from '../parts.ts';
import { openBroadcasts } from './broadcasts.ts';
import { openStatisticsFiles } from './detailed-statistics.ts';
import { openForgetting } from './forget-me.ts';
import { openOperatorMail } from './operator-mail.ts';
import { openUpkeep } from './upkeep.ts';

/** To be called once before operators' work, or what people ask of it, is put into a queue. */
export async function openOperatorQueues(queue: ActionParts['queue']): Promise<void> {
  await openOperatorMail(queue);
  await openBroadcasts(queue);
  await openForgetting(queue);
  await openStatisticsFiles(queue);
  await openUpkeep(queue);
}
