import { setTimeout as delay } from 'node:timers/promises';
import type { BotApiMessage } from '../../src/sandbox/protocol.ts';
import type { Crowd, Edit } from './sandbox-crowd.ts';

export interface Ordered {
  /** Of the message that shows the progress. */
  edits(): readonly Edit[];
  readonly delivered: Promise<BotApiMessage>;
}

const script =
  'Okay, I have to show you this. This bottle keeps my coffee hot for twelve hours, it fits my bag, it never leaks, and it costs less than a pizza.';
const videoTimeoutMs = 600_000;
/** A screen that needs no work; one that takes longer is a failure, not a slow answer. */
const screenTimeoutMs = 60_000;
const thinkMs = 1500;
const menu = /hall we make/;

const says = (words: RegExp) => (message: BotApiMessage) =>
  words.test(String(message.text ?? message.caption ?? ''));
const isAd = (message: BotApiMessage) =>
  (message.video as { file_name?: string } | undefined)?.file_name === 'ad.mp4';

async function enter(crowd: Crowd, id: number): Promise<void> {
  await crowd.add(id);
  const welcomed = crowd.next(id, says(menu));
  await crowd.say(id, '/start');
  await welcomed;
}

async function pressAndSee(
  crowd: Crowd,
  id: number,
  label: RegExp,
  words: RegExp,
  timeoutMs = screenTimeoutMs,
): Promise<BotApiMessage> {
  const seen = crowd.next(id, says(words), timeoutMs);
  await crowd.press(id, label);
  return await seen;
}

/** A new person who has ordered a video; it is being made when this resolves. */
export async function orderVideo(crowd: Crowd, id: number): Promise<Ordered> {
  await enter(crowd, id);
  const steps: readonly [RegExp, RegExp][] = [
    [/Create an ad/, /What kind of ad/],
    [/Talking head/, /Who will speak/],
    [/Woman/, /Choose a presenter/],
    [/^2/, /^Dana/],
    [/Choose/, /Choose a voice/],
    [/^✅/, /Send your script/],
  ];
  for (const [label, next] of steps) await pressAndSee(crowd, id, label, next);
  const checked = crowd.next(id, says(/Check your script/));
  await crowd.say(id, script);
  await checked;
  await pressAndSee(crowd, id, /Make the voice-over/, /Have a listen/, videoTimeoutMs);
  const delivered = crowd.next(id, isAd, videoTimeoutMs);
  const { message_id: progress } = await pressAndSee(crowd, id, /Make the video/, /Making your video/);
  return { edits: () => crowd.editsOf(progress), delivered };
}

/** Seconds between edits; what waits in the queue has nothing to show. */
export function gapsOf(edits: readonly Edit[]): number[] {
  const shown = edits.filter(({ text }) => text.includes('Making your video') && !text.includes('queue'));
  return shown.slice(1).map(({ atSeconds }, index) => atSeconds - (shown[index]?.atSeconds ?? atSeconds));
}

const round: readonly [RegExp, RegExp][] = [
  [/Credits/, /You have/],
  [/Menu/, menu],
  [/FAQ/, /./],
  [/Menu/, menu],
  [/Profile/, /Your ID/],
  [/Menu/, menu],
];

/** Goes through the menu, a press a second or two after the other; gives how long each screen took, in seconds. */
export async function clickUntil(crowd: Crowd, id: number, end: AbortSignal): Promise<number[]> {
  await enter(crowd, id);
  const seconds: number[] = [];
  for (let step = 0; !end.aborted; step += 1) {
    await delay(thinkMs * (0.5 + Math.random()), undefined, { signal: end }).catch(() => undefined);
    const [label, words] = round[step % round.length] ?? [/Menu/, /./];
    if (end.aborted) break;
    const startedAtMs = performance.now();
    await pressAndSee(crowd, id, label, words);
    seconds.push((performance.now() - startedAtMs) / 1000);
  }
  return seconds;
}
