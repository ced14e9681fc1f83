import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type S3Double, startS3Double } from './s3-server.ts';

let double: S3Double;
let folder: string;
beforeAll(async () => {
  double = await startS3Double();
  folder = await mkdtemp(join(tmpdir(), 's3-double-'));
});
beforeEach(() => double.reset());
afterAll(async () => {
  await double.close();
  await rm(folder, { recursive: true, force: true });
});

function clientOf(
  checksums: 'WHEN_SUPPORTED' | 'WHEN_REQUIRED',
  secretAccessKey = double.secretAccessKey,
): S3Client {
  return new S3Client({
    endpoint: double.endpoint,
    region: 'auto',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: double.accessKeyId, secretAccessKey },
    requestChecksumCalculation: checksums,
    responseChecksumValidation: checksums,
  });
}

/** Cloudflare's and Amazon's servers take both; the double is what both of the SDK's modes say it is. */
describe.each(['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const)(
  'the AWS SDK, checksums %s, finds that it',
  (mode) => {
    const at = (Key: string) => ({ Bucket: double.bucket, Key });
    const client = () => clientOf(mode);

    it('keeps objects with type and metadata, and gives them whole, in parts and only when changed', async () => {
      const Body = Buffer.from('0123456789');
      const { ETag } = await client().send(
        new PutObjectCommand({
          ...at('a/ten.mp4'),
          Body,
          ContentType: 'video/mp4',
          Metadata: { sha256: 'x' },
        }),
      );
      const whole = await client().send(new GetObjectCommand(at('a/ten.mp4')));
      expect(await whole.Body?.transformToString()).toBe('0123456789');
      expect(whole).toMatchObject({
        ETag,
        ContentType: 'video/mp4',
        ContentLength: 10,
        Metadata: { sha256: 'x' },
      });
      for (const [Range, text, place] of [
        ['bytes=2-4', '234', 'bytes 2-4/10'],
        ['bytes=7-', '789', 'bytes 7-9/10'],
        ['bytes=-2', '89', 'bytes 8-9/10'],
      ] as const) {
        const part = await client().send(new GetObjectCommand({ ...at('a/ten.mp4'), Range }));
        expect([await part.Body?.transformToString(), part.ContentRange]).toEqual([text, place]);
      }
      const beyond = client().send(new GetObjectCommand({ ...at('a/ten.mp4'), Range: 'bytes=10-' }));
      await expect(beyond).rejects.toMatchObject({ name: 'InvalidRange' });
      const same = client().send(
        new GetObjectCommand({ ...at('a/ten.mp4'), ...(ETag && { IfNoneMatch: ETag }) }),
      );
      await expect(same).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
      const other = client().send(new GetObjectCommand({ ...at('a/ten.mp4'), IfMatch: '"other"' }));
      await expect(other).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    });

    it('takes a stream as what it holds, not as how it was sent', async () => {
      const path = join(folder, 'stream');
      await writeFile(path, Buffer.alloc(300_000, 7));
      const Body = createReadStream(path);
      await client().send(new PutObjectCommand({ ...at('stream'), Body, ContentLength: 300_000 }));
      expect(double.store.objects.get('stream')?.content.equals(Buffer.alloc(300_000, 7))).toBe(true);
    });

    it('copies, removes, and says what is not there', async () => {
      await client().send(new PutObjectCommand({ ...at('from'), Body: 'x' }));
      await client().send(new CopyObjectCommand({ ...at('to'), CopySource: `${double.bucket}/from` }));
      expect((await client().send(new HeadObjectCommand(at('to')))).ContentLength).toBe(1);
      await client().send(new DeleteObjectCommand(at('to')));
      await client().send(new DeleteObjectCommand(at('to')));
      await expect(client().send(new HeadObjectCommand(at('to')))).rejects.toMatchObject({
        name: 'NotFound',
      });
      await expect(client().send(new GetObjectCommand(at('to')))).rejects.toMatchObject({
        name: 'NoSuchKey',
      });
      const Objects = [{ Key: 'from' }, { Key: 'none' }];
      await client().send(new DeleteObjectsCommand({ Bucket: double.bucket, Delete: { Objects } }));
      expect(double.store.objects.size).toBe(0);
    });

    it('lists page by page, with keys of all signs', async () => {
      double.knobs.maxKeys = 2;
      const keys = ['p/a b.txt', 'p/a+b&c.txt', 'p/ключ', 'p/z', 'q/other'];
      for (const key of keys) await client().send(new PutObjectCommand({ ...at(key), Body: key }));
      const found: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const more = ContinuationToken === undefined ? {} : { ContinuationToken };
        const page = await client().send(
          new ListObjectsV2Command({ Bucket: double.bucket, Prefix: 'p/', ...more }),
        );
        found.push(...(page.Contents ?? []).map(({ Key }) => Key));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(found.sort()).toEqual(keys.slice(0, 4).sort());
    });

    it('puts parts together in order, and forgets an upload that was given up', async () => {
      const { UploadId } = await client().send(
        new CreateMultipartUploadCommand({ ...at('big'), ContentType: 'video/mp4' }),
      );
      const bodies = [Buffer.alloc(5 * 1024 * 1024, 1), Buffer.alloc(1000, 2)];
      const Parts = [];
      for (const [index, Body] of bodies.entries()) {
        const part = { ...at('big'), UploadId, PartNumber: index + 1, Body };
        Parts.push({ PartNumber: index + 1, ETag: (await client().send(new UploadPartCommand(part))).ETag });
      }
      const wrong = [{ PartNumber: 1, ETag: '"wrong"' }];
      await expect(
        client().send(
          new CompleteMultipartUploadCommand({ ...at('big'), UploadId, MultipartUpload: { Parts: wrong } }),
        ),
      ).rejects.toMatchObject({ name: 'InvalidPart' });
      await client().send(
        new CompleteMultipartUploadCommand({ ...at('big'), UploadId, MultipartUpload: { Parts } }),
      );
      expect(double.store.objects.get('big')?.content.equals(Buffer.concat(bodies))).toBe(true);
      const other = await client().send(new CreateMultipartUploadCommand(at('other')));
      await client().send(new AbortMultipartUploadCommand({ ...at('other'), UploadId: other.UploadId }));
      expect(double.store.uploads.size).toBe(0);
    });

    it('gives by a presigned link until it ends, under the name that was signed', async () => {
      await client().send(new PutObjectCommand({ ...at('linked'), Body: 'linked' }));
      const disposition = { ResponseContentDisposition: 'attachment; filename="ad one.mp4"' };
      const link = await getSignedUrl(client(), new GetObjectCommand({ ...at('linked'), ...disposition }), {
        expiresIn: 60,
      });
      const answer = await fetch(link);
      expect(await answer.text()).toBe('linked');
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="ad one.mp4"');
      expect((await fetch(link.replace('linked', 'other'))).status).toBe(403);
      double.knobs.clockOffsetMs = 61_000;
      const late = await fetch(link);
      expect([late.status, await late.text()]).toEqual([403, expect.stringContaining('ExpiredRequest')]);
    });
  },
);

describe('the AWS SDK also finds that it', () => {
  it('takes by a presigned link, with the type that was signed', async () => {
    const command = new PutObjectCommand({ Bucket: double.bucket, Key: 'put', ContentType: 'video/mp4' });
    const signableHeaders = new Set(['host', 'content-type']);
    const link = await getSignedUrl(clientOf('WHEN_REQUIRED'), command, { expiresIn: 60, signableHeaders });
    const put = async (type: string) =>
      (await fetch(link, { method: 'PUT', body: 'x', headers: { 'content-type': type } })).status;
    expect([await put('text/html'), await put('video/mp4')]).toEqual([403, 200]);
  });

  it('keeps rules of its bucket, unless the token may not set them', async () => {
    const client = clientOf('WHEN_REQUIRED');
    const Rules = [
      { ID: 'one', Filter: { Prefix: 'lent/' }, Status: 'Enabled' as const, Expiration: { Days: 1 } },
    ];
    const put = new PutBucketLifecycleConfigurationCommand({
      Bucket: double.bucket,
      LifecycleConfiguration: { Rules },
    });
    // What the server wants and this SDK has no switch for.
    put.middlewareStack.add(
      (next) => async (args) => {
        const { headers, body } = args.request as { headers: Record<string, string>; body: string };
        const { createHash } = await import('node:crypto');
        headers['content-md5'] = createHash('md5').update(body).digest('base64');
        return await next(args);
      },
      { step: 'build' },
    );
    await client.send(put);
    const found = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: double.bucket }));
    expect(found.Rules).toMatchObject(Rules);
    double.knobs.forbidLifecycle = true;
    await expect(client.send(put)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses wrong secrets, wrong clocks, other buckets, and checksums where it is strict', async () => {
    const put = new PutObjectCommand({ Bucket: double.bucket, Key: 'x', Body: 'x' });
    await expect(clientOf('WHEN_REQUIRED', 'wrong').send(put)).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    const elsewhere = new PutObjectCommand({ Bucket: 'elsewhere', Key: 'x', Body: 'x' });
    await expect(clientOf('WHEN_REQUIRED').send(elsewhere)).rejects.toMatchObject({ name: 'NoSuchBucket' });
    double.knobs.strictR2 = true;
    await expect(clientOf('WHEN_SUPPORTED').send(put)).rejects.toMatchObject({ name: 'NotImplemented' });
    await clientOf('WHEN_REQUIRED').send(put);
    double.knobs.clockOffsetMs = 16 * 60_000;
    await expect(clientOf('WHEN_REQUIRED').send(put)).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
    expect((await fetch(`${double.endpoint}/${double.bucket}/x`)).status).toBe(403);
  });
});
