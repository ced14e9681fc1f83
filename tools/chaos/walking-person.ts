import { textOf } from '../../test/support/bot-message.ts';
import { setTimeout as delay } from 'node:timers/promises';
import type { BotApiMessage } from '../../src/sandbox/protocol.ts';
import { type Button, buttonsOf, type ChatMirror, isAnytime, screenOf } from './chat-mirror.ts';
import type { Random } from './random.ts';

/** Somebody who makes ads, in a hurry and by whim: presses twice, presses what is old, cancels, gives up, comes back. */
export interface WalkingPerson {
  readonly id: number;
  /** Until `end` fires. */
  walk(end: AbortSignal): Promise<void>;
}

export interface WalkingPersonOptions {
  readonly id: number;
  readonly mirror: ChatMirror;
  readonly random: Random;
  /** Asks an operator for credits. */
  askForCredits(): Promise<void>;
}

/** The bot's guard against floods lets one update a second through in the long run. */
const paceMs = 1000;
const patienceMs = 4000;

type Move =
  | { readonly do: 'press'; readonly button: RegExp }
  | { readonly do: 'press-twice'; readonly button: RegExp }
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'any' }
  | { readonly do: 'stale' }
  | { readonly do: 'repeat' }
  | { readonly do: 'credits' }
  | { readonly do: 'wait' };

type Moves = readonly (readonly [weight: number, move: Move])[];

const press = (button: RegExp): Move => ({ do: 'press', button });
const twice = (button: RegExp): Move => ({ do: 'press-twice', button });
const say = (text: string): Move => ({ do: 'say', text });

/** What is done where, the first that fits. */
const habits: readonly (readonly [screen: RegExp, moves: (script: string) => Moves])[] = [
  [
    /Send your script/,
    (script) => [
      [20, say(script)],
      [1, say('/resume')],
    ],
  ],
  [
    /Check your script/,
    (script) => [
      [14, press(/Make the voice-over/)],
      [4, twice(/Make the voice-over/)],
      [1, say(script)],
    ],
  ],
  [
    /Have a listen/,
    (script) => [
      [12, press(/Make the video/)],
      [6, twice(/Make the video/)],
      [2, press(/Another take/)],
      [1, press(/Change the text/)],
      [1, say('/cancel')],
      [1, say(script)],
      [1, { do: 'stale' }],
      [5, press(/Top up/)],
    ],
  ],
  [
    /Making your video/,
    () => [
      [10, { do: 'wait' }],
      [3, press(/Cancel/)],
      [1, say('/create')],
      [1, { do: 'stale' }],
    ],
  ],
  [
    /Stop it\?/,
    () => [
      [3, press(/Yes, stop/)],
      [1, twice(/Yes, stop/)],
      [2, press(/Let it finish/)],
    ],
  ],
  [
    /Recording the voice/,
    () => [
      [12, { do: 'wait' }],
      [1, say('/cancel')],
      [1, { do: 'any' }],
    ],
  ],
  [
    /Your ad is ready/,
    () => [
      [12, press(/Another with the same/)],
      [2, twice(/Another with the same/)],
      [2, press(/New ad/)],
      [1, press(/My videos/)],
    ],
  ],
  [
    /didn’t work/,
    () => [
      [6, press(/Try again/)],
      [1, say('/create')],
    ],
  ],
  [
    /How to top up/,
    () => [
      [3, { do: 'credits' }],
      [1, say('/resume')],
    ],
  ],
  [
    /Unfinished work/,
    () => [
      [5, press(/^\d$/)],
      [3, press(/Go on with/)],
      [1, say('/cancel')],
    ],
  ],
  [
    /You have an unfinished ad/,
    () => [
      [3, press(/Go on/)],
      [2, press(/Start a new/)],
    ],
  ],
  [/What kind of ad/, () => [[1, press(/Talking head/)]]],
  [/Who will speak/, () => [[1, press(/Woman/)]]],
  [/Choose a presenter/, () => [[1, press(/^[12]$/)]]],
  [
    /Choose a voice/,
    () => [
      [5, press(/^✅/)],
      [1, press(/^1/)],
    ],
  ],
  [
    /Delete it for good/,
    () => [
      [3, press(/Yes, delete/)],
      [1, { do: 'any' }],
    ],
  ],
  [
    /Delete all your data/,
    () => [
      [1, press(/Yes, delete everything/)],
      [4, say('/create')],
    ],
  ],
  [
    /My videos/,
    () => [
      [3, press(/^\d$/)],
      [2, say('/create')],
    ],
  ],
  [
    /hall we make/,
    () => [
      [10, press(/Create an ad/)],
      [2, { do: 'any' }],
    ],
  ],
];

