import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bot, InputFile } from 'grammy';
import { Bot as NodeTelegramBot } from 'node-telegram-bot-api';
import { fromPath } from 'node-telegram-bot-api/node';
import { Input, Telegraf } from 'telegraf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandboxUser, type SandboxUser } from '../support/sandbox-user.ts';
import { openTestSandbox, type TestSandbox } from '../support/test-sandbox.ts';
import { tinyPng } from '../support/tiny-files.ts';

let opened: TestSandbox;
let user: SandboxUser;
let folder: string;
let picture: string;

beforeEach(async () => {
  opened = await openTestSandbox();
  user = await openSandboxUser(opened.apiRoot, opened.userId);
  folder = await mkdtemp(join(tmpdir(), 'libraries '));
  picture = join(folder, 'my picture; one.png');
  await writeFile(picture, tinyPng(40, 20));
});
afterEach(async () => {
  user.close();
  await opened.close();
  await rm(folder, { recursive: true, force: true });
});

const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };

/** What every bot below does: greets with a button, edits at a press, sends a picture for a picture. */
async function talk(): Promise<void> {
  await user.start();
  await user.waitForText('Welcome, Ben');
  expect(await user.press('Go')).toMatchObject({ text: 'Pressed' });
  await user.waitForText('You pressed go');
  await user.send('photo', picture, { caption: 'mine' });
  const sent = await user.waitFor(
    (message) => message.photo !== undefined && (message.from as { is_bot: boolean }).is_bot,
  );
  expect(sent).toMatchObject({ caption: 'Yours: mine', photo: [{ width: 40, height: 20 }] });
  expect(await user.violations()).toEqual([]);
}

describe('a bot written with', () => {
  it('grammY talks to people in the sandbox', async () => {
    const bot = new Bot(opened.sandbox.token, { client: { apiRoot: opened.apiRoot } });
    bot.command('start', (context) =>
      context.reply(`Welcome, ${context.from?.first_name}`, { reply_markup: keyboard }),
    );
    bot.callbackQuery('go', async (context) => {
      await context.answerCallbackQuery('Pressed');
      await context.editMessageText('You pressed <b>go</b>', { parse_mode: 'HTML' });
    });
    bot.on('message:photo', async (context) => {
      await context.replyWithPhoto(new InputFile(picture), { caption: `Yours: ${context.message.caption}` });
    });
    const running = bot.start();
    await talk();
    await bot.stop();
    await running;
  });

  it('telegraf talks to people in the sandbox', async () => {
    const bot = new Telegraf(opened.sandbox.token, { telegram: { apiRoot: opened.apiRoot } });
    bot.start((context) => context.reply(`Welcome, ${context.from.first_name}`, { reply_markup: keyboard }));
    bot.action('go', async (context) => {
      await context.answerCbQuery('Pressed');
      await context.editMessageText('You pressed <b>go</b>', { parse_mode: 'HTML' });
    });
    bot.on('photo', async (context) => {
      await context.replyWithPhoto(Input.fromLocalFile(picture), {
        caption: `Yours: ${context.message.caption}`,
      });
    });
    const running = bot.launch();
    await talk();
    bot.stop();
    await running;
  });

  it('node-telegram-bot-api talks to people in the sandbox', async () => {
    const bot = new NodeTelegramBot(opened.sandbox.token, { apiRoot: opened.apiRoot });
    bot.command('start', (context) =>
      context.reply(`Welcome, ${context.from?.first_name}`, { reply_markup: keyboard }),
    );
    bot.on('callback_query', async (context) => {
      await context.answerCallbackQuery({ text: 'Pressed' });
      const { message } = context.callbackQuery ?? {};
      if (message === undefined) return;
      const place = { chat_id: message.chat.id, message_id: message.message_id };
      await context.api.editMessageText({ ...place, text: 'You pressed <b>go</b>', parse_mode: 'HTML' });
    });
    bot.on('message', async ({ api, message }) => {
      if (message?.photo === undefined) return;
      await api.sendPhoto({
        chat_id: message.chat.id,
        photo: await fromPath(picture),
        caption: `Yours: ${message.caption}`,
      });
    });
    const running = bot.startPolling();
    await talk();
    bot.stop();
    await running;
  });
});
