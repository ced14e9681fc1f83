import { GrammyError } from 'grammy';
import { isAppError } from '../kernel/errors.ts';

/** What Telegram's refusal means for whoever made the call. */
export type TelegramFailure =
  /** The edit changed nothing: all is as wanted. */
  | 'not-modified'
  /** The message is gone, too old or not ours: show it anew. */
  | 'stale-message'
  /** The press was answered already, or too late. */
  | 'query-too-old'
  /** The person blocked the bot or is no more: nothing can be sent. */
  | 'gone'
  | 'flood'
  /** The file id is of no use (any more): upload again. */
  | 'stale-file'
  /** HTML of ours that Telegram can't read. */
  | 'bad-markup'
  | 'too-big'
  /** The token is wrong or was revoked. */
  | 'unauthorized'
  /** Somebody else polls, or a webhook is set. */
  | 'conflict'
  /** Telegram could not be reached or failed itself: the same call may succeed later. */
  | 'unavailable'
  | 'other';

/** Telegram has no codes beyond HTTP's: the words are the protocol. */
const byWords: readonly (readonly [RegExp, TelegramFailure])[] = [
  [/message is not modified/i, 'not-modified'],
  [
    /message to (edit|delete) not found|message can't be (edited|deleted)|message_id_invalid|there is no (text|caption|media) in the message to edit/i,
    'stale-message',
  ],
  [/query is too old|query id is invalid/i, 'query-too-old'],
  [
    /bot was (blocked|kicked)|user is deactivated|chat not found|bot can't initiate conversation|peer_id_invalid/i,
    'gone',
  ],
  [
    /wrong (remote )?file[ _](identifier|id)|wrong remote file|file_reference|type of file mismatch/i,
    'stale-file',
  ],
  [/can't parse (entities|caption entities|message text)/i, 'bad-markup'],
  [/file is too big|request entity too large/i, 'too-big'],
];

const byCode: Readonly<Record<number, TelegramFailure>> = {
  401: 'unauthorized',
  403: 'gone',
  409: 'conflict',
  413: 'too-big',
  429: 'flood',
};

export function classifyRefusal(code: number, description: string): TelegramFailure {
  if (code === 429) return 'flood';
  // A token that never existed.
  if (code === 404 && !/method/i.test(description)) return 'unauthorized';
  const named = byWords.find(([pattern]) => pattern.test(description));
  if (named) return named[1];
  return byCode[code] ?? (code >= 500 ? 'unavailable' : 'other');
}

/** Of whatever a call of the client threw. */
export function classifyTelegramError(error: unknown): TelegramFailure {
  if (error instanceof GrammyError) return classifyRefusal(error.error_code, error.description);
  if (isAppError(error, 'too-many-requests')) return 'flood';
  if (isAppError(error, 'provider-unavailable') || isAppError(error, 'timed-out')) return 'unavailable';
  return 'other';
}

/** How long Telegram wants to be left alone; 0 where it asked for nothing. */
export function secondsAsked(error: unknown): number {
  const seconds = isAppError(error, 'too-many-requests') ? Number(error.details.seconds) : 0;
  return Number.isFinite(seconds) ? seconds : 0;
}
