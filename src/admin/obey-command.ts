import { admitCommand, recordCommand } from '../actions/operators/audit.ts';
import { nearestNames } from '../domain/nearest-names.ts';
import { isAppError } from '../kernel/errors.ts';
import { escapeHtml } from '../domain/html.ts';
import { readArguments } from './arguments.ts';
import { type OperatorCommandName, operatorCommandNames } from './command-names.ts';
import { operatorCommands } from './command-table.ts';
import type { Incoming } from './incoming.ts';
import type { Answer, OperatorContext } from './operator-command.ts';
import { logFailure, outcomeOf, refusalOf } from './refusals.ts';
import { showBelow } from './show-screen.ts';

/** Does a command within the limits, writes down what came of it and answers. */
export async function obey(
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
  if (admission === 'refused') return await showBelow(context.telegram, message, { html: texts.tooMany });
  if (message.isForwarded) {
    await record('refused: forwarded');
    return await showBelow(context.telegram, message, { html: texts.forwarded });
  }
  const answer = await run(context, message, name, argument);
  await record(answer.outcome);
  await showBelow(context.telegram, message, answer);
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

/** Names the command that a mistyped one may have meant. Always true: it is taken. */
export async function suggest(
  context: OperatorContext,
  message: Incoming,
  command: { readonly name: string; readonly argument: string },
): Promise<boolean> {
  const { parts, texts, operatorId } = context;
  const entry = { operatorId, command: command.name, argument: command.argument };
  if ((await admitCommand(parts, entry, context.now)) !== 'admitted') return true;
  await recordCommand(parts, { ...entry, outcome: 'refused: unknown command' });
  const [near = 'help'] = nearestNames(command.name, operatorCommandNames, 1);
  await showBelow(context.telegram, message, { html: texts.unknownCommand(near) });
  return true;
}
