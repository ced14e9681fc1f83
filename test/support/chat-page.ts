import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createPageHandler } from '../../src/sandbox/page/page-handler.ts';
import { anna } from './chat-scene.ts';
import { listen } from './page-stand-in.ts';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The machine's own Chromium; playwright-core brings none. */
export const chromiumPath = places.find((path) => existsSync(path));

/** Where tests are not told to be complete, those that need a browser may be left out. */
export const mayLackBrowser = chromiumPath === undefined && !process.env.CI;
export const whyNot = mayLackBrowser ? ' (not measured: no Chromium is installed)' : '';

const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};
const longestWaitMs = 10_000;

export interface OpenOptions extends BrowserContextOptions {
  /** Whose chat is open. */
  readonly chat?: number;
}

export interface OpenedChatPage {
  readonly page: Page;
  /** What the page complained of: errors, refused scripts, files that are missing. */
  readonly complaints: string[];
  readonly server: Awaited<ReturnType<typeof listen>>;
  /** To be closed with the page. */
  alsoClose(close: () => Promise<unknown>): void;
}

/** One browser for a file's tests; what a test opens is closed after it. */
export function useChatPage(): (
  sandbox: Parameters<typeof createPageHandler>[0],
  options?: OpenOptions,
) => Promise<OpenedChatPage> {
  let browser: Browser;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    if (chromiumPath === undefined) throw new Error(`No Chromium at ${places.join(', ')}: install chromium.`);
    // Root has no sandbox of Chromium's, and containers have a small /dev/shm.
    const args = ['--no-sandbox', '--disable-dev-shm-usage'];
    browser = await chromium.launch({ executablePath: chromiumPath, args });
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  afterAll(() => browser?.close());

  return async (sandbox, { chat = anna.id, ...options } = {}) => {
    const server = await listen(createPageHandler(sandbox));
    const context = await browser.newContext({ ...phone, reducedMotion: 'reduce', ...options });
    closing.push(server.close, () => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(longestWaitMs);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.addInitScript(`localStorage.setItem('chat', '${chat}')`);
    await page.goto(`http://127.0.0.1:${server.port}/`);
    await page.locator('.column').first().waitFor();
    return { page, complaints, server, alsoClose: (close) => void closing.push(close) };
  };
}

export const messageOf = (page: Page, id: number) => page.locator(`.message[data-message-id="${id}"]`);

/** One row of buttons. */
export const keys = (...texts: string[]) => ({
  reply_markup: { inline_keyboard: [texts.map((text) => ({ text, callback_data: text }))] },
});
