import { admitCommand, recordCommand } from '../actions/operators/audit.ts';
import { derivedId } from '../actions/operators/derived-id.ts';
import { findAuthor, tellPerson } from '../actions/operators/operator-mail.ts';
import { findPerson } from '../actions/people/read-profile.ts';
import type { ActionParts } from '../actions/parts.ts';
import { nearestNames } from '../domain/nearest-names.ts';
import { systemClock } from '../kernel/clock.ts';
import { isAppError } from '../kernel/errors.ts';
import { logOf } from '../platform/log/log.ts';
import type { Telegram } from '../telegram/client.ts';
import { classifyTelegramError } from '../telegram/errors.ts';
import { escapeHtml } from '../telegram/html.ts';
import type { KnownSender, OperatorDoor } from '../telegram/operator-door.ts';
import { type ArgumentName, type ArgumentProblem, readArguments } from './arguments.ts';
import { type OperatorCommandName, operatorCommandNames } from './command-names.ts';
import { operatorCommands, operatorPresses } from './command-table.ts';
import { type Incoming, type IncomingPress, readCommand, readIncoming, readPress } from './incoming.ts';
import { isOperatorPress, keyboardOf, unpackPress } from './operator-button.ts';
import type { Answer, OperatorContext, OperatorParts, PressAnswer, Screen } from './operator-command.ts';
import type { OperatorConfig } from './operator-config.ts';
import type { OperatorTexts } from './texts/en.ts';
import { operatorTexts } from './texts/texts.ts';

/** Takes operators' commands, answers and presses; whoever is none meets nothing here. */
export function createOperatorDoor(
  parts: ActionParts,
  telegram: Telegram,
  config: OperatorConfig,
): OperatorDoor {
  const all = { parts, telegram, config };
  return {
    handle: async (message, from) => {
      const incoming = readIncoming(message);
      return incoming !== undefined && (await handleMessage(all, incoming, from));
    },
    press: async (query, from) => {
      const incoming = readPress(query);
      return incoming !== undefined && (await handlePress(all, incoming, from));
    },
  };
}

/** Everything of the operators' group is taken: what is no command or answer is talk among themselves. */
async function handleMessage(
  all: OperatorParts,
  message: Incoming,
  { language }: KnownSender,
): Promise<boolean> {
  const { config } = all;
  const inTheirChat = message.chatId === config.feedbackChatId && !message.isPrivate;
  if (!config.adminIds.includes(message.fromId)) return inTheirChat;
  if (!message.isPrivate && !inTheirChat) return false;
  const texts = operatorTexts(language);
  const context = { ...all, texts, operatorId: message.fromId, now: systemClock.now() };
  const command = readCommand(message.text);
  const name = operatorCommandNames.find((known) => known === command?.name);
  if (command && name) {
    await obey(context, message, name, command.argument);
    // In a private chat an operator is a user too, who gets the user's help below it.
    return name !== 'help' || inTheirChat;
  }
  if (command) return inTheirChat && (await suggest(context, message, command));
  if (message.repliesTo && (inTheirChat || message.chatId === config.feedbackChatId)) {
    return (await passAnswer(context, message, message.repliesTo.messageId)) || inTheirChat;
  }
  return inTheirChat;
}

async function obey(
  context: OperatorContext,
  message: Incoming,
  name: OperatorCommandName,
  argument: string,
): Promise<void> {
  const { parts, texts, operatorId } = context;
  const entry = { operatorId, command: name, argument };
  const record = async (outcome: string) => {
    if (outcome !== '') await recordCommand(parts, { ...entry, outcome });
  };
  const admission = await admitCommand(parts, entry, context.now);
  if (admission === 'refused-quietly') return;
  if (admission === 'refused') return await show(context, message, { html: texts.tooMany });
  if (message.isForwarded) {
    await record('refused: forwarded');
    return await show(context, message, { html: texts.forwarded });
  }
  const answer = await run(context, message, name, argument);
  await record(answer.outcome);
  await show(context, message, answer);
}