/** What people do now and then wherever they are. */
const whims: Moves = [
  [3, { do: 'stale' }],
  [3, { do: 'repeat' }],
  [1, say('/start')],
  [1, say('/my_videos')],
  [1, say('/resume')],
  [1, say('/credits')],
  [0.3, say('/forget_me')],
];
const whimChance = 0.06;

/** Repeats what was made before, and would be taken for a second delivery. */
const sendsAgain = /Send again|Get a link|My data/;

export function createWalkingPerson({
  id,
  mirror,
  random,
  askForCredits,
}: WalkingPersonOptions): WalkingPerson {
  let scripts = 0;
  const nextScript = () => {
    scripts += 1;
    return `Fresh bread number ${id % 10_000} and ${scripts}. Come by today!`;
  };

  async function pressOn(message: BotApiMessage, button: Button): Promise<void> {
    const { row, column } = button;
    await mirror.act({ act: 'press', userId: id, chatId: id, messageId: message.message_id, row, column });
  }

  async function pressWhat(label: RegExp | undefined, times: number): Promise<boolean> {
    const screen = screenOf(mirror.chat(id));
    const fitting = (screen ? buttonsOf(screen) : []).filter(
      (button) => !sendsAgain.test(button.text) && (label?.test(button.text) ?? true),
    );
    if (!screen || fitting.length === 0) return false;
    const button = random.pick(fitting);
    await Promise.all(Array.from({ length: times }, () => pressOn(screen, button)));
    return true;
  }

  /** A button of whatever message, mostly one that is out of date. */
  async function pressSomethingOld(): Promise<void> {
    const messages = [...mirror.chat(id).messages.values()].filter(
      (message) => buttonsOf(message).length > 0,
    );
    if (messages.length === 0) return;
    const message = random.pick(messages);
    const buttons = buttonsOf(message).filter(
      (button) => !sendsAgain.test(button.text) && !(isAnytime(button) && button.data.startsWith('!flag')),
    );
    if (buttons.length > 0) await pressOn(message, random.pick(buttons));
  }

  async function make(move: Move): Promise<boolean> {
    switch (move.do) {
      case 'press':
        return await pressWhat(move.button, 1);
      case 'press-twice':
        return await pressWhat(move.button, 2);
      case 'any':
        return await pressWhat(undefined, 1);
      case 'say':
        await mirror.act({ act: 'say', userId: id, chatId: id, text: move.text });
        return true;
      case 'stale':
        await pressSomethingOld();
        return true;
      case 'repeat':
        await mirror.act({ act: 'repeat-update' });
        return true;
      case 'credits':
        await askForCredits();
        return await make(say('/resume'));
      case 'wait':
        return true;
    }
  }

  async function turn(isStuck: boolean): Promise<void> {
    const screen = screenOf(mirror.chat(id));
    if (!screen) return void (await make(say('/start')));
    if (isStuck) return void (await make(say(random.pick(['/create', '/resume', '/start']))));
    if (random.chance(whimChance)) return void (await make(random.weighted(whims)));
    const moves = habits.find(([words]) => words.test(textOf(screen)))?.[1](nextScript());
    const able = moves?.filter(([, move]) => isAble(screen, move)) ?? [];
    const move = able.length > 0 ? random.weighted(able) : random.pick<Move>([say('/create'), { do: 'any' }]);
    await make(move);
  }

  return {
    id,
    async walk(end) {
      let stuckTurns = 0;
      while (!end.aborted) {
        const { version } = mirror.chat(id);
        const startedAtMs = performance.now();
        await turn(stuckTurns >= 3);
        await mirror.changed(id, version, patienceMs);
        stuckTurns = mirror.chat(id).version === version ? stuckTurns + 1 : 0;
        const restMs = paceMs * (0.6 + 0.8 * random.next()) - (performance.now() - startedAtMs);
        if (restMs > 0) await delay(restMs, undefined, { signal: end }).catch(() => undefined);
      }
    },
  };
}

function isAble(screen: BotApiMessage, move: Move): boolean {
  if (move.do !== 'press' && move.do !== 'press-twice') return true;
  return buttonsOf(screen).some(({ text }) => move.button.test(text));
}
