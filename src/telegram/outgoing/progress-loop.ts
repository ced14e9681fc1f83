import { setTimeout as delay } from 'node:timers/promises';
import { openProgress, type OpenProgress, stopProgress } from '../../actions/outgoing/progress-messages.ts';
import { isAppError } from '../../kernel/errors.ts';
import { type AdvisoryLock, tryAdvisoryLock } from '../../platform/database/advisory-lock.ts';
import { logOf } from '../../platform/log/log.ts';
import { classifyTelegramError } from '../errors.ts';
import type { ChatPaces } from './chat-paces.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import { isDue, type ProgressPace } from './progress-pace.ts';

const tickMs = 250;
/** Who else is in work is looked up this often. */
const lookMs = 1000;
const askForLeadMs = 3000;
/** Telegram shows what a bot does for five seconds. */
const actionEveryMs = 4500;

/** A production whose progress is shown, as this process has shown it so far. */
interface Shown {
  message: OpenProgress;
  pace: ProgressPace;
  actedAtMs: number;
  isBusy: boolean;
}

/** Shows progress until `end`, in one process at a time: of two editors each would count only its own edits. */
export async function showProgress(bot: OutgoingBot, paces: ChatPaces, end: AbortSignal): Promise<void> {
  const log = logOf(bot.parts.log, 'bot');
  while (!end.aborted) {
    let lock: AdvisoryLock | undefined;
    try {
      lock = await tryAdvisoryLock(bot.parts.database, 'ugc-progress');
      if (lock) await showAsLeader(bot, paces, AbortSignal.any([end, lock.lost]));
    } catch (error) {
      log.warn({ err: error }, 'Showing progress met an error and goes on.');
    }
    await lock?.release().catch(() => undefined);
    await pause(askForLeadMs, end);
  }
}

async function showAsLeader(bot: OutgoingBot, paces: ChatPaces, end: AbortSignal): Promise<void> {
  const shown = new Map<string, Shown>();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  const edits = new Set<Promise<void>>();
  while (!end.aborted) {
    const nowMs = performance.now();
    if (nowMs - lookedAtMs >= lookMs) {
      lookedAtMs = nowMs;
      await lookAround(bot, shown, nowMs);
    }
    for (const one of shown.values()) {
      act(bot, paces, one, nowMs);
      if (one.isBusy || !isDue(one.pace, paces.of(one.message.chatId), nowMs)) continue;
      const editing = edit(bot, paces, one, nowMs).finally(() => edits.delete(editing));
      edits.add(editing);
    }
    await pause(tickMs, end);
  }
  await Promise.all(edits);
}

/** Takes in what has begun, and lets go of what has ended or waits for the person. */
async function lookAround(bot: OutgoingBot, shown: Map<string, Shown>, nowMs: number): Promise<void> {
  const open = await openProgress(bot.parts);
  const seen = new Set<string>();
  for (const message of open) {
    if (!message.isRunning) {
      await stopProgress(bot.parts, message);
      continue;
    }
    seen.add(message.productionId);
    const known = shown.get(message.productionId);
    if (known?.message.messageId === message.messageId) known.message = message;
    else shown.set(message.productionId, fresh(message, nowMs));
  }
  for (const productionId of shown.keys()) if (!seen.has(productionId)) shown.delete(productionId);
}

function fresh(message: OpenProgress, nowMs: number): Shown {
  const startedAtMs = nowMs - Math.max(0, Date.now() - message.startedAt.getTime());
  return {
    message,
    pace: { startedAtMs, lastEditAtMs: undefined, lastText: undefined },
    actedAtMs: Number.NEGATIVE_INFINITY,
    isBusy: false,
  };
}

/** At the best of efforts: a failure is nobody's concern. */
function act(bot: OutgoingBot, paces: ChatPaces, one: Shown, nowMs: number): void {
  const { chatId, isConfirmed } = one.message;
  if (nowMs - one.actedAtMs < actionEveryMs || nowMs < paces.of(chatId).quietUntilMs) return;
  one.actedAtMs = nowMs;
  bot.hastyTelegram.sendChatAction(chatId, isConfirmed ? 'upload_video' : 'record_voice').catch(() => {});
}

async function edit(bot: OutgoingBot, paces: ChatPaces, one: Shown, nowMs: number): Promise<void> {
  const { message, pace } = one;
  one.isBusy = true;
  try {
    const screen = await bot.progressScreen(message.personId, message.productionId, message.messageId);
    // Asked again at the next due time, also where nothing moved or the person looks at something else.
    if (!screen || screen.html === pace.lastText) {
      one.pace = { ...pace, lastEditAtMs: nowMs };
      return;
    }
    one.pace = { ...pace, lastEditAtMs: nowMs, lastText: screen.html };
    paces.called(message.chatId);
    await bot.hastyTelegram.editMessageText(message.chatId, message.messageId, screen.html, {
      parse_mode: 'HTML',
      reply_markup: screen.keyboard,
      link_preview_options: { is_disabled: true },
    });
    const after = await bot.progressScreen(message.personId, message.productionId, message.messageId);
    if (after?.revision !== screen.revision) bot.showAgain(message.personId);
  } catch (error) {
    await judge(bot, paces, one, error);
  } finally {
    one.isBusy = false;
  }
}

/** An edit is never tried again: the next one says more. */
async function judge(bot: OutgoingBot, paces: ChatPaces, { message }: Shown, error: unknown): Promise<void> {
  const failure = classifyTelegramError(error);
  if (failure === 'flood') {
    const seconds = isAppError(error, 'too-many-requests') ? Number(error.details.seconds) : 5;
    paces.flooded(message.chatId, Number.isFinite(seconds) ? seconds : 5);
  } else if (failure === 'stale-message' || failure === 'gone') {
    await stopProgress(bot.parts, message).catch(() => undefined);
    if (failure === 'gone') await bot.markUnreachable(message.personId);
  } else if (failure !== 'not-modified' && failure !== 'unavailable') {
    logOf(bot.parts.log, 'bot').warn(
      { err: error, productionId: message.productionId },
      'Progress was not shown.',
    );
  }
}

async function pause(ms: number, end: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: end }).catch(() => undefined);
}
