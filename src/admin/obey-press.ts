import { recordCommand } from '../actions/operators/audit.ts';
import { systemClock } from '../kernel/clock.ts';
import { isAppError } from '../kernel/errors.ts';
import type { Telegram } from '../telegram/client.ts';
import { classifyTelegramError } from '../telegram/errors.ts';
import type { KnownSender } from '../telegram/operator-door.ts';
import { operatorPresses } from './command-table.ts';
import type { IncomingPress } from './incoming.ts';
import { isOperatorPress, keyboardOf, unpackPress } from './operator-button.ts';
import type { OperatorParts, PressAnswer } from './operator-command.ts';
import { logFailure, outcomeOf, refusalOf } from './refusals.ts';
import { operatorTexts } from './texts/texts.ts';

/** False for a press that is no operator's, or not on one of their buttons. */
export async function handlePress(
  all: OperatorParts,
  press: IncomingPress,
  { language }: KnownSender,
): Promise<boolean> {
  if (!isOperatorPress(press.data) || !all.config.adminIds.includes(press.fromId)) return false;
  const texts = operatorTexts(language);
  const context = { ...all, language, texts, operatorId: press.fromId, now: systemClock.now(), press };
  const asked = unpackPress(press.data);
  const answer: PressAnswer = asked
    ? await operatorPresses[asked.name](context, asked.value).catch((error: unknown): PressAnswer => {
        const refused = refusalOf(texts, error);
        if (refused === undefined) throw error;
        logFailure(context, error, asked.name);
        return {
          toast: isAppError(error, 'not-found') ? texts.outdated : texts.failed,
          outcome: outcomeOf(error),
        };
      })
    : { toast: texts.outdated };
  if (answer.outcome !== undefined && asked) {
    const entry = { operatorId: press.fromId, command: `button ${asked.name}`, argument: asked.value };
    await recordCommand(all.parts, { ...entry, outcome: answer.outcome });
  }
  await showPress(all.telegram, press, answer);
  return true;
}

async function showPress(telegram: Telegram, press: IncomingPress, answer: PressAnswer): Promise<void> {
  const { chatId, messageId, queryId } = press;
  const { toast, screen, rows } = answer;
  await unlessStale(telegram.answerCallbackQuery(queryId, { ...(toast !== undefined && { text: toast }) }));
  if (screen) {
    await unlessStale(
      telegram.editMessageText(chatId, messageId, screen.html, {
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
        reply_markup: keyboardOf(screen.rows),
      }),
    );
  } else if (rows) {
    await unlessStale(telegram.editMessageReplyMarkup(chatId, messageId, { reply_markup: keyboardOf(rows) }));
  }
}

/** Who pressed twice, or looked at an old message, has lost nothing. */
async function unlessStale(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    const failure = classifyTelegramError(error);
    if (failure !== 'not-modified' && failure !== 'stale-message' && failure !== 'query-too-old') throw error;
  });
}
