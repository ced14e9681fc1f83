import { textOf } from '../../test/support/bot-message.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { runBot } from '../../test/support/running-bot.ts';
import { buttonsOf, type ChatMirror, openChatMirror, screenOf } from './chat-mirror.ts';

type Step = RegExp | string;

/** A screen that somebody is left on: the way there, and what must come of its button after the restart. */
interface LeftScreen {
  readonly name: string;
  /** Labels to press, and texts to send. */
  readonly way: readonly Step[];
  /** What the screen says when it is there. */
  readonly says: RegExp;
  readonly next: Step;
  readonly leadsTo: RegExp;
}

const toFormat: readonly Step[] = ['/create'];
const toGender = [...toFormat, /Talking head/];
const toGallery = [...toGender, /Woman/];
const toPresenter = [...toGallery, /^1/];
const toVoice = [...toPresenter, /Choose/];
const toScript = [...toVoice, /^✅/];
const toSummary = [...toScript, 'Fresh bread every morning. Come by!'];

const screens: readonly LeftScreen[] = [
  { name: 'home', way: [], says: /hall we make/, next: /Create an ad/, leadsTo: /What kind of ad/ },
  { name: 'format', way: toFormat, says: /What kind of ad/, next: /Talking head/, leadsTo: /Who will speak/ },
  {
    ...{ name: 'background', way: [...toFormat, /Over my video/], says: /Send a video/ },
    ...{ next: /Back/, leadsTo: /What kind of ad/ },
  },
  { name: 'gender', way: toGender, says: /Who will speak/, next: /Man$/, leadsTo: /Choose a presenter/ },
  {
    name: 'gallery',
    way: toGallery,
    says: /Choose a presenter/,
    next: /^2/,
    leadsTo: /^(?!.*Choose a presenter)./s,
  },
  { name: 'presenter', way: toPresenter, says: /^Sofia/, next: /Choose/, leadsTo: /Choose a voice/ },
  { name: 'voice', way: toVoice, says: /Choose a voice/, next: /^✅/, leadsTo: /Send your script/ },
  {
    ...{
      name: 'script language',
      way: [...toVoice, /Script language/],
      says: /What language is your script/,
    },
    ...{ next: /Back/, leadsTo: /Choose a voice/ },
  },
  {
    name: 'script',
    way: toScript,
    says: /Send your script/,
    next: 'Come by today!',
    leadsTo: /Check your script/,
  },
  {
    name: 'summary',
    way: toSummary,
    says: /Check your script/,
    next: /Another voice/,
    leadsTo: /Choose a voice/,
  },
  {
    ...{ name: 'unfinished ad', way: [...toSummary, '/create'], says: /You have an unfinished ad/ },
    ...{ next: /Go on with/, leadsTo: /Check your script/ },
  },
  {
    ...{ name: 'unfinished work', way: [...toSummary, '/resume'], says: /Unfinished work/ },
    ...{ next: /Go on with/, leadsTo: /Check your script/ },
  },
  {
    name: 'videos',
    way: ['/my_videos'],
    says: /My videos/,
    next: /Menu/,
    leadsTo: /hall we make/,
  },
  { name: 'credits', way: ['/credits'], says: /You have/, next: /Top up/, leadsTo: /How to top up/ },
  { name: 'top-up', way: ['/credits', /Top up/], says: /How to top up/, next: /Back/, leadsTo: /You have/ },
  {
    name: 'questions',
    way: ['/faq'],
    says: /Questions and answers/,
    next: /What is this/,
    leadsTo: /A studio for/,
  },
  {
    name: 'feedback',
    way: ['/feedback'],
    says: /Write to us/,
    next: /Menu/,
    leadsTo: /hall we make/,
  },
  { name: 'profile', way: ['/profile'], says: /Your ID/, next: /AI mark/, leadsTo: /AI-generated/ },
  { name: 'mark', way: ['/profile', /AI mark/], says: /AI-generated/, next: /Back/, leadsTo: /Your ID/ },
  {
    name: 'language',
    way: ['/language'],
    says: /Language/,
    next: /English/,
    leadsTo: /Language changed|hall we make/,
  },
  { name: 'terms', way: ['/terms'], says: /Terms and privacy/, next: /Back|Menu/, leadsTo: /./ },
  { name: 'help', way: ['/help'], says: /Commands/, next: /Menu|Back/, leadsTo: /hall we make/ },
  { name: 'forget', way: ['/forget_me'], says: /Delete all your data/, next: /Back/, leadsTo: /./ },
];

