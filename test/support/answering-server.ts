import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface ArrivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A real server that keeps what arrives, whole, and then answers as the test says. */
export interface AnsweringServer {
  readonly address: string;
  readonly port: number;
  readonly arrived: ArrivedRequest[];
  answer: RequestListener;
  close(): void;
}

export async function openAnsweringServer(): Promise<AnsweringServer> {
  const answering = {
    arrived: [] as ArrivedRequest[],
    answer: ((_request, response) => response.end('{"ok":true}')) as RequestListener,
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    answering.arrived.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    answering.answer(request, response);
  });
  const port = await portOf(server);
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return Object.assign(answering, { port, address: `http://127.0.0.1:${port}`, close });
}

/** Takes connections and does with them what it is told, without a word of HTTP. */
export async function openSocketServer(onConnection: (socket: Socket) => void) {
  const server = createTcpServer(onConnection);
  const port = await portOf(server);
  return { port, close: () => void server.close() };
}

async function portOf(server: Server): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return (server.address() as AddressInfo).port;
}
