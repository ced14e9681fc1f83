import type { BotApiMessage } from '../../src/sandbox/protocol.ts';

/** An inline button and where it stands. `data` is missing from one that opens a link. */
export interface PlacedButton {
  readonly text: string;
  readonly data?: string;
  readonly row: number;
  readonly column: number;
}

interface Keyboard {
  readonly inline_keyboard?: readonly (readonly {
    readonly text: string;
    readonly callback_data?: string;
  }[])[];
}

export function isOfBot(message: BotApiMessage): boolean {
  return (message.from as { is_bot?: boolean } | undefined)?.is_bot === true;
}

/** What it says, in words of its own or under its picture. */
export function textOf(message: BotApiMessage): string {
  return String(message.text ?? message.caption ?? '');
}

export function buttonRowsOf(message: BotApiMessage): readonly (readonly PlacedButton[])[] {
  const rows = (message.reply_markup as Keyboard | undefined)?.inline_keyboard ?? [];
  return rows.map((buttons, row) =>
    buttons.map(({ text, callback_data: data }, column) => ({
      text,
      row,
      column,
      ...(data !== undefined && { data }),
    })),
  );
}

/** The newest button whose label fits, and its message. */
export function findButton(messages: readonly BotApiMessage[], fits: (label: string) => boolean) {
  for (const message of messages.toSorted((left, right) => right.message_id - left.message_id)) {
    const button = buttonRowsOf(message)
      .flat()
      .find(({ text }) => fits(text));
    if (button) return { messageId: message.message_id, row: button.row, column: button.column };
  }
  return undefined;
}
