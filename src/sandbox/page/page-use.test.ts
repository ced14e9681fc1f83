import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  chromiumPath,
  keys,
  mayLackBrowser,
  messageOf,
  useChatPage,
  whyNot,
} from '../../../test/support/chat-page.ts';
import { anna, chatScene, groupId, picture, tom } from '../../../test/support/chat-scene.ts';
import { listen } from '../../../test/support/page-stand-in.ts';
import { openTestSandbox } from '../../../test/support/test-sandbox.ts';
import { firstUserIds } from '../first-people.ts';
import { createPageHandler } from './page-handler.ts';

describe.skipIf(mayLackBrowser)(`what one can do in the chat page${whyNot}`, () => {
  const open = useChatPage();

  test('the bot is called what it calls itself in the language of whoever looks', async () => {
    const sandbox = chatScene();
    sandbox.bot = { ...sandbox.bot, name: 'Бот', inLanguage: { en: { name: 'The bot' } } };
    const { page } = await open(sandbox);
    const heading = page.locator('.chat-header:visible .chat-names');
    await expect.poll(() => heading.textContent()).toContain('Бот');
    await page.getByRole('button', { name: /^Tom/ }).click();
    await expect.poll(() => heading.textContent()).toContain('The bot');
  });

  test('photos are made smaller and sent as an album, files just as they are', async () => {
    const sandbox = chatScene();
    const { page } = await open(sandbox);
    sandbox.put(anna.id, { text: 'Send me photos' });
    const big = { name: 'big.png', mimeType: 'image/png', buffer: Buffer.from(picture(2560, 1280)) };
    const choose = async (label: string, files: (typeof big)[]) => {
      await page.getByRole('button', { name: 'Прикрепить' }).click();
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('menuitem', { name: label, exact: true }).click();
      await (await chooser).setFiles(files);
    };
    await choose('Фото или видео', [big, { ...big, name: 'other.png' }]);
    const dialog = page.getByRole('dialog', { name: 'Отправить 2 файла' });
    await dialog.getByPlaceholder('Добавить подпись…').fill('Both');
    await dialog.getByRole('button', { name: 'Отправить' }).click();
    await expect.poll(() => sandbox.acts.length).toBe(1);
    const [sent] = sandbox.acts;
    expect(sent).toMatchObject({
      act: 'send-album',
      items: [{ kind: 'photo', caption: 'Both' }, { kind: 'photo' }],
    });
    const upload = sandbox.files.get(sent?.act === 'send-album' ? (sent.items[0]?.uploadId ?? '') : '');
    expect([upload?.type, upload?.bytes[0], upload?.bytes[1]]).toEqual(['image/jpeg', 0xff, 0xd8]);
    await choose('Файл', [big]);
    await page.getByRole('dialog').getByRole('button', { name: 'Отправить', exact: true }).click();
    await expect.poll(() => sandbox.acts.length).toBe(2);
    const file = sandbox.acts[1];
    expect(file).toMatchObject({ act: 'send', kind: 'document' });
    expect(sandbox.files.get(file?.act === 'send' ? file.uploadId : '')?.bytes.length).toBe(
      big.buffer.length,
    );
    await page.locator('.upload-progress').waitFor({ state: 'detached' });
  });

  test('after the server was away the page catches up by itself', async () => {
    const sandbox = chatScene();
    const kept = sandbox.put(anna.id, { text: 'Before' });
    const gone = sandbox.put(anna.id, { text: 'Deleted meanwhile' });
    const { page, server, alsoClose } = await open(sandbox);
    await page.getByText('Deleted meanwhile').waitFor();
    await server.close();
    await page.locator('.chat-status').getByText('соединение…').waitFor();
    await page.locator('.composer textarea').fill('Said into the void');
    await page.getByRole('button', { name: 'Отправить' }).click();
    await page.locator('.toast.error').waitFor();
    expect(await page.locator('.composer textarea').inputValue()).toBe('Said into the void');
    sandbox.delete(anna.id, [gone.message_id]);
    sandbox.edit(anna.id, kept.message_id, { text: 'Before, edited' });
    sandbox.put(anna.id, { text: 'Sent meanwhile' });
    const again = await listen(createPageHandler(sandbox), server.port);
    alsoClose(again.close);
    await page.getByText('Sent meanwhile').waitFor();
    await page.getByText('Before, edited').waitFor();
    expect(await page.getByText('Deleted meanwhile').count()).toBe(0);
    await page.locator('.chat-status').getByText('бот').waitFor();
    sandbox.put(anna.id, { text: 'And live again' });
    await page.getByText('And live again').waitFor();
  });

  test('a new chat shows what the bot can do and starts it; a blocked bot can be had back', async () => {
    const sandbox = chatScene();
    sandbox.bot = { ...sandbox.bot, description: 'I make ads.' };
    const { page } = await open(sandbox, { chat: tom.id });
    await page.locator('.intro').getByText('I make ads.').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect.poll(() => sandbox.acts).toEqual([{ act: 'start', userId: tom.id }]);
    sandbox.put(tom.id, { text: 'Hello' });
    await page.locator('.composer').waitFor();
    sandbox.change(tom.id, { isBlocked: true });
    await page.getByRole('button', { name: 'Restart bot' }).click();
    await expect.poll(() => sandbox.acts.slice(1).map(({ act }) => act)).toEqual(['unblock', 'start']);
  });

  test('thousands of messages cost no more than a few screens, and the first can still be reached', async () => {
    const sandbox = chatScene();
    const first = sandbox.put(anna.id, { text: 'The very first' });
    for (let index = 0; index < 150; index += 1) sandbox.put(anna.id, { text: `Old ${index}.` });
    sandbox.change(anna.id, { pinnedMessageId: first.message_id });
    const { page } = await open(sandbox);
    await page.getByText('Old 149.').waitFor();
    for (let index = 0; index < 2000; index += 1) sandbox.put(anna.id, { text: `New ${index}.` });
    const newest = page.getByText('New 1999.');
    const drawn = page.locator('.days .message');
    await newest.waitFor();
    expect(await drawn.count()).toBeLessThanOrEqual(240);
    await page.evaluate(`document.querySelector('.scroller').scrollTop = 0`);
    await page.getByText('New 1900.').waitFor();
    await page.locator('.pinned').click();
    await page.locator('.days').getByText('The very first').waitFor();
    expect(await newest.count()).toBe(0);
    await page.evaluate(`document.querySelector('.scroller').scrollTop = 1e6`);
    await page.getByText('Old 100.').waitFor();
    expect(await drawn.count()).toBeLessThanOrEqual(240);
    await page.getByRole('button', { name: 'Вниз' }).click();
    await newest.waitFor();
  });

  test('in the group each writes as who they are, by a quote too', async () => {
    const sandbox = chatScene();
    const asked = sandbox.put(groupId, { text: 'A question', from: anna });
    const { page } = await open(sandbox, { chat: groupId });
    await messageOf(page, asked.message_id).and(page.locator('.out')).waitFor();
    await page.getByRole('combobox').selectOption('Tom');
    await messageOf(page, asked.message_id)
      .and(page.locator('.in'))
      .locator('.sender')
      .getByText('Анна')
      .waitFor();
    await messageOf(page, asked.message_id).locator('.text').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reply' }).click();
    await page.locator('.composer textarea').fill('/reply Here it is');
    await page.getByRole('button', { name: 'Send' }).click();
    const said = {
      act: 'say',
      userId: tom.id,
      chatId: groupId,
      text: '/reply Here it is',
      replyTo: asked.message_id,
    };
    await expect.poll(() => sandbox.acts).toEqual([said]);
  });

  test('commands are completed by keys, and a keyboard of the bot’s is used once', async () => {
    const sandbox = chatScene();
    sandbox.put(anna.id, { text: 'Hi' });
    const commands = ['create', 'credits', 'help'].map((command) => ({
      command,
      description: `about ${command}`,
    }));
    const replyKeyboard = {
      keyboard: [[{ text: 'Да' }, { text: 'Нет' }]],
      one_time_keyboard: true,
      resize_keyboard: true,
    };
    sandbox.change(anna.id, { commands, replyKeyboard });
    const { page } = await open(sandbox, { hasTouch: false, isMobile: false });
    await page.locator('.reply-keyboard').getByRole('button', { name: 'Да' }).click();
    await page.locator('.reply-keyboard').waitFor({ state: 'hidden' });
    await page.locator('.composer textarea').pressSequentially('/cr');
    expect(await page.getByRole('option').allTextContents()).toHaveLength(2);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => sandbox.acts.map((act) => act.act === 'say' && act.text))
      .toEqual(['Да', '/credits']);
    sandbox.change(anna.id, { action: { name: 'upload_video', until: Date.now() + 5000 } });
    await page.locator('.chat-status').getByText('отправляет видео').waitFor();
    sandbox.put(tom.id, { text: 'For Tom' });
    await page.getByRole('button', { name: 'Tom (en) 1' }).waitFor();
  });

  test('a bot is met through the real sandbox, from START to a photo that it gets, across a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'page '));
    const first = await openTestSandbox({ folder });
    const { page, server, alsoClose, complaints } = await open(first.sandbox, { chat: firstUserIds.english });
    alsoClose(() => rm(folder, { recursive: true, force: true }));
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const [{ message }] = (await first.call('getUpdates', { timeout: 5 })).result;
    expect(message.text).toBe('/start');
    const chat = { chat_id: message.chat.id };
    await first.call('sendMessage', {
      ...chat,
      text: '<b>Hi</b> &lt;you&gt;',
      parse_mode: 'HTML',
      ...keys('Yes'),
    });
    await page.getByText('Hi <you>').waitFor();
    await page.getByRole('button', { name: 'Yes' }).click();
    const offset = { offset: -1, timeout: 5 };
    const [{ callback_query: query }] = (await first.call('getUpdates', offset)).result;
    await first.call('answerCallbackQuery', { callback_query_id: query.id, text: 'Noted' });
    await page.locator('.toast').getByText('Noted').waitFor();
    expect(complaints).toEqual([]);
    await server.close();
    await first.close();
    const second = await openTestSandbox({ folder });
    const again = await listen(createPageHandler(second.sandbox), server.port);
    alsoClose(second.close);
    alsoClose(again.close);
    await page.locator('.chat-status').getByText('bot', { exact: true }).waitFor();
    await second.call('sendMessage', { ...chat, text: 'Here again' });
    await page.getByText('Here again').waitFor();
    const photo = { name: 'me.png', mimeType: 'image/png', buffer: Buffer.from(picture(640, 480)) };
    await page.getByRole('button', { name: 'Attach' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Photo or video' }).click();
    await (await chooser).setFiles(photo);
    await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await page.locator('.out [data-kind="photo"] img').waitFor();
    const [{ message: sent }] = (await second.call('getUpdates', offset)).result;
    expect(sent.photo.at(-1)).toMatchObject({ width: 640, height: 480 });
    expect(second.sandbox.violations()).toEqual([]);
  });

  test('where the checks must be complete, a Chromium is installed', () => {
    expect(chromiumPath).toBeDefined();
  });
});
