import { GrammyError } from 'grammy';
import { expect, it } from 'vitest';
import { AppError } from '../kernel/errors.ts';
import { classifyRefusal, classifyTelegramError, type TelegramFailure } from './errors.ts';

const cases: readonly (readonly [number, string, TelegramFailure])[] = [
  [
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    'not-modified',
  ],
  [400, 'Bad Request: message to edit not found', 'stale-message'],
  [400, "Bad Request: message can't be edited", 'stale-message'],
  [400, 'Bad Request: message to delete not found', 'stale-message'],
  [400, "Bad Request: message can't be deleted for everyone", 'stale-message'],
  [400, 'Bad Request: there is no text in the message to edit', 'stale-message'],
  [400, 'Bad Request: query is too old and response timeout expired or query ID is invalid', 'query-too-old'],
  [403, 'Forbidden: bot was blocked by the user', 'gone'],
  [403, 'Forbidden: user is deactivated', 'gone'],
  [403, 'Forbidden: bot was kicked from the group chat', 'gone'],
  [400, 'Bad Request: chat not found', 'gone'],
  [429, 'Too Many Requests: retry after 7', 'flood'],
  [400, 'Bad Request: wrong file identifier/HTTP URL specified', 'stale-file'],
  [400, 'Bad Request: wrong remote file identifier specified: Wrong padding in the string', 'stale-file'],
  [400, "Bad Request: type of file mismatch: can't use file of type Audio as Photo", 'stale-file'],
  [400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0', 'bad-markup'],
  [400, 'Bad Request: file is too big', 'too-big'],
  [413, 'Request Entity Too Large', 'too-big'],
  [401, 'Unauthorized', 'unauthorized'],
  [404, 'Not Found', 'unauthorized'],
  [404, 'Not Found: method not found', 'other'],
  [401, 'Unauthorized: invalid token specified', 'unauthorized'],
  [409, 'Conflict: terminated by other getUpdates request', 'conflict'],
  [502, 'Bad Gateway', 'unavailable'],
  [400, 'Bad Request: message text is empty', 'other'],
];

it.each(cases)('%i %s means %s', (code, description, failure) => {
  expect(classifyRefusal(code, description)).toBe(failure);
  const error = new GrammyError(
    'call failed',
    { ok: false, error_code: code, description },
    'sendMessage',
    {},
  );
  expect(classifyTelegramError(error)).toBe(failure);
});

it('what never got an answer is told from what was refused', () => {
  expect(classifyTelegramError(new AppError('provider-unavailable', 'No answer.'))).toBe('unavailable');
  expect(classifyTelegramError(new AppError('timed-out', 'No answer.'))).toBe('unavailable');
  expect(classifyTelegramError(new AppError('too-many-requests', 'Wait.'))).toBe('flood');
  expect(classifyTelegramError(new TypeError('a slip of ours'))).toBe('other');
});
