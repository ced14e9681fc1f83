import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookHandler } from '../../src/telegram/webhook.ts';

/** A server for the bot's webhook, on this machine alone. */
export function createHook() {
  const hook = {
    receive: (async () => ({ status: 404 })) as WebhookHandler,
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    listen: () => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', async () => {
      const secret = request.headers['x-telegram-bot-api-secret-token'];
      const { status } = await hook.receive(
        JSON.parse(text),
        typeof secret === 'string' ? secret : undefined,
      );
      response.writeHead(status).end();
    });
  });
  return hook;
}