export interface ScreensAfterKill {
  readonly working: number;
  readonly broken: readonly string[];
}

const quiet = { errors: 'ignore' } as const;
const firstPersonId = 830_000_001;
const patienceMs = 60_000;

/** Leaves somebody on every screen, kills the bot, and presses the buttons that were there before. */
export async function killOnScreens(
  dataFolder: string,
  env: Readonly<Record<string, string>>,
  tell: (line: string) => void,
): Promise<ScreensAfterKill> {
  const broken: string[] = [];
  const attempt = async (name: string, work: Promise<void>) =>
    await work.catch(
      (error: unknown) => void broken.push(`${name}: ${error instanceof Error ? error.message : error}`),
    );
  const walkers = screens.map((screen, index) => ({ screen, id: firstPersonId + index }));
  const first = await runBot(dataFolder, env, quiet);
  const before = await openChatMirror(first.baseUrl);
  await Promise.all(walkers.map(({ screen, id }) => attempt(screen.name, walkTo(before, id, screen))));
  before.close();
  await first.kill();
  const second = await runBot(dataFolder, env, quiet);
  const after = await openChatMirror(second.baseUrl);
  await Promise.all(walkers.map(({ screen, id }) => attempt(screen.name, goOn(after, id, screen))));
  after.close();
  await second.kill();
  tell(`${walkers.length - broken.length} of ${walkers.length} screens go on after the kill`);
  return { working: walkers.length - broken.length, broken };
}

async function walkTo(mirror: ChatMirror, id: number, { way, says }: LeftScreen): Promise<void> {
  await mirror.act({ act: 'add-user', user: { id, first_name: `Person ${id}`, language_code: 'en' } });
  await mirror.act({ act: 'start', userId: id });
  await until(mirror, id, (text) => /hall we make/.test(text));
  for (const step of way) {
    const { version } = mirror.chat(id);
    const before = shown(mirror, id);
    await take(mirror, id, step);
    await mirror.changed(id, version, patienceMs);
    await until(mirror, id, () => shown(mirror, id) !== before);
  }
  await until(mirror, id, (text) => says.test(text));
}

async function goOn(mirror: ChatMirror, id: number, { says, next, leadsTo }: LeftScreen): Promise<void> {
  const text = shownText(mirror, id);
  if (!says.test(text)) throw new Error(`after the restart it says ${JSON.stringify(text.slice(0, 80))}`);
  const before = shown(mirror, id);
  await take(mirror, id, next);
  await until(mirror, id, (now) => shown(mirror, id) !== before && leadsTo.test(now));
}

function shownText(mirror: ChatMirror, id: number): string {
  const screen = screenOf(mirror.chat(id));
  return screen ? textOf(screen) : '';
}

function shown(mirror: ChatMirror, id: number): string {
  const screen = screenOf(mirror.chat(id));
  return screen ? `${textOf(screen)} ${JSON.stringify(screen.reply_markup)}` : '';
}

async function take(mirror: ChatMirror, id: number, step: Step): Promise<void> {
  const chat = { userId: id, chatId: id };
  if (typeof step === 'string') return void (await mirror.act({ act: 'say', ...chat, text: step }));
  const screen = screenOf(mirror.chat(id));
  const button = screen && buttonsOf(screen).find(({ text }) => step.test(text));
  if (!screen || !button)
    throw new Error(`there is no button ${step} at ${JSON.stringify(shownText(mirror, id))}`);
  const { row, column } = button;
  await mirror.act({ act: 'press', ...chat, messageId: screen.message_id, row, column });
}

async function until(mirror: ChatMirror, id: number, isSo: (text: string) => boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const { version } = mirror.chat(id);
    if (isSo(shownText(mirror, id))) return;
    if (performance.now() > deadline) {
      throw new Error(`it still says ${JSON.stringify(shownText(mirror, id).slice(0, 80))}`);
    }
    await mirror.changed(id, version, 500);
    await delay(0);
  }
}
