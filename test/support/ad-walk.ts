import { setTimeout as delay } from 'node:timers/promises';
import type { BotApiMessage } from '../../src/sandbox/protocol.ts';
import { buttonRowsOf } from './bot-message.ts';
import type { SandboxUser } from './sandbox-user.ts';

/** On a busy machine with two cores. */
export const videoTimeoutMs = 240_000;

export interface SentVideo {
  readonly file_id: string;
  readonly file_name?: string;
  readonly width: number;
  readonly height: number;
  readonly duration: number;
}

/** Delivered ads in the chat, the oldest first. */
export function adsOf(user: SandboxUser): readonly SentVideo[] {
  return user.messages().flatMap(({ video }) => {
    const sent = video as SentVideo | undefined;
    return sent?.file_name === 'ad.mp4' ? [sent] : [];
  });
}

/** The words by which somebody finds their way, in their language. */
export interface WalkWords {
  readonly format: RegExp;
  readonly talkingHead: RegExp;
  readonly overVideo: RegExp;
  readonly sendVideo: RegExp;
  readonly who: RegExp;
  readonly woman: RegExp;
  readonly gallery: RegExp;
  readonly use: RegExp;
  readonly voices: RegExp;
  readonly sendScript: RegExp;
  readonly checkScript: RegExp;
  readonly speak: RegExp;
}

export const english: WalkWords = {
  format: /What kind of ad/,
  talkingHead: /Talking head/,
  overVideo: /Over my video/,
  sendVideo: /Send a video/,
  who: /Who will speak/,
  woman: /Woman/,
  gallery: /Choose a presenter/,
  use: /Choose/,
  voices: /Choose a voice/,
  sendScript: /Send your script/,
  checkScript: /Check your script/,
  speak: /Make the voice-over/,
};

export const russian: WalkWords = {
  format: /Какой ролик делаем/,
  talkingHead: /во весь экран/,
  overVideo: /Поверх моего/,
  sendVideo: /Пришлите видео/,
  who: /Кто будет говорить/,
  woman: /Женщина/,
  gallery: /Выберите ведущую/,
  use: /Выбрать/,
  voices: /Выберите голос/,
  sendScript: /Пришлите текст/,
  checkScript: /Проверьте текст/,
  speak: /Озвучить/,
};

/** Presses, and waits for the screen that comes of it. */
export async function pressTo(
  user: SandboxUser,
  label: string | RegExp,
  seen: RegExp,
  timeoutMs?: number,
): Promise<void> {
  await user.press(label);
  await user.waitForText(seen, timeoutMs);
}

/** Presses a choice, and waits until it is marked. */
export async function mark(user: SandboxUser, label: RegExp, marked: string): Promise<void> {
  await user.press(label);
  await user.waitFor((message) => labelsOf(message).includes(marked));
}

const labelsOf = (message: BotApiMessage) =>
  buttonRowsOf(message)
    .flat()
    .map(({ text }) => text);

/** To the first of the women, for a talking head or over one's own video. */
export async function toPresenter(user: SandboxUser, words: WalkWords, videoPath?: string): Promise<void> {
  await user.say('/create');
  await user.waitForText(words.format);
  if (videoPath === undefined) await pressTo(user, words.talkingHead, words.who);
  else {
    await pressTo(user, words.overVideo, words.sendVideo);
    await user.send('video', videoPath);
    await user.waitForText(words.who);
  }
  await pressTo(user, words.woman, words.gallery);
  await user.press('1');
  await user.waitFor((message) => labelsOf(message).some((label) => words.use.test(label)));
}

/** From the voices on, with the first of them: the script is being spoken then. */
export async function haveSpoken(user: SandboxUser, words: WalkWords, script: string): Promise<void> {
  await pressTo(user, /^✅/, words.sendScript);
  await user.say(script);
  await user.waitForText(words.checkScript);
  await user.press(words.speak);
}

/** Resolves when so many ads are in the chat; gives the last one. */
export async function untilAds(user: SandboxUser, count: number): Promise<SentVideo> {
  await user.waitFor(() => adsOf(user).length >= count, videoTimeoutMs);
  return adsOf(user)[count - 1] as SentVideo;
}

/** For what shows in no chat. */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come in ${timeoutMs} ms.`);
    await delay(50);
  }
}
