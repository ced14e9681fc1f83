import { describe, expect, test } from 'vitest';
import { keys, mayLackBrowser, messageOf, useChatPage, whyNot } from '../../../test/support/chat-page.ts';
import { anna, chatScene, everyKind, photoOf } from '../../../test/support/chat-scene.ts';

describe.skipIf(mayLackBrowser)(`what the chat page shows${whyNot}`, () => {
  const open = useChatPage();

  test('every kind of message is shown, and none breaks another', async () => {
    const sandbox = chatScene();
    sandbox.files.set('clip', { bytes: new Uint8Array(8), type: 'video/mp4' });
    sandbox.files.set('sound', { bytes: new Uint8Array(8), type: 'audio/mp4' });
    const ids = Object.entries(everyKind).map(([kind, fields]) => ({
      kind,
      id: sandbox.put(anna.id, fields).message_id,
    }));
    const strange = sandbox.put(anna.id, { some_kind_of_tomorrow: {} });
    const { page, complaints } = await open(sandbox);
    for (const { kind, id } of ids) {
      await messageOf(page, id).locator(`[data-kind="${kind}"]`).waitFor({ state: 'attached' });
    }
    await messageOf(page, strange.message_id).getByText('Это сообщение здесь не показать').waitFor();
    const text = await page.locator('.days').textContent();
    for (const shown of [
      'A photo',
      '1:15',
      'Take 1',
      'Irina',
      'brief.pdf',
      '1,5 МБ',
      '⭐ 250',
      '+15550100',
      'Which one?',
    ]) {
      expect(text).toContain(shown);
    }
    const frame = await messageOf(page, ids[1]?.id ?? 0)
      .locator('.frame')
      .boundingBox();
    expect((frame?.width ?? 0) / (frame?.height ?? 1)).toBeCloseTo(9 / 16, 1);
    expect(complaints).toEqual([]);
  });

  test('entities become elements, nested and cut as they must be', async () => {
    const sandbox = chatScene();
    const text = 'bold both italic code /help site secret quoted';
    const at = (type: string, part: string, more = {}) => ({
      type,
      offset: text.indexOf(part),
      length: part.length,
      ...more,
    });
    const entities = [
      at('bold', 'bold both'),
      at('italic', 'both'),
      at('code', 'code'),
      at('bot_command', '/help'),
      at('text_link', 'site', { url: 'https://example.com/' }),
      at('spoiler', 'secret'),
      at('expandable_blockquote', 'quoted'),
    ];
    const { message_id: id } = sandbox.put(anna.id, { text, entities });
    const { page } = await open(sandbox);
    const words = messageOf(page, id).locator('.text');
    expect(await words.locator('b').textContent()).toBe('bold both');
    expect(await words.locator('b > i').textContent()).toBe('both');
    expect(await words.locator('a').getAttribute('href')).toBe('https://example.com/');
    const opacity = `getComputedStyle(document.querySelector('.day-label')).opacity`;
    expect([await page.locator('.day-label').textContent(), await page.evaluate(opacity)]).toEqual([
      'Сегодня',
      '1',
    ]);
    await words.locator('.spoiler').click();
    expect(await words.locator('.spoiler.shown').textContent()).toBe('secret');
    await words.getByRole('button', { name: '/help' }).click();
    await expect
      .poll(() => sandbox.acts)
      .toContainEqual({ act: 'say', userId: anna.id, chatId: anna.id, text: '/help' });
  });

  test('nothing that a bot or a person sends is run or taken for markup', async () => {
    const sandbox = chatScene();
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    sandbox.bot = { ...sandbox.bot, name: evil, description: evil };
    const url = 'javascript:window.hacked=1';
    const entities = [
      { type: 'text_link', offset: 0, length: 4, url },
      { type: 'pre', offset: 5, length: 8, language: evil },
    ];
    const { message_id: id } = sandbox.put(anna.id, {
      text: evil,
      entities,
      from: { id: 5, first_name: evil },
    });
    sandbox.put(anna.id, {
      caption: evil,
      document: { file_id: 'square', file_name: evil },
      forward_origin: { type: 'hidden_user', sender_user_name: evil },
    });
    sandbox.put(anna.id, {
      text: 'x',
      reply_markup: {
        inline_keyboard: [
          [
            { text: evil, url },
            { text: 'script', web_app: { url } },
          ],
        ],
      },
    });
    sandbox.change(anna.id, { commands: [{ command: 'x', description: evil }], pinnedMessageId: id });
    const { page } = await open(sandbox);
    expect(await messageOf(page, id).locator('.text').textContent()).toContain(
      '<script>window.hacked=1</script>',
    );
    for (const key of await page.locator('.key').all()) await key.click();
    await messageOf(page, id).locator('.link').first().click();
    await page.locator('.menu-button').click();
    expect(await page.locator('.column img[src="x"], .column script').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(page.context().pages()).toHaveLength(1);
  });

  test('a pressed button turns until the bot answers, by a toast or an alert', async () => {
    const sandbox = chatScene();
    sandbox.onAct = ({ act }) => (act === 'press' ? { ok: true, callbackId: 'c1' } : { ok: true });
    const { message_id: id } = sandbox.put(anna.id, { text: 'Choose', ...keys('One', 'Two') });
    const { page } = await open(sandbox);
    const key = page.getByRole('button', { name: 'Two' });
    const answer = { event: 'callback-answer', userId: anna.id, callbackId: 'c1' } as const;
    await key.click();
    await expect
      .poll(() => sandbox.acts)
      .toEqual([{ act: 'press', userId: anna.id, chatId: anna.id, messageId: id, row: 0, column: 1 }]);
    expect(await key.getAttribute('aria-busy')).toBe('true');
    sandbox.tell({ ...answer, text: 'Two it is', showAlert: false });
    await page.locator('.toast').getByText('Two it is').waitFor();
    expect(await key.getAttribute('aria-busy')).toBeNull();
    await key.click();
    await expect.poll(() => sandbox.acts.length).toBe(2);
    sandbox.tell({ ...answer, text: 'Really?', showAlert: true });
    await page.getByRole('dialog').getByText('Really?').waitFor();
  });

  test('an edit changes what changed and moves nothing', async () => {
    const sandbox = chatScene();
    for (let index = 0; index < 40; index += 1)
      sandbox.put(anna.id, { text: `Message ${index}\nin two lines` });
    const photo = sandbox.put(anna.id, { photo: photoOf('square'), caption: 'Page 1', ...keys('1') });
    for (let index = 0; index < 40; index += 1) sandbox.put(anna.id, { text: `Later ${index}` });
    const { page } = await open(sandbox);
    await messageOf(page, photo.message_id).scrollIntoViewIfNeeded();
    await page.evaluate(
      `document.querySelector('.message[data-message-id="${photo.message_id}"]').same = true`,
    );
    const place = () => messageOf(page, photo.message_id).boundingBox();
    const before = await place();
    sandbox.edit(anna.id, 5, { text: 'A much longer text\n'.repeat(12) });
    sandbox.edit(anna.id, photo.message_id, { photo: photoOf('wide'), caption: 'Page 2', ...keys('2') });
    sandbox.put(anna.id, { text: 'A new one at the end' });
    await messageOf(page, photo.message_id).getByText('Page 2').waitFor();
    await messageOf(page, photo.message_id).locator('img[src$="/wide"]').waitFor();
    await page.locator('.to-bottom .count').getByText('1').waitFor();
    const after = await place();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThanOrEqual(1);
    expect(
      await page.evaluate(`document.querySelector('.message[data-message-id="${photo.message_id}"]').same`),
    ).toBe(true);
  });

  test('a clip plays on while its caption and buttons change', async () => {
    const sandbox = chatScene();
    const video = { file_id: 'clip', width: 90, height: 160, duration: 5, cover: photoOf('tall', 90, 160) };
    const { message_id: id } = sandbox.put(anna.id, { video, caption: 'Ready', ...keys('More') });
    const { page } = await open(sandbox);
    await messageOf(page, id).locator('.play-over').click();
    await page.evaluate(`document.querySelector('video').same = true`);
    sandbox.edit(anna.id, id, {
      caption: 'Ready, and kept',
      reply_markup: { inline_keyboard: [] },
      edit_date: 1,
    });
    await messageOf(page, id).getByText('Ready, and kept').waitFor();
    expect(
      await page.evaluate(`document.querySelector('video').same && document.querySelector('video').controls`),
    ).toBe(true);
  });

  test('an album stands in rows within its bubble, with one caption', async () => {
    const sandbox = chatScene();
    const ids = ['tall', 'wide', 'square', 'wide', 'tall'].map((name, index) => {
      const sizes = { tall: [90, 160], wide: [160, 90], square: [100, 100] }[name] ?? [];
      const caption = index === 0 ? { caption: 'Five of them' } : {};
      return sandbox.put(anna.id, {
        media_group_id: 'a',
        photo: photoOf(name, sizes[0], sizes[1]),
        ...caption,
      }).message_id;
    });
    const { page } = await open(sandbox);
    await expect.poll(() => page.locator('.days .message').count()).toBe(1);
    const rows = page.locator('.album-row');
    expect(await Promise.all((await rows.all()).map((row) => row.locator('.frame').count()))).toEqual([2, 3]);
    const bubble = await messageOf(page, ids[0] ?? 0)
      .locator('.bubble')
      .boundingBox();
    for (const frame of await page.locator('.frame').all()) {
      const box = await frame.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((bubble?.x ?? 0) + (bubble?.width ?? 0));
      expect(box?.height ?? 0).toBeGreaterThan(40);
    }
    await page.locator('.photo').nth(2).click();
    expect(await page.locator('.lightbox img').getAttribute('src')).toMatch(/\/square$/);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.lightbox img').getAttribute('src')).toMatch(/\/wide$/);
  });

  test('nothing is wider than a narrow phone, and the colours follow the machine and the switch', async () => {
    const sandbox = chatScene();
    for (const fields of Object.values(everyKind)) sandbox.put(anna.id, fields);
    const long = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz'.repeat(3);
    sandbox.put(anna.id, { text: long, ...keys(long, '2', '3', '4', '5') });
    sandbox.put(anna.id, {
      text: long,
      entities: [{ type: 'pre', offset: 0, length: long.length }],
      from: anna,
    });
    const small = { viewport: { width: 360, height: 640 }, colorScheme: 'dark' } as const;
    const { page } = await open(sandbox, small);
    const overflow = `[...document.querySelectorAll('html, body, .scroller, .column, .composer')]
      .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.className || one.tagName)`;
    expect(await page.evaluate(overflow)).toEqual([]);
    const brightness = `getComputedStyle(document.querySelector('.in .bubble')).backgroundColor`;
    const dark = await page.evaluate(brightness);
    await page.getByRole('button', { name: 'Ещё' }).click();
    await page.getByRole('menuitem', { name: 'Тёмная или светлая тема' }).click();
    expect(dark).toBe('rgb(27, 39, 51)');
    await expect.poll(() => page.evaluate(brightness)).toBe('rgb(255, 255, 255)');
    await page.reload();
    await expect.poll(() => page.evaluate('document.documentElement.dataset.theme')).toBe('light');
  });
});
