import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { admin, ann, operatorsChat } from '../support/chat-doors.ts';
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

const texts = () => room.messages().map(({ text, caption }) => text ?? caption);

describe('who', () => {
  it('operates is asked for by the door, in the operators’ chat and in their own', async () => {
    room.start();
    await room.say('/stats', admin);
    await room.act({ act: 'say', userId: admin, chatId: operatorsChat, text: '/reply' });
    await room.say('/stats');
    await room.until(() => texts().includes('Not here.'), 'a word to somebody else');
    await room.settled();
    expect(room.asked.sort()).toEqual([`door ${admin} /reply`, `door ${admin} /stats`]);
    expect(room.messages(admin).length).toBe(1);
  });

  it('is banned gets one line, however often they write', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.database.pool.query('update ugc.person set banned_at = now()');
    for (const text of ['one', 'two']) await room.say(text);
    await room.settled();
    expect(texts().filter((text) => text === 'banned')).toHaveLength(1);
    await room.tap('write');
    expect(room.answers.at(-1)?.text).toBe('banned');
    expect((await room.state())?.past).toEqual(['command']);
  });

  it('blocks the bot is marked, and found again when they come back', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    const isMarked = async () => {
      const { rows } = await room.database.pool.query('select unreachable_at from ugc.person');
      return rows[0]?.unreachable_at !== null;
    };
    await room.act({ act: 'block', userId: ann });
    await room.until(isMarked, 'the mark');
    await room.act({ act: 'unblock', userId: ann });
    await room.say('/start');
    await room.until(async () => !(await isMarked()), 'the mark to go');
    await room.sees('Home 2');
  });
});
