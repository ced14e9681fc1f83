import { html } from 'hono/html';

/** What a person sees who opens the program's address in production. */
export function homePage(botUsername: string | undefined) {
  const link = botUsername === undefined ? undefined : `https://t.me/${botUsername}`;
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>UGC Bot</title>
<style>
:root { color-scheme: light dark }
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem }
a { color: inherit }
small { opacity: .7 }
</style>
<h1>UGC Bot</h1>
<p>Vertical ads with a presenter who speaks your script, made in Telegram.</p>
${link === undefined ? html`<p>The bot is starting.</p>` : html`<p><a href="${link}">Open @${botUsername}</a></p>`}
<p><small><a href="/health">health</a> · <a href="/ready">readiness</a></small></p>
</html>`;
}
