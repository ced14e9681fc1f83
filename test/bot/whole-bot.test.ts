import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstUserIds } from '../../src/sandbox/first-people.ts';
import type { BotApiMessage } from '../../src/sandbox/protocol.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { openSandboxUser, type SandboxUser } from '../support/sandbox-user.ts';
import { makeTestVideo } from '../support/test-video.ts';

/** On a busy machine with two cores. */
const videoTimeoutMs = 240_000;
const stepTimeoutMs = 60_000;

let folder: string;
let bot: RunningBot;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ugc-whole-'));
  await makeTestVideo(folder, 'shop.mp4');
  bot = await runBot(join(folder, 'data'), {}, { by: 'npm' });
});
afterAll(async () => {
  await bot.stop();
  await rm(folder, { recursive: true, force: true });
});

async function withUser(id: number, use: (user: SandboxUser) => Promise<void>): Promise<void> {
  const user = await openSandboxUser(bot.baseUrl, id, { timeoutMs: stepTimeoutMs });
  try {
    await use(user);
    expect(await user.violations()).toEqual([]);
  } finally {
    user.close();
  }
}

async function restartAfterKill(): Promise<void> {
  await bot.kill();
  bot = await runBot(join(folder, 'data'));
}

interface SentVideo {
  readonly file_name?: string;
  readonly width: number;
  readonly height: number;
  readonly duration: number;
  readonly file_size: number;
}

function adIn(message: BotApiMessage): SentVideo | undefined {
  const video = message.video as SentVideo | undefined;
  return video?.file_name === 'ad.mp4' ? video : undefined;
}

const hasAd = (message: BotApiMessage) => adIn(message) !== undefined;

describe('a new user in the sandbox', () => {
  it('comes in Russian from /start to a talking head in the chat', { timeout: 400_000 }, async () => {
    await withUser(firstUserIds.russian, async (user) => {
      await user.start('c_autumn');
      await user.waitForText(/Сделаем первый ролик/);
      await user.press(/Создать ролик/);
      await user.waitForText(/Какой ролик делаем/);
      await user.press(/во весь экран/);
      await user.waitForText(/Кто будет говорить/);
      await user.press(/Мужчина/);
      await user.waitForText(/Выберите ведущего/);
      await user.press('2');
      await user.press(/Выбрать/);
      await user.waitForText(/Выберите голос/);
      await user.press(/^✅/);
      await user.waitForText(/Пришлите текст/);
      await user.say('Скидка двадцать процентов. Только сегодня!');
      await user.waitForText(/Проверьте текст/);
      await user.press(/Озвучить/);
      await user.waitForText(/Послушайте/, videoTimeoutMs);
      await user.press(/Сделать видео/);
      const ad = adIn(await user.waitFor(hasAd, videoTimeoutMs));
      expect(ad).toMatchObject({ width: 1080, height: 1920 });
      expect(ad?.duration).toBeGreaterThan(1);
      expect(ad?.file_size).toBeGreaterThan(50_000);
      await user.waitForText(/На счету\s2\sкредита/);
    });
  });

  it('comes in English to a presenter over their own video, though the power is cut on the way', {
    timeout: 600_000,
  }, async () => {
    await withUser(firstUserIds.english, async (user) => {
      await user.start();
      await user.waitForText(/Shall we make your first ad/);
      await user.press(/Create an ad/);
      await user.press(/Over my video/);
      await user.waitForText(/Send a video/);
      await user.send('video', join(folder, 'shop.mp4'));
      await user.waitForText(/The background of your ad is ready/);
      await user.press(/Woman/);
      await user.waitForText(/Choose a presenter/);
    });
    await restartAfterKill();
    await withUser(firstUserIds.english, async (user) => {
      await user.press('1');
      await user.press(/Choose/);
      await user.waitForText(/Choose a voice/);
      await user.press(/^✅/);
      await user.waitForText(/Send your script/);
      await user.say('Fresh bread every morning. Come by!');
      await user.press(/Make the voice-over/);
    });
    await restartAfterKill();
    await withUser(firstUserIds.english, async (user) => {
      await user.waitForText(/Have a listen/, videoTimeoutMs);
      await user.press(/Make the video/);
      await user.waitForText(/Making your video/);
    });
    await restartAfterKill();
    await withUser(firstUserIds.english, async (user) => {
      expect(adIn(await user.waitFor(hasAd, videoTimeoutMs))).toMatchObject({ width: 1080, height: 1920 });
      await user.waitForText(/Your ad is ready/, stepTimeoutMs);
      expect(user.messages().filter(hasAd)).toHaveLength(1);
      await user.say('/credits');
      await user.waitForText(/You have: 2\scredits/);
      await user.say('/my_videos');
      await user.waitForText(/My videos/);
      expect(user.screen().text).toContain('Fresh bread');
    });
  });
});
