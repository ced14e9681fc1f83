import type { ReportSubject } from '../../domain/report-subject.ts';
import { extname } from 'node:path';
import { isAppError } from '../../kernel/errors.ts';
import { clipFiles, readResults } from '../../pipeline/results.ts';
import { findOperatorMessage } from '../../store/operator-messages.ts';
import { findProduction } from '../../store/productions.ts';
import { findPresenterPicture, findSubjectOwner } from '../../store/report-subjects.ts';
import type { ActionParts } from '../parts.ts';
import { listenableSpeech } from '../pictures/listenable-speech.ts';

/** Of a message to the operators: whom it is about. */
export interface Report {
  readonly personId: string;
  readonly subject: ReportSubject | undefined;
  /** Whose video or presenter it is; nobody's is one of the cast, and what is gone. */
  readonly reportedId: string | undefined;
}

export async function findReport(
  { database: { db } }: Pick<ActionParts, 'database'>,
  id: string,
): Promise<Report | undefined> {
  const message = await findOperatorMessage(db, id);
  if (!message) return undefined;
  const { personId, subject } = message;
  const owner = subject && (await findSubjectOwner(db, subject));
  return { personId, subject, reportedId: owner };
}

export interface ReportedFile {
  readonly kind: 'video' | 'audio' | 'picture';
  readonly path: string;
  readonly name: string;
}

/** What a report is about, to be looked at; undefined where it is gone. */
export async function openReported(
  parts: ActionParts,
  subject: ReportSubject,
): Promise<ReportedFile | undefined> {
  if (subject.kind === 'production') return await openVideo(parts, subject.id);
  const cast = parts.cast.presenters.find(({ id }) => id === subject.id);
  const key = cast ? undefined : await findPresenterPicture(parts.database.db, subject.id);
  if (cast) return { kind: 'picture', path: cast.picturePath, name: `presenter${extname(cast.picturePath)}` };
  if (key === undefined || !(await parts.files.exists(key))) return undefined;
  const { path } = await parts.files.open(key);
  return { kind: 'picture', path, name: `presenter${extname(path)}` };
}

async function openVideo(parts: ActionParts, id: string): Promise<ReportedFile | undefined> {
  const { database, files } = parts;
  const production = await findProduction(database.db, id);
  if (!production) return undefined;
  const results = await readResults(database, production);
  if (!results.has('montage')) return await openVoiceOver(parts, production.id);
  const { key } = clipFiles(results).video;
  if (!(await files.exists(key))) return undefined;
  return { kind: 'video', path: (await files.open(key)).path, name: 'video.mp4' };
}

async function openVoiceOver(parts: ActionParts, productionId: string): Promise<ReportedFile | undefined> {
  try {
    const { file } = await listenableSpeech(parts, productionId);
    return { kind: 'audio', path: file.path, name: 'voice-over.m4a' };
  } catch (error) {
    if (isAppError(error, 'not-found')) return undefined;
    throw error;
  }
}
