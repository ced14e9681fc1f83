import type { ActionParts } from '../actions/parts.ts';
import type { InterfaceLanguage } from '../domain/person/profile.ts';
import type { Telegram } from '../telegram/client.ts';
import type { ArgumentReader } from './arguments.ts';
import type { OperatorCommandName } from './command-names.ts';
import type { Incoming, IncomingPress } from './incoming.ts';
import type { ButtonName, ButtonRows } from './operator-button.ts';
import type { OperatorConfig } from './operator-config.ts';
import type { OperatorTexts } from './texts/en.ts';

/** What operators' work is done with. */
export interface OperatorParts {
  readonly parts: ActionParts;
  readonly telegram: Telegram;
  readonly config: OperatorConfig;
}

export interface OperatorContext extends OperatorParts {
  readonly language: InterfaceLanguage;
  /** In that language. */
  readonly texts: OperatorTexts;
  readonly operatorId: number;
  readonly now: Date;
}

export interface CommandContext extends OperatorContext {
  readonly message: Incoming;
  /** As typed behind the command. */
  readonly argument: string;
}

export interface PressContext extends OperatorContext {
  readonly press: IncomingPress;
}

/** What an operator is shown. */
export interface Screen {
  readonly html: string;
  readonly rows?: ButtonRows;
}

export interface Answer extends Screen {
  /** For the audit log, in English. */
  readonly outcome: string;
}

/** What a press does: a line over the button, the message changed in place, or both. */
export interface PressAnswer {
  readonly toast?: string;
  readonly screen?: Screen;
  /** Other buttons under the same message. */
  readonly rows?: ButtonRows;
  /** For the audit log; without it the press only looked at something. */
  readonly outcome?: string;
}

export type OperatorCommand = (context: CommandContext, given: ArgumentReader) => Promise<Answer>;
export type OperatorPress = (context: PressContext, value: string) => Promise<PressAnswer>;

export type CommandTable = Readonly<Record<OperatorCommandName, OperatorCommand>>;
export type PressTable = Readonly<Record<ButtonName, OperatorPress>>;
