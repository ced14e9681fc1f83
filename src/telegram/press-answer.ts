import type { Log } from '../platform/log/log.ts';
import type { Telegram } from './client.ts';
import { classifyTelegramError } from './errors.ts';

/** The one answer that a press is owed: until it comes, the button shows that the bot is busy. */
export interface PressAnswer {
  /** With a line over the button, or silently. False where it was answered before: say it in another way. */
  give(line?: { readonly text: string; readonly alert?: boolean }): boolean;
  /** Answers if nobody did, and waits until the answer has arrived. Never throws. */
  settle(): Promise<void>;
}

/** Whatever is being done about the press, after this it is answered. */
const patienceMs = 1000;
const longestToast = 200;

export function owePressAnswer(telegram: Telegram, callbackId: string, log: Log): PressAnswer {
  let sent: Promise<void> | undefined;
  const give: PressAnswer['give'] = (line) => {
    if (sent !== undefined) return false;
    clearTimeout(timer);
    const options = line && {
      text: line.text.slice(0, longestToast),
      ...(line.alert === true && { show_alert: true }),
    };
    sent = telegram.answerCallbackQuery(callbackId, options).then(
      () => undefined,
      (error: unknown) => {
        // A press from before a restart, or that waited for its turn.
        if (classifyTelegramError(error) !== 'query-too-old')
          log.warn({ err: error }, 'A press got no answer.');
      },
    );
    return true;
  };
  const timer = setTimeout(give, patienceMs);
  timer.unref();
  return {
    give,
    async settle() {
      give();
      await sent;
    },
  };
}
