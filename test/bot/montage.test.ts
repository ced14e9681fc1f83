import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstUserIds } from '../../src/sandbox/first-people.ts';
import type { BotApiMessage } from '../../src/sandbox/protocol.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { buttonRowsOf, textOf } from '../support/bot-message.ts';
import { openSandboxUser, type SandboxUser } from '../support/sandbox-user.ts';
import { makeTestVideo } from '../support/test-video.ts';

/** On a busy machine with two cores. */
const videoTimeoutMs = 300_000;
const stepTimeoutMs = 90_000;

let folder: string;
let bot: RunningBot;
let user: SandboxUser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ugc-montage-'));
  await makeTestVideo(folder, 'shop.mp4');
  bot = await runBot(join(folder, 'data'));
  user = await openSandboxUser(bot.baseUrl, firstUserIds.english, { timeoutMs: stepTimeoutMs });
});
afterAll(async () => {
  user.close();
  await bot.stop();
  await rm(folder, { recursive: true, force: true });
});

interface AlbumVideo {
  readonly file_name?: string;
  readonly width: number;
  readonly height: number;
  readonly duration: number;
  readonly cover?: readonly unknown[];
}

const adIn = (message: BotApiMessage): AlbumVideo | undefined => {
  const video = message.video as AlbumVideo | undefined;
  return video?.file_name === 'ad.mp4' ? video : undefined;
};
const isOfAlbum = (message: BotApiMessage) => adIn(message) !== undefined && 'media_group_id' in message;

/** Steps that were really made so far, by kind, as the log has them. */
async function made(): Promise<Record<string, number>> {
  const lines = (await readFile(join(folder, 'data', 'log', 'ugc.log'), 'utf8')).trim().split('\n');
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const { msg, step, reused } = JSON.parse(line) as { msg: string; step: string; reused: boolean };
    if (msg === 'The step is done.' && !reused) counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
}

async function makeVideo(): Promise<void> {
  await user.start();
  await user.waitForText(/Shall we make your first ad/);
  await user.press(/Create an ad/);
  await user.press(/Over my video/);
  await user.waitForText(/Send a video/);
  await user.send('video', join(folder, 'shop.mp4'));
  await user.waitForText(/The background of your ad is ready/);
  await user.press(/Woman/);
  await user.waitForText(/Choose a presenter/);
  await user.press('1');
  await user.press(/Choose/);
  await user.waitForText(/Choose a voice/);
  await user.press(/^✅/);
  await user.waitForText(/Send your script/);
  await user.say('Fresh bread every morning!');
  await user.press(/Make the voice-over/);
  await user.waitForText(/Have a listen/, videoTimeoutMs);
  await user.press(/Make the video/);
  await user.waitFor((message) => adIn(message) !== undefined, videoTimeoutMs);
  await user.waitForText(/Your ad is ready/);
}

/** Presses, and waits for the screen that comes of it. */
async function pressTo(label: string | RegExp, seen: RegExp): Promise<void> {
  await user.press(label);
  await user.waitForText(seen);
}

/** Presses a choice, and waits until it is marked. */
async function choose(label: RegExp, marked: string): Promise<void> {
  await user.press(label);
  await user.waitFor((message) =>
    buttonRowsOf(message)
      .flat()
      .some(({ text }) => text === marked),
  );
}

/** A tall one would push what is said and offered below it off a phone. */
const isLowPicture = ({ photo }: BotApiMessage) => {
  const { width = 0, height = 0 } = (photo as { width: number; height: number }[] | undefined)?.at(-1) ?? {};
  return width >= 1.5 * height && height > 0;
};

async function changeEverything(): Promise<void> {
  await pressTo(/Montage/, /^Montage/);
  await user.waitFor(isLowPicture);
  await pressTo(/Templates/, /gives a clip of its own/);
  await choose(/Circle in the corner/, '✅ Circle in the corner');
  await choose(/Face, then circle/, '▫️ Face, then circle');
  await choose(/Cut-out/, '✅ Cut-out');
  await pressTo(/‹ Back/, /^Montage/);
  await pressTo(/Style/, /^Subtitle style/);
  await pressTo(/^Pop/, /^Subtitle style: Pop/);
  await pressTo(/‹ Back/, /^Montage/);
  await pressTo(/Subtitles/, /^Subtitles/);
  await pressTo(/Edit the text/, /^Text of the subtitles/);
  await pressTo('1', /Send the new text/);
  await user.say('Warm *bread*');
  await user.waitForText(/Warm/);
  await pressTo(/‹ Back/, /^Subtitles/);
  await pressTo(/‹ Back/, /^Montage/);
  await pressTo(/Circle/, /^Circle: follows the face/);
  await pressTo('→', /^Circle: radius/);
  await pressTo(/‹ Back/, /^Montage/);
  await pressTo(/Intro/, /A clip before the ad/);
  await user.send('video', join(folder, 'shop.mp4'));
  await user.waitForText(/Intro: 2/);
  await pressTo(/‹ Back/, /^Montage/);
}

describe('a finished video in the sandbox', () => {
  it('is shaped and rendered anew as two clips in an album, though the power is cut, without another speech or head', {
    timeout: 900_000,
  }, async () => {
    await makeVideo();
    const before = await made();
    expect(before).toMatchObject({ speech: 1, head: 1, montage: 1 });
    await changeEverything();
    await user.press(/Render 2\sclips/);
    await user.waitForText(/Rendering 2\sclips/);
    user.close();
    await bot.kill();
    bot = await runBot(join(folder, 'data'));
    user = await openSandboxUser(bot.baseUrl, firstUserIds.english, { timeoutMs: stepTimeoutMs });
    await user.waitFor(isOfAlbum, videoTimeoutMs);
    await user.waitForText(/2\sclips are ready/);
    const album = user.messages().filter(isOfAlbum);
    expect(album.map(adIn)).toMatchObject([
      { width: 1080, height: 1920 },
      { width: 1080, height: 1920 },
    ]);
    expect(textOf(album[0] as BotApiMessage)).toMatch(/1\. Cut-out\s+2\. Circle in the corner/);
    const after = await made();
    expect(after).toMatchObject({ speech: 1, head: 1, montage: 3 });
    await user.say('/my_videos');
    await user.waitForText(/My videos/);
    expect(await user.violations()).toEqual([]);
  });
});
