import type { ChatTask, SentFile } from '../../domain/task/task.ts';
import type { Fields } from '../fields.ts';

type BookendSource = Extract<ChatTask, { kind: 'check-bookend' }>['source'];

/** Slow work for a video that is rendered anew. One at a time: another one takes its place. */
export type MontageTask = { readonly id: string; readonly productionId: string } & (
  | {
      readonly kind: 'check-bookend';
      readonly part: 'intro' | 'outro';
      readonly source: BookendSource;
      /** It has ended: the clip is longer than may be used, and its beginning is offered. */
      readonly isTooLong: boolean;
    }
  | { readonly kind: 'check-subtitles' }
  | {
      readonly kind: 'preview-clip';
      /** Of the epoch. */
      readonly startedAtMs: number;
    }
);

/** Out of a stored conversation. */
export function readMontageTask(fields: Fields | undefined): MontageTask | undefined {
  const id = fields?.text('id', 40);
  const productionId = fields?.text('productionId', 40);
  const kind = fields?.oneOf('kind', ['check-bookend', 'check-subtitles', 'preview-clip'] as const);
  if (!fields || id === undefined || productionId === undefined || !kind) return undefined;
  if (kind === 'preview-clip') {
    const startedAtMs = fields.count('startedAtMs');
    return startedAtMs === undefined ? undefined : { id, productionId, kind, startedAtMs };
  }
  if (kind === 'check-subtitles') return { id, productionId, kind };
  const part = fields.oneOf('part', ['intro', 'outro'] as const);
  const source = readSource(fields.fields('source'));
  return part && source && { id, productionId, kind, part, source, isTooLong: fields.flag('isTooLong') };
}

function readSource(fields: Fields | undefined): BookendSource | undefined {
  const url = fields?.text('url', 2100);
  if (url !== undefined) return { url };
  const file = fields?.fields('file');
  const fileId = file?.text('fileId');
  const kind = file?.oneOf('kind', ['photo', 'video', 'document'] as const);
  if (!file || fileId === undefined || !kind) return undefined;
  return { file: { fileId, kind, ...optionalFacts(file) } };
}

function optionalFacts(file: Fields): Partial<SentFile> {
  const name = file.text('name');
  const mime = file.text('mime');
  const bytes = file.count('bytes');
  return {
    ...(name !== undefined && { name }),
    ...(mime !== undefined && { mime }),
    ...(bytes !== undefined && { bytes }),
  };
}
