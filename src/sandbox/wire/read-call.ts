import type { IncomingMessage } from 'node:http';
import { rm } from 'node:fs/promises';
import type { FileStore, IncomingFile } from '../media/file-store.ts';
import { readWireValue } from '../schema/read-wire-value.ts';
import { botApiSchema } from '../schema/schema.ts';
import { ApiError, tooLarge } from './api-error.ts';
import { boundaryOf, MultipartError, readMultipart } from './multipart.ts';

export interface WireCall {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly uploads: ReadonlyMap<string, IncomingFile>;
}

const plainBodyBytes = 1 << 20;
const uploadBytes = 50 << 20;
const mostParts = 100;

/** What the request's address and body say, typed where the schema knows the parameter. */
export async function readCall(
  request: IncomingMessage,
  query: URLSearchParams,
  method: string,
  files: FileStore,
): Promise<WireCall> {
  const uploads = new Map<string, IncomingFile>();
  try {
    const raw = { ...Object.fromEntries(query), ...(await readBody(request, files, uploads)) };
    return { parameters: typedParameters(method, raw, uploads), uploads };
  } catch (error) {
    await discardUploads(uploads);
    throw error;
  }
}

export function typedParameters(
  method: string,
  raw: Readonly<Record<string, unknown>>,
  uploads: ReadonlyMap<string, IncomingFile> = new Map(),
): Readonly<Record<string, unknown>> {
  const fields = botApiSchema.methods[method]?.parameters ?? {};
  // Some libraries send the method's name along, as an answer to a webhook has to.
  const given = Object.entries(raw).filter(
    ([name, value]) => name !== 'method' && value !== null && value !== undefined,
  );
  const typed = given.map(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return [name, field ? readWireValue(field.type, value) : value] as const;
  });
  // A part named like a parameter is its value.
  const named = [...uploads.keys()].filter((name) => Object.hasOwn(fields, name) && raw[name] === undefined);
  return Object.fromEntries([...typed, ...named.map((name) => [name, `attach://${name}`] as const)]);
}

/** Uploads that no file was made of. */
export async function discardUploads(uploads: ReadonlyMap<string, IncomingFile>): Promise<void> {
  for (const { path } of uploads.values()) await rm(path, { force: true });
}

async function readBody(
  request: IncomingMessage,
  files: FileStore,
  uploads: Map<string, IncomingFile>,
): Promise<Readonly<Record<string, unknown>>> {
  const contentType = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data/i.test(contentType)) return await readForm(request, contentType, files, uploads);
  const body = await readText(request, plainBodyBytes);
  if (body.trim() === '') return {};
  if (/^application\/json/i.test(contentType)) return readJsonObject(body);
  return Object.fromEntries(new URLSearchParams(body));
}

function readJsonObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below, as any other body that is no object.
  }
  throw new ApiError(400, "Bad Request: can't parse request: JSON object expected", { isViolation: true });
}

async function readText(body: AsyncIterable<Uint8Array>, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readForm(
  request: IncomingMessage,
  contentType: string,
  files: FileStore,
  uploads: Map<string, IncomingFile>,
): Promise<Readonly<Record<string, unknown>>> {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) throw new ApiError(400, "Bad Request: can't parse request: boundary not found");
  const fields: Record<string, string> = {};
  let parts = 0;
  try {
    await readMultipart(request, boundary, async ({ name, fileName, mime }, content) => {
      parts += 1;
      if (parts > mostParts) throw new MultipartError('The body has too many parts.');
      if (fileName === undefined) {
        fields[name] = await readText(content, plainBodyBytes);
        return;
      }
      uploads.set(
        name,
        await files.receive({ name: fileName || name, mime, maxBytes: uploadBytes }, content),
      );
    });
  } catch (error) {
    if (error instanceof MultipartError)
      throw new ApiError(400, `Bad Request: can't parse request: ${error.message}`);
    throw error;
  }
  return fields;
}
