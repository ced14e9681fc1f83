import { z } from 'zod';
import {
  choice,
  path,
  secret,
  telegramId,
  telegramIds,
  type VariableTable,
  webAddress,
  wholeNumber,
} from './variable.ts';

/** This machine, the database, the bot and its operators. */
export const machineVariables = {
  DATA_DIR: {
    ...path({ about: 'Where everything is kept: the embedded database, files, logs, scratch folders.' }),
    default: './data',
  },
  DATABASE_URL: {
    about: 'A PostgreSQL 15 or newer.',
    otherwise: 'an embedded PostgreSQL in DATA_DIR',
    allowed: 'an address such as postgresql://user:password@host:5432/database',
    secret: true,
    schema: z.string().refine(isPostgresUrl),
  },
  PORT: wholeNumber({
    about: 'The port for /webhook, /health and /files.',
    default: '8080',
    min: 1,
    max: 65_535,
  }),
  HOST: {
    about: 'The address to listen on.',
    otherwise: '127.0.0.1 without TELEGRAM_BOT_TOKEN, 0.0.0.0 with it',
    allowed: 'an IP address or a host name',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]+$/),
  },
  PUBLIC_URL: webAddress({
    about: 'How this machine is reached from outside; links to files begin with it.',
    otherwise: "WEBHOOK_URL's host, else http://127.0.0.1:PORT",
  }),
  LOG_LEVEL: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
    about: 'How much is logged.',
    default: 'info',
  }),
  UGC_STOP_AT: {
    about: 'For crash tests: the process is killed at this point, such as head:worked.',
    otherwise: 'it is not',
    allowed: 'a name such as head:worked',
    schema: z.string().regex(/^[a-z]+:[a-z]+$/),
  },
  FFMPEG_PATH: path({
    about: 'The ffmpeg to use, 5.1 or newer.',
    otherwise: "the system's if it can do everything needed, else the one that npm brought",
  }),
  TTS_MODEL_DIR: path({
    about: 'A folder of sherpa-onnx voices for the built-in speech.',
    otherwise: 'the built-in voices only',
  }),
  TELEGRAM_BOT_TOKEN: {
    about: 'The bot, as @BotFather gave it.',
    otherwise: 'the sandbox: a chat page in the browser',
    allowed: 'a token such as 123456789:AAE…',
    secret: true,
    schema: z.string().regex(/^\d{3,20}:[A-Za-z0-9_-]{20,100}$/),
  },
  TELEGRAM_API_ROOT: webAddress({
    about: 'The Bot API server; a local one lifts the size limits.',
    default: 'https://api.telegram.org',
  }),
  WEBHOOK_URL: {
    about: 'Where Telegram sends updates, with its path.',
    otherwise: 'long polling',
    allowed: 'an address with a path, such as https://example.com/webhook',
    schema: z
      .url({ protocol: /^https$/ })
      .refine((value) => new URL(value).pathname.length > 1 && new URL(value).search === ''),
  },
  TELEGRAM_WEBHOOK_SECRET: {
    ...secret({ about: 'What Telegram proves itself with.', otherwise: 'made once and kept in DATA_DIR' }),
    allowed: '1 to 256 letters, digits, _ and -',
    schema: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/),
  },
  ADMIN_TG_IDS: telegramIds({ about: 'Whose commands the bot obeys as operators.', default: '' }),
  ADMIN_FEEDBACK_CHAT_ID: telegramId({
    about: 'The chat that gets feedback, reports and the daily statistics.',
    otherwise: 'the first of ADMIN_TG_IDS',
  }),
} as const satisfies VariableTable;

function isPostgresUrl(value: string): boolean {
  return /^postgres(ql)?:\/\/./.test(value) && URL.canParse(value);
}
