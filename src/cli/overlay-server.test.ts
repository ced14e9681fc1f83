import { describe, expect, it } from 'vitest';
import { parseOptions } from './arguments.ts';
import { createOutput } from './output.ts';
import { overlayServerCommand, overlayServerOptions, type OverlayServerWish } from './overlay-server.ts';

const output = createOutput({ stdout: { write: () => true }, stderr: { write: () => true } }, false);

async function asked(...args: string[]) {
  const served: (OverlayServerWish | readonly [string, boolean])[] = [];
  const { options } = parseOptions(args, overlayServerOptions);
  const serving = {
    serve: async (wish: OverlayServerWish) => void served.push(wish),
    workOnce: async (folder: string, allowsPrivate: boolean) => void served.push([folder, allowsPrivate]),
  };
  await overlayServerCommand(options, serving, output);
  return served[0];
}

describe('ugc overlay-server', () => {
  it('listens on this machine alone unless it is told otherwise', async () => {
    expect(await asked()).toMatchObject({ host: '127.0.0.1', port: 8090, allowsPrivate: false });
    const token = '0123456789-k.9876543210_s';
    const args = ['--host', '0.0.0.0', '--port', '0', '--concurrency', '3', '--token', token];
    expect(await asked(...args, '--public-url', 'https://gpu.example/')).toEqual({
      ...{ host: '0.0.0.0', port: 0, concurrency: 3, token, publicUrl: 'https://gpu.example' },
      allowsPrivate: false,
    });
  });

  it('does one job where it is asked to', async () => {
    expect(await asked('--once', 'out', '--allow-private')).toEqual(['out', true]);
  });

  it.each([
    [['--port', '70000'], '--port is "70000"; a whole number from 0 to 65535 is allowed.'],
    [['--concurrency', 'two'], '--concurrency is "two"; a whole number from 1 to 64 is allowed.'],
    [['--token', 'short.x'], '--token is no KEY.SECRET'],
    [['--public-url', 'gpu.example'], '--public-url is "gpu.example"; an address'],
  ])('refuses %j in words', async (args, words) => {
    await expect(asked(...args)).rejects.toThrow(words);
  });
});
