import { telegramIdOf } from '../../domain/person/person-id.ts';
import type { ProductionNews } from '../../actions/productions/work-off-news.ts';
import type { DeliveryKind } from '../../actions/outgoing/deliveries.ts';
import { unsentDeliveries } from '../../actions/outgoing/deliveries.ts';
import { logOf } from '../../platform/log/log.ts';
import type { FlowEvent } from '../../flow/event.ts';
import type { Refusal } from '../../domain/production/production-status.ts';
import { deliver } from './deliver.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import { renderDeliveries } from './send-renders.ts';
import type { ChatPaces } from './chat-paces.ts';

const noReason: Refusal = { reason: 'internal', details: {} };
const cancelled: Refusal = { reason: 'cancelled', details: {} };

/**
 * Sends what a production's news is about, then lets the person's conversation go on. Throws where it is to be told
 * again later; what was sent by then is not sent again.
 */
export async function tellNews(bot: OutgoingBot, paces: ChatPaces, news: ProductionNews): Promise<void> {
  const { personId } = news;
  bot.stopAt?.(`${news.news}:taken`);
  for (const kind of kindsOf[news.news]) {
    const chatId = telegramIdOf(personId);
    if (chatId !== undefined) paces.called(chatId);
    for (const productionId of await subjectsOf(bot, news, kind)) await deliver(bot, { productionId, kind });
  }
  await bot.dispatch(personId, eventOf(news));
  bot.stopAt?.(`${news.news}:told`);
}

const kindsOf: Readonly<Record<ProductionNews['news'], readonly DeliveryKind[]>> = {
  spoken: ['speech'],
  delivered: ['video'],
  failed: ['failure'],
  cancelled: [],
  stuck: [],
  // The words by themselves: where they can't be sent at once, the album is not sent twice for it.
  rendered: ['album', 'failure'],
};

/** All that is delivered: what does not fit into one album goes in several. */
async function subjectsOf(bot: OutgoingBot, news: ProductionNews, kind: DeliveryKind): Promise<string[]> {
  const subject = subjectOf(news);
  const renders = kind === 'album' ? await bot.renders(news.personId, subject) : undefined;
  const batches = renders ? renderDeliveries(renders) : [];
  return batches.length > 0 ? batches : [subject];
}

/** What is delivered by its id: renders that were asked for at once are delivered together. */
function subjectOf({ productionId, news, requestId }: ProductionNews): string {
  return news === 'rendered' ? (requestId ?? productionId) : productionId;
}

function eventOf(told: ProductionNews): FlowEvent {
  const { productionId, news, failure } = told;
  switch (news) {
    case 'rendered':
      return { on: 'rendered', requestId: subjectOf(told) };
    case 'spoken':
      return { on: 'spoken', productionId };
    case 'delivered':
      return { on: 'delivered', productionId };
    case 'failed':
      return { on: 'failed', productionId, refusal: failure ?? noReason };
    case 'stuck':
      return { on: 'stuck', productionId, refusal: failure ?? noReason };
    // Whoever cancelled it themselves has moved on; for others this is how they learn of it.
    case 'cancelled':
      return { on: 'failed', productionId, refusal: cancelled };
  }
}

/** Sends what a killed process or an unreachable Telegram left behind; the news job itself may wait minutes. */
export async function resumeDeliveries(bot: OutgoingBot, olderThanMs: number): Promise<void> {
  for (const key of await unsentDeliveries(bot.parts, olderThanMs)) {
    await deliver(bot, key).catch((error: unknown) =>
      logOf(bot.parts.log, 'bot').info({ err: error, ...key }, 'A delivery waits for better times.'),
    );
  }
}
