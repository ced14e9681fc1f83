import { listOperations } from '../../actions/credits/list-operations.ts';
import { type CreditMove, moveCreditsByOperator } from '../../actions/operators/move-credits.ts';
import type { CreditOperation } from '../../domain/credits/credit-operation.ts';
import type { Profile } from '../../domain/person/profile.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { escapeHtml } from '../../domain/html.ts';
import { namedPerson, personLine } from '../named-person.ts';
import type { OperatorButton } from '../operator-button.ts';
import type {
  Answer,
  CommandContext,
  OperatorCommand,
  OperatorContext,
  OperatorPress,
  Screen,
} from '../operator-command.ts';
import { operatorTexts } from '../texts/texts.ts';

export const creditGet: OperatorCommand = async (context, given) => {
  const person = await namedPerson(context, given.person());
  given.end();
  return { html: balanceLines(context, person), outcome: `balance ${person.balanceCredits}` };
};

function balanceLines({ texts }: OperatorContext, person: Profile): string {
  return [
    personLine(texts, person),
    texts.balance(person.balanceCredits, person.heldCredits),
    texts.videosMade(person.videosMade),
    ...(person.isBanned ? [texts.banned] : []),
  ].join('\n');
}

export const creditAdd: OperatorCommand = async (context, given) => {
  const person = await namedPerson(context, given.person());
  const change = given.change();
  return await move(context, person, { change }, given.note());
};

export const creditSet: OperatorCommand = async (context, given) => {
  const person = await namedPerson(context, given.person());
  const balance = given.amount();
  return await move(context, person, { balance }, given.note());
};

async function move(
  context: CommandContext,
  person: Profile,
  wanted: CreditMove['wanted'],
  note: string,
): Promise<Answer> {
  const { texts, message, operatorId } = context;
  try {
    const { change, balance } = await moveCreditsByOperator(context.parts, {
      personId: person.personId,
      wanted,
      // Of the message that asks for it: an update that comes twice moves once.
      idempotencyKey: `grant:${message.chatId}:${message.messageId}`,
      operatorId,
      command: message.text,
      note,
      giftText: operatorTexts(person.language).gift,
    });
    const line =
      change === 0
        ? texts.unchanged(balance)
        : change > 0
          ? texts.given(change, balance)
          : texts.taken(-change, balance);
    return { html: `${personLine(texts, person)}\n${line}`, outcome: '' };
  } catch (error) {
    if (!isAppError(error, 'credits-missing')) throw error;
    const { needed, balance } = error.details;
    return {
      html: `${personLine(texts, person)}\n${texts.notEnough(Number(needed), Number(balance))}`,
      outcome: `refused: ${balance} of ${needed} credits`,
    };
  }
}

export const creditHistory: OperatorCommand = async (context, given) => {
  const person = await namedPerson(context, given.person());
  const page = given.page();
  given.end();
  return { ...(await historyScreen(context, person, page)), outcome: `page ${page + 1}` };
};

export const turnHistory: OperatorPress = async (context, value) => {
  const [, id, page] = /^([1-9]\d{0,15})\.(\d{1,4})$/.exec(value) ?? [];
  if (id === undefined) throw new AppError('not-found', 'The button names nobody.');
  const person = await namedPerson(context, { telegramId: Number(id) });
  return { screen: await historyScreen(context, person, Number(page)) };
};

async function historyScreen(context: OperatorContext, person: Profile, page: number): Promise<Screen> {
  const { texts, parts } = context;
  const operations = await listOperations(parts, person.personId, page);
  const turn = (to: number, text: string): OperatorButton => ({
    text,
    press: 'history',
    value: `${person.telegramId}.${to}`,
  });
  const lines = operations.items.map((operation) => operationLine(context, operation));
  return {
    html: [
      texts.historyTitle,
      personLine(texts, person),
      texts.balance(person.balanceCredits, person.heldCredits),
      '',
      ...(lines.length > 0 ? lines : [operations.page > 0 ? texts.pageEmpty : texts.historyEmpty]),
    ].join('\n'),
    rows: [
      [
        ...(operations.page > 1 ? [turn(0, texts.first)] : []),
        ...(operations.page > 0 ? [turn(operations.page - 1, texts.back)] : []),
        ...(operations.hasNext ? [turn(operations.page + 1, texts.next)] : []),
      ],
    ],
  };
}

function operationLine({ texts }: OperatorContext, operation: CreditOperation): string {
  const { wording } = texts;
  const note = operation.note === undefined ? '' : ` · <i>${escapeHtml(operation.note)}</i>`;
  const what = texts.operationKinds[operation.kind];
  return `${wording.dateTime(operation.at)} · ${wording.change(operation.amount)} → ${wording.number(operation.balanceAfter)} · ${what}${note}`;
}
