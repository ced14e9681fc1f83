import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Refusal } from './s3-refusal.ts';
import type { WireRequest } from './s3-signature.ts';

/** The content of a request's body, checked against all that was said of it. `payload`: what was signed of it. */
export function readContent(request: WireRequest, raw: Buffer, payload: string): Buffer {
  const content = payload.startsWith('STREAMING-') ? decodeChunked(request, raw, payload) : raw;
  const { headers } = request;
  if (/^[0-9a-f]{64}$/.test(payload) && digest('sha256', content).toString('hex') !== payload) {
    throw new S3Refusal(400, 'XAmzContentSHA256Mismatch');
  }
  const md5 = headers['content-md5'];
  if (md5 !== undefined && digest('md5', content).toString('base64') !== md5) {
    throw new S3Refusal(400, 'BadDigest');
  }
  requireCrc32(headers['x-amz-checksum-crc32'], content);
  return content;
}

/** `aws-chunked`: `<hex length>\r\n<bytes>\r\n … 0\r\n<trailers>\r\n\r\n`, as the AWS SDK sends streams by default. */
function decodeChunked({ headers }: WireRequest, raw: Buffer, payload: string): Buffer {
  if (payload !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') throw new S3Refusal(501, 'NotImplemented', payload);
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = raw.indexOf('\r\n', at);
    const length = Number.parseInt(raw.subarray(at, end).toString('latin1'), 16);
    if (end < 0 || !Number.isSafeInteger(length)) throw new S3Refusal(400, 'IncompleteBody');
    at = end + 2;
    if (length === 0) break;
    if (raw.subarray(at + length, at + length + 2).toString('latin1') !== '\r\n') {
      throw new S3Refusal(400, 'IncompleteBody');
    }
    parts.push(raw.subarray(at, at + length));
    at += length + 2;
  }
  const content = Buffer.concat(parts);
  if (Number(headers['x-amz-decoded-content-length']) !== content.length) {
    throw new S3Refusal(400, 'IncompleteBody');
  }
  const trailers = raw.subarray(at).toString('latin1');
  requireCrc32(/^x-amz-checksum-crc32:\s*(\S+)/m.exec(trailers)?.[1], content);
  return content;
}

function requireCrc32(given: string | undefined, content: Buffer): void {
  if (given === undefined) return;
  const wanted = Buffer.alloc(4);
  wanted.writeUInt32BE(crc32(content));
  if (wanted.toString('base64') !== given) throw new S3Refusal(400, 'BadDigest');
}

export function digest(algorithm: 'sha256' | 'md5', content: Buffer | string): Buffer {
  return createHash(algorithm).update(content).digest();
}
