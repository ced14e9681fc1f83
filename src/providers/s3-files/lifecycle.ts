import { createHash } from 'node:crypto';
import type { ExpiryRules } from '../../ports/files.ts';
import type { S3Client } from './s3-client.ts';
import { s3Failure } from './s3-failure.ts';
import { element, textOf, writeXml, type XmlElement } from './xml.ts';

/** What our rules' names begin with; the others are the owner's and stay as they are. */
const ownName = 'ugc-';

/** A bucket has one list of rules, which is put whole: ours take the place of ours. */
export async function putLifecycle(client: S3Client, rules: ExpiryRules): Promise<void> {
  const query = { lifecycle: '' };
  const found = await client.ask({ method: 'GET', key: '', query, expects: [404] });
  const code = textOf(found.xml, 'Code');
  if (found.status === 404 && code !== 'NoSuchLifecycleConfiguration') {
    throw s3Failure('bucket', { status: 404, ...(code !== undefined && { code }) });
  }
  const isList = found.xml?.name === 'LifecycleConfiguration';
  if (found.status === 200 && !isList) throw s3Failure('answer', found);
  const foreign = (isList ? found.xml.children : []).filter(
    (rule) => rule.name === 'Rule' && !textOf(rule, 'ID')?.startsWith(ownName),
  );
  const body = Buffer.from(writeXml(element('LifecycleConfiguration', [...foreign, ...ownRules(rules)])));
  // R2 takes none of the newer checksums here, and Amazon insists on one.
  const headers = {
    'content-type': 'application/xml',
    'content-md5': createHash('md5').update(body).digest('base64'),
  };
  await client.ask({ method: 'PUT', key: '', query, headers, body });
}

function ownRules({ folders, unfinishedDays }: ExpiryRules): XmlElement[] {
  const rule = (id: string, prefix: string, what: XmlElement) =>
    element('Rule', [
      element('ID', `${ownName}${id}`),
      element('Filter', [element('Prefix', prefix)]),
      element('Status', 'Enabled'),
      what,
    ]);
  const unfinished = element('AbortIncompleteMultipartUpload', [
    element('DaysAfterInitiation', String(unfinishedDays)),
  ]);
  return [
    ...folders.map(({ folder, days }) =>
      rule(`expire-${folder}`, `${folder}/`, element('Expiration', [element('Days', String(days))])),
    ),
    rule('abort-unfinished', '', unfinished),
  ];
}
