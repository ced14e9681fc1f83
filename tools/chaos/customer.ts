import { textOf } from '../../test/support/bot-message.ts';
import type { BotApiMessage } from '../../src/sandbox/protocol.ts';
import type { RunningBot } from '../../test/support/running-bot.ts';
import { buttonsOf, type ChatMirror, openChatMirror, screenOf } from './chat-mirror.ts';

/** What a customer is after: the video, or to order one and stop it. */
export type Intention = 'video' | 'cancel';

export interface Wish {
  readonly userId: number;
  readonly script: string;
  readonly intention: Intention;
}

type Step = { readonly press: RegExp } | { readonly say: string } | 'wait' | 'done';

/** What leads on from each screen, the first that fits. */
function stepsOf({ script, intention }: Wish): readonly (readonly [screen: RegExp, step: Step])[] {
  const wantsVideo = intention === 'video';
  return [
    [/hall we make/, { press: /Create an ad/ }],
    [/What kind of ad/, { press: /Talking head/ }],
    [/Who will speak/, { press: /Woman/ }],
    [/Choose a presenter/, { press: /^1/ }],
    [/Choose a voice/, { press: /^✅/ }],
    [/Send your script/, { say: script }],
    [/Check your script/, { press: /Make the voice-over/ }],
    [/Recording the voice/, 'wait'],
    [/Have a listen/, { press: /Make the video/ }],
    [/Stop it\?/, { press: wantsVideo ? /Let it finish/ : /Yes, stop/ }],
    [/Making your video/, wantsVideo ? 'wait' : { press: /Cancel/ }],
    [/The video is ready/, { press: /To the video/ }],
    [/Your ad is ready/, 'done'],
    [/unfinished ad/, { press: /Start a new one/ }],
    [/./, { press: /^(✅ )?Choose/ }],
  ];
}

const patienceMs = 5000;

/** Whether the person has all that they were after. */
export type IsServed = (mirror: ChatMirror) => boolean | Promise<boolean>;

/**
 * Goes on with the wish from whatever screen it is, until the person is served, the bot has ended or the time is over;
 * true where they were served.
 */
export async function pursue(
  bot: RunningBot,
  wish: Wish,
  isServed: IsServed,
  timeoutMs: number,
): Promise<boolean> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(), timeoutMs);
  void bot.ended.then(() => over.abort());
  const mirror = await openChatMirror(bot.baseUrl).catch(() => undefined);
  if (!mirror) return false;
  const steps = stepsOf(wish);
  try {
    let lastKey = '';
    while (!over.signal.aborted) {
      if (await isServed(mirror)) return true;
      const { version } = mirror.chat(wish.userId);
      const screen = screenOf(mirror.chat(wish.userId));
      // The same button is pressed again only when nothing came of it in good time.
      const key = screen
        ? `${screen.message_id} ${textOf(screen)} ${JSON.stringify(screen.reply_markup)}`
        : '';
      if (key !== lastKey || key === '') await take(mirror, wish, screen, steps);
      lastKey = key;
      await Promise.race([mirror.changed(wish.userId, version, patienceMs), bot.ended]);
      if (mirror.chat(wish.userId).version === version) lastKey = '';
    }
    return false;
  } catch (error) {
    // The bot and its server end together, in the middle of whatever was asked.
    if (error instanceof TypeError) return false;
    throw error;
  } finally {
    clearTimeout(timer);
    mirror.close();
  }
}

async function take(
  mirror: ChatMirror,
  { userId }: Wish,
  screen: BotApiMessage | undefined,
  steps: ReturnType<typeof stepsOf>,
): Promise<void> {
  const chat = { userId, chatId: userId };
  const step = screen && steps.find(([words]) => words.test(textOf(screen)))?.[1];
  if (!screen || step === undefined) return void (await mirror.act({ act: 'start', userId }));
  if (step === 'wait') return;
  if (step === 'done') return void (await mirror.act({ act: 'say', ...chat, text: '/create' }));
  if ('say' in step) return void (await mirror.act({ act: 'say', ...chat, text: step.say }));
  const button = buttonsOf(screen).find(({ text }) => step.press.test(text));
  if (!button) return;
  const { row, column } = button;
  await mirror.act({ act: 'press', ...chat, messageId: screen.message_id, row, column });
}
