import { pause } from '../../platform/shutdown/pause.ts';
import {
  openProgress,
  type OpenProgress,
  stopProgress,
  trackProgress,
} from '../../actions/outgoing/progress-messages.ts';
import { createForecast, type Forecast } from '../../domain/production/forecast.ts';
import { isAppError } from '../../kernel/errors.ts';
import { type AdvisoryLock, tryAdvisoryLock } from '../../platform/database/advisory-lock.ts';
import { logOf } from '../../platform/log/log.ts';
import { classifyTelegramError } from '../errors.ts';
import type { ProgressScreen } from '../progress-screen.ts';
import type { ChatPaces } from './chat-paces.ts';
import type { OutgoingBot } from './outgoing-bot.ts';
import { isDue, type ProgressPace } from './progress-pace.ts';

const tickMs = 250;
/** Who else is in work is looked up this often. */
const lookMs = 1000;
const askForLeadMs = 3000;
/** Whose news have not come by then can't be reached. */
const newsWithinMs = 3_600_000;
/** Telegram shows what a bot does for five seconds. */
const actionEveryMs = 4500;
/** The person's own presses wait for an edit under way. */
const editPatienceMs = 3000;

/** A production, a request or a task whose progress is shown, as this process has shown it so far. */
interface Shown {
  message: OpenProgress;
  pace: ProgressPace;
  readonly forecast: Forecast;
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
      await letGo(bot, message);
      continue;
    }
    seen.add(message.productionId);
    const known = shown.get(message.productionId);
    // A confirmation begins another count, often in the same message.
    const isSame =
      known?.message.messageId === message.messageId && known.message.isConfirmed === message.isConfirmed;
    if (isSame) known.message = message;
    else shown.set(message.productionId, fresh(message, nowMs));
  }
  for (const productionId of shown.keys()) if (!seen.has(productionId)) shown.delete(productionId);
}

/** Its news turn the message into another screen; what a killed process left of it goes. */
async function letGo(bot: OutgoingBot, message: OpenProgress): Promise<void> {
  const { personId, chatId, messageId, startedAt } = message;
  const isScreen = (await bot.screenMessage(personId)) === messageId;
  if (isScreen && Date.now() - startedAt.getTime() < newsWithinMs) return;
  await stopProgress(bot.parts, message);
  if (!isScreen) await removeOld(bot, chatId, messageId);
}

/** Best effort: it may be gone already. */
async function removeOld(bot: OutgoingBot, chatId: number, messageId: number): Promise<void> {
  await bot.hastyTelegram.deleteMessage(chatId, messageId).catch((error: unknown) => {
    bot.parts.log.debug({ err: error }, 'An old progress message could not be deleted.');
  });
}

function fresh(message: OpenProgress, nowMs: number): Shown {
  const startedAtMs = nowMs - Math.max(0, Date.now() - message.startedAt.getTime());
  return {
    message,
    pace: { startedAtMs, lastEditAtMs: undefined, lastText: undefined },
    forecast: createForecast(),
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
  one.isBusy = true;
  one.pace = { ...one.pace, lastEditAtMs: nowMs };
  try {
    // In the person's turn: an edit that came after their press would put the old screen over the new one.
    await bot.inTurn(one.message.personId, async () => await editInTurn(bot, paces, one));
  } catch (error) {
    await judge(bot, paces, one, error);
  } finally {
    one.isBusy = false;
  }
}

async function editInTurn(bot: OutgoingBot, paces: ChatPaces, one: Shown): Promise<void> {
  const { personId, productionId, chatId, messageId } = one.message;
  const timeLeft = (fraction: number) => one.forecast(fraction, performance.now() / 1000);
  const screen = await bot.progressScreen(personId, productionId, timeLeft);
  if (screen?.messageId !== undefined && screen.messageId !== messageId) {
    // A killed process showed it anew and could not say so.
    await trackProgress(bot.parts, productionId, chatId, screen.messageId);
    return await removeOld(bot, chatId, messageId);
  }
  // Asked again at the next due time, where nothing moved or the person looks at something else.
  if (!screen || screen.html === one.pace.lastText) return;
  one.pace = { ...one.pace, lastText: screen.html };
  paces.called(chatId);
  try {
    await editWords(bot, chatId, messageId, screen);
  } finally {
    // The wait counts from when Telegram had it: this one may have waited for its turn, and the next one may not.
    one.pace = { ...one.pace, lastEditAtMs: performance.now() };
  }
}

async function editWords(
  { hastyTelegram }: OutgoingBot,
  chatId: number,
  messageId: number,
  { html, keyboard, isCaption }: ProgressScreen,
): Promise<void> {
  const patience = AbortSignal.timeout(editPatienceMs) as never;
  const options = { parse_mode: 'HTML', reply_markup: keyboard } as const;
  if (isCaption) {
    await hastyTelegram.editMessageCaption(chatId, messageId, { ...options, caption: html }, patience);
    return;
  }
  const plain = { ...options, link_preview_options: { is_disabled: true } };
  await hastyTelegram.editMessageText(chatId, messageId, html, plain, patience);
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
  } else if (failure !== 'not-modified' && failure !== 'unavailable' && !isAppError(error, 'cancelled')) {
    logOf(bot.parts.log, 'bot').warn(
      { err: error, productionId: message.productionId },
      'Progress was not shown.',
    );
  }
}
