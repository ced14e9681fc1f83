import { dropTelegramFile, findTelegramFile, keepTelegramFile } from '../../store/telegram-files.ts';
import type { ActionParts } from '../parts.ts';

type FileParts = Pick<ActionParts, 'database'>;

export interface UploadedFile {
  readonly botId: number;
  /** Of what the file shows, whoever asks for it: its kind, a colon and its key in store, by which a person's are forgotten. */
  readonly contentKey: string;
  readonly fileId: string;
}

/** Telegram's id of what was uploaded under that key before. */
export async function uploadedFileId(
  { database }: FileParts,
  { botId, contentKey }: Omit<UploadedFile, 'fileId'>,
): Promise<string | undefined> {
  return await findTelegramFile(database.db, botId, contentKey);
}

export async function rememberUpload({ database }: FileParts, file: UploadedFile): Promise<void> {
  await keepTelegramFile(database.db, file);
}

/** Telegram knows the id no more. */
export async function forgetUpload({ database }: FileParts, file: UploadedFile): Promise<void> {
  await dropTelegramFile(database.db, file);
}
