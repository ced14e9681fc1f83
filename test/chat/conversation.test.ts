import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegram } from '../../src/telegram/client.ts';
import { ann } from '../support/chat-doors.ts';
import { type ChatRoom, openChatRoom, webhookUrl } from '../support/chat-room.ts';

let room: ChatRoom;
let expectedViolations: unknown[] = [];
beforeEach(async () => {
  room = await openChatRoom();
});
afterEach(async () => {
  const violations = room.sandbox.violations();
  await room.close();
  expect(violations.map(({ method, problems }) => [method, problems])).toEqual(expectedViolations);
  expectedViolations = [];
});

const texts = () => room.messages().map(({ text, caption }) => text ?? caption);

describe('a conversation', () => {
  it.each(['polling', 'webhook'] as const)(
    'goes through text, pictures, sound and words by %s',
    async (kind) => {
      if (kind === 'polling') room.start();
      else room.start({ updates: { kind, url: webhookUrl(room), secret: undefined } });
      await room.say('/start');
      await room.sees('Home 1');
      await room.tap('gallery');
      expect((await room.sees('Who speaks?')).photo).toBeDefined();
      await room.tap('›');
      await room.tap('Back');
      await room.sees('Home 4');
      await room.tap('voices');
      expect((await room.sees('Whose voice?')).audio).toBeDefined();
      await room.tap('Back');
      await room.tap('write');
      await room.say('a <script>');
      await room.sees('You wrote');
      await room.settled();
      // Pictures gave way to texts; what the person wrote stands between the two screens, of which one has buttons.
      expect(texts()).toEqual(['/start', 'Write something.', 'a <script>', 'You wrote: a <script>']);
      const armed = () => room.messages().filter(({ reply_markup: keys }) => keys !== undefined);
      await room.until(() => armed().length === 1, 'one message with buttons');
    },
  );

  it('costs a press on a text screen two calls to Telegram and at most eight questions to the database', async () => {
    room.start({ inbox: { searchEveryMs: 3_600_000 } });
    await room.say('/start');
    await room.sees('Home 1');
    await room.settled();
    await room.until(() => room.count('setChatMenuButton') === 1, 'the introduction');
    const questions = countQuestions();
    const before = room.calls.length;
    const id = await room.press('write');
    await room.until(() => room.answers.some(({ callbackId }) => callbackId === id), 'an answer');
    await room.sees('Write something.');
    await room.until(() => questions.texts.some((text) => text.includes('advisory_unlock')), 'the end');
    questions.stop();
    expect(
      room.calls
        .slice(before)
        .map(({ method }) => method)
        .sort(),
    ).toEqual(['answerCallbackQuery', 'editMessageText']);
    expect(questions.texts.length).toBeLessThanOrEqual(8);
  });

  it('uploads each picture of a gallery once, for everybody and also after a restart', async () => {
    let sought = 0;
    room.before = async (what) => {
      if (what === 'media') sought += 1;
    };
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.tap('gallery');
    for (let turn = 0; turn < 8; turn += 1) await room.tap('›');
    expect(sought).toBe(4);
    const files = () =>
      room.database.pool.query('select content_key, file_id, saved_at from ugc.telegram_file');
    const uploaded = (await files()).rows;
    expect(uploaded).toHaveLength(4);
    await room.chat.stop();
    room.start();
    await room.tap('›');
    await room.tap('‹');
    expect((await files()).rows).toEqual(uploaded);
  });

  it('says over the button what a decision or a refusal has to say', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.tap('toast');
    expect(room.answers.at(-1)).toMatchObject({ text: 'Hello!', showAlert: true });
    await room.tap('cancel');
    expect(room.answers.at(-1)).toMatchObject({ text: 'No: limit-reached' });
    await room.sees('limit-reached');
    // Decided on the state before: what was refused never happened.
    expect((await room.state())?.past).toEqual(['command', 'press toast', 'refused']);
  });

  it('answers a press whose work takes long before it is done', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    const work = Promise.withResolvers<void>();
    room.before = async (what) => (what === 'tell' ? await work.promise : undefined);
    const id = await room.press('tell');
    await room.until(() => room.answers.some(({ callbackId }) => callbackId === id), 'an answer');
    expect(room.asked).toEqual([]);
    work.resolve();
    await room.sees('Home 2');
  });

  it('shows a screen that is no sound HTML without formatting, rather than not at all', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.tap('broken');
    expect((await room.sees('Half & half')).text).toBe('Half & half');
    expectedViolations = [['editMessageText', [expect.stringContaining("can't parse entities")]]];
  });

  it('tells whoever shows progress which message it is, and what the bot is doing', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.tap('busy');
    await room.until(() => room.count('sendChatAction') === 1, 'the activity');
    expect(room.asked).toEqual([`progress 00000000-0000-4000-8000-000000000001 ${ann}`]);
  });

  it('leaves no progress behind when the talk goes on below it', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.tap('busy');
    const { message_id: id } = await room.sees('Working');
    await room.say('hello');
    await room.sees('You wrote');
    await room.until(
      () => room.messages().every((message) => message.message_id !== id),
      'the old one to go',
    );
    await room.until(() => room.asked.length === 2, 'progress to end');
    expect(room.asked[1]).toBe(`no progress 00000000-0000-4000-8000-000000000001 ${id}`);
  });

  it('leaves a sound that is to stay with its last words, and shows what comes next below it', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    await room.tap('speech');
    await room.sees('Listen');
    await room.tap('gallery');
    await room.sees('Who speaks?');
    await room.until(() => texts().includes('A take'), 'the sound to be kept');
    expect(texts()).toEqual(['/start', 'A take', 'Who speaks?']);
    expect(room.messages()[1]).toMatchObject({ audio: { title: 'Take', performer: 'Vera' } });
  });

  it('leaves the screen as it is where an event does not concern it', async () => {
    room.start();
    await room.say('/start');
    const screen = await room.sees('Home 1');
    await room.until(() => room.count('sendMessage') === 1, 'the first call to be told of');
    const before = room.calls.length;
    await room.say('/nonsense');
    await room.until(() => texts().includes('Not here.'), 'a word');
    await room.settled();
    expect(room.calls.slice(before).map(({ method }) => method)).toEqual(['sendMessage']);
    await room.tap('write', screen);
    await room.sees('Write something.');
  });

  it('takes the first item of an album, and says so once', async () => {
    room.start();
    await room.say('/start');
    await room.sees('Home 1');
    const uploads = [];
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) {
      const picture = await readFile('test/portraits/glasses.jpg');
      const content = (async function* () {
        yield picture;
      })();
      uploads.push(await room.sandbox.upload({ name, mime: 'image/jpeg' }, content));
    }
    const items = uploads.map((uploadId) => ({ kind: 'photo' as const, uploadId }));
    await room.act({ act: 'send-album', userId: ann, chatId: ann, items });
    await room.until(() => texts().includes('first of album'), 'a word');
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', 'file']);
    expect(texts().filter((text) => text === 'first of album')).toHaveLength(1);
  });

  it('lets news of a production enter between two things that the person does', async () => {
    const chat = room.start();
    await room.say('/start');
    await room.sees('Home 1');
    const event = { on: 'spoken', productionId: '00000000-0000-4000-8000-000000000002' } as const;
    await Promise.all([chat.dispatch(`telegram:${ann}`, event), room.say('hello'), room.say('again')]);
    await room.settled();
    const past = (await room.state())?.past ?? [];
    expect([...past].sort()).toEqual(['command', 'spoken', 'text again', 'text hello']);
    expect(past.indexOf('text hello')).toBeLessThan(past.indexOf('text again'));
    await expect(chat.dispatch('operator:local', event)).rejects.toMatchObject({ reason: 'not-found' });
  });
});

