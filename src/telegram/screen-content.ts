import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { Button, View } from '../flow/view.ts';
import { sha256 } from '../platform/files/sha256.ts';
import type { FlowMachine } from './chat-bot.ts';

type Packer = Pick<FlowMachine<unknown>, 'packButton'>;

/** Buttons of a screen of that revision, or of a message that stays. */
export function keyboardOf(
  flow: Packer,
  revision: number,
  rows: readonly (readonly Button[])[],
): InlineKeyboardMarkup {
  return { inline_keyboard: rows.map((row) => row.map((button) => keyOf(flow, revision, button))) };
}

function keyOf(flow: Packer, revision: number, button: Button): InlineKeyboardButton {
  if ('url' in button) return { text: button.text, url: button.url };
  const { text, style } = button;
  return { text, callback_data: flow.packButton(revision, button), ...(style !== undefined && { style }) };
}

/** What the message says, so that an edit that changes only buttons sends only buttons. */
export function textHashOf(view: View): string {
  // Its text is edited by whoever shows the progress: nobody here knows what it says.
  return view.progressOf === undefined ? sha256(view.html).slice(0, 16) : '';
}