/** A refusal is an answer too; so is a failure, whose reason is in the log. */
async function run(
  context: OperatorContext,
  message: Incoming,
  name: OperatorCommandName,
  argument: string,
): Promise<Answer> {
  const { texts } = context;
  try {
    return await operatorCommands[name]({ ...context, message, argument }, readArguments(argument));
  } catch (error) {
    const refused = refusalOf(texts, error);
    if (refused === undefined) throw error;
    const usage = isAppError(error, 'invalid-arguments')
      ? `\n${texts.usage(escapeHtml(texts.commands[name].usage))}`
      : '';
    logFailure(context, error, name);
    return { html: `${refused}${usage}`, outcome: outcomeOf(error) };
  }
}

/** Undefined where the update is to be worked off again later. */
function refusalOf(texts: OperatorTexts, error: unknown): string | undefined {
  if (isAppError(error, 'invalid-arguments')) {
    const { problem, argument, found } = error.details;
    return texts.problem(problem as ArgumentProblem, argument as ArgumentName, escapeHtml(String(found)));
  }
  if (isAppError(error, 'not-found')) return texts.nobody;
  if (isAppError(error, 'database-unavailable')) return undefined;
  const words = isAppError(error) ? error.message : undefined;
  return words === undefined ? texts.failed : texts.refused(escapeHtml(words.slice(0, 300)));
}

function logFailure({ parts, operatorId }: OperatorContext, error: unknown, name: string): void {
  if (isAppError(error, 'invalid-arguments') || isAppError(error, 'not-found')) return;
  logOf(parts.log, 'admin').error(
    { err: error, command: name, operatorId },
    'A command of an operator failed.',
  );
}

function outcomeOf(error: unknown): string {
  return isAppError(error) ? `refused: ${error.reason}` : 'failed: an error in the program';
}

async function suggest(
  context: OperatorContext,
  message: Incoming,
  command: { readonly name: string; readonly argument: string },
): Promise<boolean> {
  const { parts, texts, operatorId } = context;
  const entry = { operatorId, command: command.name, argument: command.argument };
  if ((await admitCommand(parts, entry, context.now)) !== 'admitted') return true;
  await recordCommand(parts, { ...entry, outcome: 'refused: unknown command' });
  const [near = 'help'] = nearestNames(command.name, operatorCommandNames, 1);
  await show(context, message, { html: texts.unknownCommand(near) });
  return true;
}

/** An answer to what the bot brought: to whoever wrote that. False where it answers something else. */
async function passAnswer(context: OperatorContext, message: Incoming, messageId: number): Promise<boolean> {
  const { parts, texts, operatorId } = context;
  const replied = message.repliesTo;
  if (!replied?.isFromBot || message.isForwarded) return false;
  const personId =
    (await findAuthor(parts, { chatId: message.chatId, messageId })) ??
    // A kill between sending and recording leaves a message of ours that we don't know: it names its person.
    (replied.namedId === undefined
      ? undefined
      : (await findPerson(parts, { telegramId: replied.namedId }))?.personId);
  if (personId === undefined) return false;
  const entry = { operatorId, command: 'answer', argument: personId };
  if (message.isOther) {
    await recordCommand(parts, { ...entry, outcome: 'refused: of a kind that is not passed on' });
    await show(context, message, { html: texts.replyKind });
    return true;
  }
  const id = derivedId('reply', message.chatId, message.messageId);
  const { text, file: attachment } = message;
  await tellPerson(parts, { id, personId, kind: 'reply', text, attachment });
  await recordCommand(parts, { ...entry, outcome: 'queued' });
  await show(context, message, { html: texts.replyQueued });
  return true;
}

async function show(context: OperatorContext, message: Incoming, screen: Screen): Promise<void> {
  await context.telegram.sendMessage(message.chatId, screen.html, {
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_parameters: { message_id: message.messageId, allow_sending_without_reply: true },
    ...(screen.rows && { reply_markup: keyboardOf(screen.rows) }),
  });
}

async function handlePress(
  all: OperatorParts,
  press: IncomingPress,
  { language }: KnownSender,
): Promise<boolean> {
  if (!isOperatorPress(press.data) || !all.config.adminIds.includes(press.fromId)) return false;
  const texts = operatorTexts(language);
  const context = { ...all, texts, operatorId: press.fromId, now: systemClock.now(), press };
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
