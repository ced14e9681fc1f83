import { openSandboxUser, type SandboxUser } from '../../test/support/sandbox-user.ts';
import { firstUserIds } from '../../src/sandbox/first-people.ts';

export interface FirstAd {
  /** Both on the clock of `performance.now()`. */
  readonly answeredAtMs: number;
  readonly deliveredAtMs: number;
  readonly videoBytes: number;
  readonly violations: number;
}

const script =
  "I've had this bottle for two weeks, and my coffee stays hot for twelve hours. Tap the link and grab yours!";
const stepTimeoutMs = 30_000;
const videoTimeoutMs = 300_000;

/** A new user's shortest way from /start to the video in the chat. */
export async function walkToFirstAd(baseUrl: string): Promise<FirstAd> {
  const user = await openSandboxUser(baseUrl, firstUserIds.english, { timeoutMs: stepTimeoutMs });
  try {
    await user.start();
    await user.waitForText(/Shall we make your first ad/);
    const answeredAtMs = performance.now();
    await walkToVoice(user);
    await user.press(/^✅/);
    await user.waitForText(/Send your script/);
    await user.say(script);
    await user.waitForText(/Check your script/);
    await user.press(/Make the voice-over/);
    await user.waitForText(/Have a listen/, videoTimeoutMs);
    await user.press(/Make the video/);
    const message = await user.waitFor((seen) => 'video' in seen && isAd(seen.video), videoTimeoutMs);
    const { file_size: videoBytes } = message.video as { file_size: number };
    const violations = await user.violations();
    return { answeredAtMs, deliveredAtMs: performance.now(), videoBytes, violations: violations.length };
  } finally {
    user.close();
  }
}

async function walkToVoice(user: SandboxUser): Promise<void> {
  await user.press(/Create an ad/);
  await user.waitForText(/What kind of ad/);
  await user.press(/Talking head/);
  await user.waitForText(/Who will speak/);
  await user.press(/Woman/);
  await user.waitForText(/Choose a presenter/);
  await user.press(/^1/);
  await user.waitForText(/^Sofia/);
  await user.press(/Choose/);
  await user.waitForText(/Choose a voice/);
}

/** The example clips of the formats are videos too. */
function isAd(video: unknown): boolean {
  return (video as { file_name?: string }).file_name === 'ad.mp4';
}

/** From the start until the bot has answered somebody it knows already. */
export async function walkToAnswer(baseUrl: string): Promise<number> {
  const user = await openSandboxUser(baseUrl, firstUserIds.russian, { timeoutMs: stepTimeoutMs });
  try {
    const before = user.messages().length;
    await user.say('/help');
    await user.waitFor((message) => message.message_id > before + 1);
    return performance.now();
  } finally {
    user.close();
  }
}
