import { Hono } from 'hono';
import { renderSettingsSchema, renderSettingsSchemaPath } from '../actions/montage/render-settings-json.ts';
import { accessLog } from './access-log.ts';
import { answerError, answerNotFound } from './error-answer.ts';
import { fileRoute } from './file-route.ts';
import { homePage } from './home-page.ts';
import { hookRoute } from './hook-route.ts';
import type { HttpDoors } from './http-doors.ts';
import { isNear, type PeerBindings } from './peer.ts';
import { securityHeaders } from './security-headers.ts';
import { webhookRoute } from './webhook-route.ts';

/** All routes of the program's port. Nothing here waits for the database but what needs it. */
export function createHttpApp(doors: HttpDoors): Hono<PeerBindings> {
  const app = new Hono<PeerBindings>();
  app.onError((error, context) => answerError(context, error, doors.log));
  app.notFound(answerNotFound);
  app.use(accessLog(doors.log));
  app.use(securityHeaders);
  app.get('/health', (context) => context.json({ status: 'ok', run: doors.run }));
  app.get('/ready', async (context) => {
    const { isReady, parts } = await doors.readiness.look();
    // What is wrong may name paths of this machine: the world learns only which part it is.
    const shown = isNear(context)
      ? parts
      : parts.map(({ part, isReady: ready }) => ({ part, isReady: ready }));
    return context.json({ isReady, parts: shown }, isReady ? 200 : 503);
  });
  app.get('/metrics', async (context) => {
    if (!isNear(context)) return answerNotFound(context);
    const { contentType, text } = await doors.metrics.print();
    return context.body(text, 200, { 'content-type': contentType });
  });
  app.get(renderSettingsSchemaPath, (context) =>
    context.body(JSON.stringify(renderSettingsSchema(), null, 2), 200, {
      'content-type': 'application/schema+json',
      'cache-control': 'public, max-age=3600',
    }),
  );
  app.get('/files/*', fileRoute(doors));
  if (doors.webhook) app.post(doors.webhook.path, ...webhookRoute(doors.webhook));
  if (doors.hooks) app.post('/hooks/:provider/:token', ...hookRoute(doors.hooks));
  const { page } = doors;
  if (page) app.all('*', async (context) => await page(context.req.raw));
  else app.get('/', async (context) => context.html(homePage(doors.botUsername())));
  return app;
}
