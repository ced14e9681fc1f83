import { createHash, createHmac } from 'node:crypto';
import { S3Refusal } from './s3-refusal.ts';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Still encoded. */
  readonly path: string;
  /** Decoded, in the order of the address. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
}

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly nowMs: number;
}

const maxSkewMs = 15 * 60_000;
const maxExpirySeconds = 604_800;
const regions = new Set(['auto', 'us-east-1', '']);

/** Checks Signature Version 4 in the header or the query, and gives what was signed of the body. Throws `S3Refusal`. */
export function verifySignature(request: WireRequest, key: SigningKey): string {
  const query = new Map(request.query);
  if (query.has('X-Amz-Algorithm')) return verifyQuery(request, query, key);
  const header = request.headers.authorization;
  if (header === undefined) throw new S3Refusal(403, 'AccessDenied', 'Anonymous access is forbidden.');
  return verifyHeader(request, header, key);
}

function verifyHeader(request: WireRequest, header: string, key: SigningKey): string {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  const [, credential = '', signedHeaders = '', signature = ''] = match ?? [];
  if (!match) throw new S3Refusal(400, 'AuthorizationHeaderMalformed');
  const date = request.headers['x-amz-date'] ?? '';
  requireFresh(date, key.nowMs);
  const payload = request.headers['x-amz-content-sha256'];
  if (payload === undefined) throw new S3Refusal(400, 'InvalidRequest', 'x-amz-content-sha256 is missing.');
  requireAllSigned(request, signedHeaders);
  const wanted = signatureOf(request, { credential, signedHeaders, date, payload }, key);
  if (wanted !== signature) throw new S3Refusal(403, 'SignatureDoesNotMatch');
  return payload;
}

function verifyQuery(request: WireRequest, query: ReadonlyMap<string, string>, key: SigningKey): string {
  const value = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const expires = /^\d+$/.test(value('Expires')) ? Number(value('Expires')) : 0;
  if (value('Algorithm') !== 'AWS4-HMAC-SHA256' || expires < 1 || expires > maxExpirySeconds) {
    throw new S3Refusal(400, 'AuthorizationQueryParametersError');
  }
  const [date, signedHeaders] = [value('Date'), value('SignedHeaders')];
  const signedAtMs = timeOf(date);
  if (signedAtMs > key.nowMs + maxSkewMs) throw new S3Refusal(403, 'RequestTimeTooSkewed');
  requireAllSigned(request, signedHeaders);
  const material = { credential: value('Credential'), signedHeaders, date, payload: 'UNSIGNED-PAYLOAD' };
  const wanted = signatureOf(request, material, key);
  if (wanted !== value('Signature')) throw new S3Refusal(403, 'SignatureDoesNotMatch');
  if (key.nowMs > signedAtMs + expires * 1000) throw new S3Refusal(403, 'ExpiredRequest');
  return 'UNSIGNED-PAYLOAD';
}

interface Material {
  readonly credential: string;
  readonly signedHeaders: string;
  readonly date: string;
  readonly payload: string;
}

function signatureOf(request: WireRequest, material: Material, key: SigningKey): string {
  const [id, day = '', region = '', service, end] = material.credential.split('/');
  if (service !== 's3' || end !== 'aws4_request' || !regions.has(region) || !material.date.startsWith(day)) {
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', `The scope ${material.credential} is wrong.`);
  }
  if (id !== key.accessKeyId) throw new S3Refusal(403, 'InvalidAccessKeyId');
  const scope = `${day}/${region}/s3/aws4_request`;
  const canonical = canonicalRequest(request, material);
  const text = ['AWS4-HMAC-SHA256', material.date, scope, sha256Hex(canonical)].join('\n');
  const dayKey = hmac(`AWS4${key.secretAccessKey}`, day);
  return hmac(hmac(hmac(hmac(dayKey, region), 's3'), 'aws4_request'), text).toString('hex');
}

function canonicalRequest(request: WireRequest, { signedHeaders, payload }: Material): string {
  const path = request.path
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
  const query = request.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`)
    .join('');
  return [request.method, path, query, headers, signedHeaders, payload].join('\n');
}

/** S3 refuses a request whose host or x-amz-… headers could have been changed on the way. */
function requireAllSigned({ headers }: WireRequest, signedHeaders: string): void {
  const signed = new Set(signedHeaders.split(';'));
  const open = Object.keys(headers).filter((name) => /^(host$|x-amz-)/.test(name) && !signed.has(name));
  if (open.length > 0) throw new S3Refusal(403, 'AccessDenied', `Not signed: ${open.join(', ')}`);
}

function requireFresh(date: string, nowMs: number): void {
  if (Math.abs(nowMs - timeOf(date)) > maxSkewMs) throw new S3Refusal(403, 'RequestTimeTooSkewed');
}

function timeOf(date: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  if (!second) throw new S3Refusal(403, 'AccessDenied', 'A valid date is required.');
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
