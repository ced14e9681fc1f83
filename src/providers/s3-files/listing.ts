import { fileKeyParts, isFileKey } from '../../domain/files/file-key.ts';
import type { ListedFile } from '../../ports/files.ts';
import type { S3Client } from './s3-client.ts';
import { s3Failure } from './s3-failure.ts';
import { textOf, type XmlElement } from './xml.ts';

/** All below a folder of keys, page by page. What has no name of ours was put there by somebody: it can't be asked for. */
export async function* listObjects(client: S3Client, folder: string): AsyncIterable<ListedFile> {
  const prefix = `${fileKeyParts(folder).join('/')}/`;
  let token: string | undefined;
  do {
    const page = await readPage(client, prefix, token);
    yield* page.files.filter(({ key }) => isFileKey(key) && key.startsWith(prefix));
    if (page.next !== undefined && page.next === token) throw s3Failure('answer', { code: 'SameToken' });
    token = page.next;
  } while (token !== undefined);
}

interface Page {
  readonly files: readonly ListedFile[];
  readonly next: string | undefined;
}

async function readPage(client: S3Client, prefix: string, token: string | undefined): Promise<Page> {
  // Keys as in an address: XML can't hold every sign that a key may have.
  const query = { 'list-type': '2', 'encoding-type': 'url', prefix };
  const answer = await client.ask({
    method: 'GET',
    key: '',
    query: token === undefined ? query : { ...query, 'continuation-token': token },
  });
  const { xml } = answer;
  const isTruncated = textOf(xml, 'IsTruncated');
  const next = textOf(xml, 'NextContinuationToken');
  const isWhole =
    xml?.name === 'ListBucketResult' && (isTruncated === 'false' || (isTruncated === 'true' && next));
  if (!isWhole) throw s3Failure('answer', answer);
  const isEncoded = textOf(xml, 'EncodingType') === 'url';
  const contents = xml.children.filter(({ name }) => name === 'Contents');
  const files = contents.map((entry) => readEntry(entry, isEncoded));
  return { files, next: isTruncated === 'true' ? next : undefined };
}

function readEntry(entry: XmlElement, isEncoded: boolean): ListedFile {
  const written = textOf(entry, 'Key');
  const bytes = Number(textOf(entry, 'Size') ?? Number.NaN);
  const storedAt = new Date(textOf(entry, 'LastModified') ?? Number.NaN);
  if (!written || !Number.isSafeInteger(bytes) || Number.isNaN(storedAt.getTime())) {
    throw s3Failure('answer', { code: 'ListEntry' });
  }
  // A key of ours reads the same either way, and others are passed over.
  const key = isEncoded && written.includes('%') ? '' : written;
  return { key, bytes, storedAt };
}
