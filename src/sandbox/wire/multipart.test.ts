import { describe, expect, it } from 'vitest';
import { boundaryOf, MultipartError, readMultipart } from './multipart.ts';

async function* inPieces(body: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size);
}

async function read(body: string | Buffer, size = 1 << 20) {
  const parts: { name: string; fileName?: string; mime: string; content: string }[] = [];
  await readMultipart(inPieces(Buffer.from(body), size), 'B', async (head, content) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    parts.push({ ...head, content: Buffer.concat(chunks).toString() });
  });
  return parts;
}

const part = (head: string, content: string) => `--B\r\n${head}\r\n\r\n${content}\r\n`;

describe('a multipart body', () => {
  it.each([1, 2, 3, 7, 64, 1 << 20])(
    'is read whole however it is cut, as in pieces of %i bytes',
    async (size) => {
      const body = [
        part('Content-Disposition: form-data; name="chat_id"', '5'),
        part(
          'content-disposition:form-data;name="a";filename=my clip; one.mp4\r\ncontent-type:video/mp4',
          'x\r\n--\r\n--x',
        ),
        part(
          'Content-Disposition: form-data; name="b"; filename="quo\\"ted.png"\r\nContent-Type: image/png',
          '',
        ),
        '--B--\r\n',
      ].join('');
      expect(await read(body, size)).toEqual([
        { name: 'chat_id', mime: 'application/octet-stream', content: '5' },
        { name: 'a', fileName: 'my clip; one.mp4', mime: 'video/mp4', content: 'x\r\n--\r\n--x' },
        { name: 'b', fileName: 'quo"ted.png', mime: 'image/png', content: '' },
      ]);
    },
  );

  it('never gives a path for a name', async () => {
    const [file] = await read(
      `${part('Content-Disposition: form-data; name="a"; filename="../../etc/passwd"', 'x')}--B--`,
    );
    expect(file?.fileName).toBe('passwd');
  });

  it.each([
    ['ends within a part', part('Content-Disposition: form-data; name="a"', 'x').slice(0, -4)],
    ['has a part without a name', `${part('Content-Disposition: form-data', 'x')}--B--`],
    ['has a head without end', `--B\r\n${'x'.repeat(40_000)}`],
  ])('is refused when it %s', async (_what, body) => {
    await expect(read(body, 1000)).rejects.toThrow(MultipartError);
  });

  it('names its boundary with quotes or without', () => {
    expect(boundaryOf('multipart/form-data; boundary="a b"')).toBe('a b');
    expect(boundaryOf('multipart/form-data; boundary=abc; charset=utf-8')).toBe('abc');
    expect(boundaryOf('multipart/form-data')).toBeUndefined();
  });
});
