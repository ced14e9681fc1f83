import { type Logger, multistream, pino, stdTimeFunctions } from 'pino';
import { describeError } from './describe-error.ts';
import { createRedactor } from './redact.ts';

/** `log.info({ productionId }, 'Speech is ready.')`: fields first, then one whole sentence. */
export type Log = Logger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** The parts of the program that a line can come from. */
export type LogModule =
  | 'bot'
  | 'ugc_creation'
  | 'tts'
  | 'falai'
  | 'r2'
  | 'overlay'
  | 'montage'
  | 'admin'
  | 'statistics'
  | 'scheduler'
  | 'platform'
  | 'cli'
  | 'sandbox';

export interface CreateLogOptions {
  readonly level: LogLevel;
  /** Absolute path of a file that lines are added to; its folder is made. */
  readonly file?: string;
  /** Standard error gets lines from this level up; none if left out. */
  readonly stderrLevel?: LogLevel;
  /** Standard output gets every line, for those who collect it. */
  readonly stdout?: boolean;
  /** Values that never come out, whatever field or text they are in. */
  readonly secrets: readonly string[];
}

/** One line of JSON an event. Written at once, so that a crash loses none. */
export function createLog(options: CreateLogOptions): Log {
  const streams: Parameters<typeof multistream>[0] = [];
  if (options.file !== undefined) {
    const stream = pino.destination({ dest: options.file, mkdir: true, sync: true });
    streams.push({ level: options.level, stream });
  }
  if (options.stderrLevel !== undefined) {
    streams.push({ level: options.stderrLevel, stream: pino.destination({ dest: 2, sync: true }) });
  }
  if (options.stdout === true) {
    streams.push({ level: options.level, stream: pino.destination({ dest: 1, sync: true }) });
  }
  return createLogTo(multistream(streams), options);
}

/** The same for a stream of the caller's. */
export function createLogTo(
  stream: { write(line: string): void },
  options: Pick<CreateLogOptions, 'level' | 'secrets'>,
): Log {
  return pino(
    {
      level: options.level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError },
      // On the finished line, so that no nesting, message or stack can carry a secret past it.
      hooks: { streamWrite: createRedactor(options.secrets) },
    },
    stream,
  );
}

/** The log of one part of the program. */
export function logOf(log: Log, module: LogModule): Log {
  return log.child({ module });
}

/** For callers that have nowhere to write to. */
export const silentLog: Log = pino({ level: 'silent' });
