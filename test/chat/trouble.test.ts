import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatStopPoint } from '../../src/telegram/chat-bot.ts';
import { createTelegram } from '../../src/telegram/client.ts';
import { ann } from '../support/chat-doors.ts';
import { type ChatRoom, openChatRoom } from '../support/chat-room.ts';

let room: ChatRoom;
beforeEach(async () => {
  room = await openChatRoom();
});
afterEach(async () => {
  const violations = room.sandbox.violations();
  await room.close();
  expect(violations).toEqual([]);
});

const shown = () => room.messages().map(({ text, caption }) => text ?? caption);
const refusal = (code: number, description: string, retryAfter?: number) =>
  ({ kind: 'answer', code, description, ...(retryAfter !== undefined && { retryAfter }) }) as const;

describe('a kill', () => {
  const points: readonly ChatStopPoint[] = ['known', 'decided', 'performed', 'saved', 'sent'];

  it.each(points)('at "%s" loses nothing and does nothing twice', async (point) => {
    room.start({ retryMs: 60_000, inbox: { firstRetryMs: 60_000 } });
    await room.say('/start');
    await room.sees('Home 1');
    await room.settled();
    room.stopPoint = point;
    await room.press('tell');
    await room.until(() => room.asked.includes(`stop ${point}`), 'the stop');
    await room.chat.stop();
    room.start();
    await room.sees('Home 2');
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', 'press tell']);
    expect(shown()).toEqual(['/start', expect.stringContaining('Home 2')]);
    // Whatever was done twice was done with the same id.
    const told = room.asked.filter((line) => line.startsWith('tell'));
    expect(new Set(told).size).toBe(1);
    expect(told.length).toBeLessThanOrEqual(2);
    await room.tap('write');
    await room.sees('Write something.');
  });

  it('between sending a new screen and remembering it leaves one with buttons that work', async () => {
    room.start({ retryMs: 60_000 });
    await room.say('/start');
    await room.sees('Home 1');
    await room.settled();
    room.stopPoint = 'sent';
    await room.say('hello');
    await room.until(() => room.asked.includes('stop sent'), 'the stop');
    await room.chat.stop();
    const orphan = await room.sees('You wrote');
    // Pressed before anything has healed: it is the screen of that revision all the same.
    await room.press('Back', orphan);
    room.start({ retryMs: 500 });
    await room.sees('Home');
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', 'text hello', 'press home']);
  });

  it('of a process that had kept updates leaves them to the next one, in their order', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.settled();
    room.before = async (what) => {
      if (what === 'profile') throw new Error('The process is about to be killed.');
    };
    for (const text of ['one', 'two', 'three']) await room.say(text);
    await room.until(async () => (await waiting()) === 3, 'them to be kept');
    await room.chat.stop();
    room.before = async () => {};
    room.start();
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', 'text one', 'text two', 'text three']);
  });
});

describe('Telegram', () => {
  beforeEach(async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.settled();
  });

  it('that asks for a short pause gets it, and for a long one gets the screen afterwards', async () => {
    await room.fault('editMessageText', refusal(429, 'Too Many Requests: retry after 1', 1));
    await room.tap('write');
    await room.sees('Write something.');
    expect(room.count('editMessageText')).toBe(2);
  });

  it('that fails once is asked again', async () => {
    await room.fault('editMessageText', refusal(502, 'Bad Gateway'));
    await room.tap('write');
    await room.sees('Write something.');
  });

  it('that fails for longer gets the screen as soon as it is back, and everything counts once', async () => {
    await room.fault('editMessageText', { kind: 'refuse-connection' }, 4);
    await room.press('write');
    await room.sees('Write something.');
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', 'press write']);
  });

  it('whose answer to an edit is lost is asked again, and nothing is seen of it', async () => {
    await room.fault('editMessageText', { kind: 'lose-answer' });
    await room.tap('write');
    expect(shown()).toEqual(['/start', 'Write something.']);
  });

  it('whose answer to a message is lost may have shown it: it is repeated once at most', async () => {
    await room.fault('sendMessage', { kind: 'lose-answer' });
    await room.say('hello');
    await room.sees('You wrote');
    await room.settled();
    await room.until(
      () => shown().filter((text) => text?.startsWith('You wrote')).length === 2,
      'the repetition',
    );
    await room.tap('Back');
    expect((await room.state())?.past).toEqual(['command', 'text hello', 'press home']);
  });

  it('that says the bot is blocked has the person marked, and nothing is tried again', async () => {
    await room.fault('sendMessage', refusal(403, 'Forbidden: bot was blocked by the user'));
    await room.say('hello');
    const isMarked = async () => {
      const { rows } = await room.database.pool.query(
        'select 1 from ugc.person where unreachable_at is not null',
      );
      return rows.length === 1;
    };
    await room.until(isMarked, 'the mark');
    expect(room.count('sendMessage')).toBe(2);
    await room.say('there again');
    await room.until(async () => !(await isMarked()), 'the mark to go');
    await room.sees('there again');
  });

  it('that lets somebody else poll is waited for', async () => {
    const conflict =
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
    await room.fault('getUpdates', refusal(409, conflict), 3);
    for (const text of ['one', 'two']) await room.say(text);
    await room.sees('two');
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', 'text one', 'text two']);
  });

  it('that does not know the token ends the chat with one clear line', async () => {
    await room.chat.stop();
    await room.fault('getUpdates', refusal(401, 'Unauthorized'));
    room.start();
    await room.until(() => room.fatal.length === 1, 'the end');
    expect(room.fatal[0]).toMatchObject({
      reason: 'invalid-config',
      message: expect.stringContaining('TELEGRAM_BOT_TOKEN'),
    });
  });
});

describe('a call', () => {
  const telegram = (changes = {}) =>
    createTelegram({ token: room.sandbox.token, apiRoot: room.apiRoot, log: room.parts.log, ...changes });

  it('that may have been carried out is not repeated, and its error holds no token', async () => {
    await room.say('/start');
    await room.fault('sendMessage', { kind: 'lose-answer' });
    const failure = await telegram()
      .sendMessage(ann, 'hello')
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ reason: 'provider-unavailable', retryable: true });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(room.sandbox.token);
    expect(shown()).toEqual(['/start', 'hello']);
  });

  it('that would have to wait too long is handed back with the seconds', async () => {
    await room.fault('sendMessage', refusal(429, 'Too Many Requests: retry after 90', 90));
    const failure = telegram().sendMessage(ann, 'hello');
    await expect(failure).rejects.toMatchObject({ reason: 'too-many-requests', details: { seconds: 90 } });
  });

  it('that gets no answer in time ends', async () => {
    await room.fault('sendMessage', { kind: 'delay', ms: 2000 });
    const failure = telegram({ jsonTimeoutMs: 50 }).sendMessage(ann, 'hello');
    await expect(failure).rejects.toMatchObject({ reason: 'timed-out' });
  });
});

async function waiting(): Promise<number> {
  const { rows } = await room.database.pool.query(
    `select 1 from ugc.telegram_update where state = 'waiting'`,
  );
  return rows.length;
}