describe('an old button', () => {
  it('that was pressed twice counts once, and the second press is told', async () => {
    room.start();
    await room.say('/start');
    const screen = await room.sees('Home 1');
    const ids = [await room.press('write', screen), await room.press('write', screen)];
    await room.until(
      () => ids.every((id) => room.answers.some(({ callbackId }) => callbackId === id)),
      'answers',
    );
    await room.settled();
    expect((await room.state())?.past).toEqual(['command', 'press write']);
    expect(room.answers.map(({ text }) => text)).toEqual([undefined, 'outdated']);
    expect(texts()).toEqual(['/start', 'Write something.']);
  });

  it('under an earlier screen shows the current one again, below', async () => {
    room.start();
    await room.say('/start');
    const screen = await room.sees('Home 1');
    await room.say('hello');
    await room.sees('You wrote');
    await room.settled();
    const armed = () => room.messages().filter(({ reply_markup: keys }) => keys);
    await room.until(() => armed().length === 1, 'the old buttons to go');
    // Its buttons are taken away; a client that has not heard of it yet still shows them.
    await createTelegram({
      token: room.sandbox.token,
      apiRoot: room.apiRoot,
      log: room.parts.log,
    }).editMessageReplyMarkup(ann, screen.message_id, { reply_markup: screen.reply_markup as never });
    await room.press('write', screen);
    await room.until(
      () => texts().filter((text) => text?.includes('You wrote')).length === 2,
      'the screen again',
    );
    await room.until(
      () => room.messages().filter(({ reply_markup: keys }) => keys).length === 1,
      'one with buttons',
    );
    expect(room.answers.at(-1)?.text).toBe('outdated');
    await room.tap('Back');
    await room.sees('Home');
  });

  it('does not keep a screen whose message was deleted from being shown', async () => {
    room.start();
    await room.say('/start');
    const { message_id: id } = await room.sees('Home 1');
    const telegram = createTelegram({
      token: room.sandbox.token,
      apiRoot: room.apiRoot,
      log: room.parts.log,
    });
    const press = room.press('write');
    await telegram.deleteMessage(ann, id);
    await press;
    await room.sees('Write something.');
  });
});

/** What is really sent to PostgreSQL, by whatever connection. */
function countQuestions() {
  const texts: string[] = [];
  const prototype = pg.Client.prototype as unknown as { query(...given: unknown[]): unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...given: unknown[]) {
    const text = typeof given[0] === 'string' ? given[0] : (given[0] as { text: string }).text;
    // The room's own looks.
    if (!text.includes('from ugc.')) texts.push(text);
    return query.apply(this, given);
  };
  return {
    texts,
    stop: () => {
      prototype.query = query;
    },
  };
}
