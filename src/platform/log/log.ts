import { type Logger, pino } from 'pino';

/** `log.info({ productionId }, 'Speech is ready.')`: fields first, then one whole sentence. */
export type Log = Logger;

/** For callers that have nowhere to write to. */
export const silentLog: Log = pino({ level: 'silent' });
