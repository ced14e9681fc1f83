import type { Finding } from '../cli/doctor.ts';
import { asAppError, isAppError } from '../kernel/errors.ts';
import type { Config } from '../platform/config/config.ts';
import { resolveFfmpeg } from '../platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../platform/log/log.ts';
import { createTelegram } from '../telegram/client.ts';
import { classifyTelegramError } from '../telegram/errors.ts';
import { assetsFolder } from './app.ts';
import { openEngines } from './open-engines.ts';
import { openFiles } from './open-files.ts';
import type { ServiceFinding, UsedService } from './used-service.ts';

type Asked = Pick<UsedService, 'name' | 'settings' | 'check'>;

/** A GPU endpoint may have to be started first; every other service has answered, or not, long before. */
const usualDeadlineMs = 60_000;

/** Asks every service that is configured for real, and only what is cheap. */
export async function examineServices(config: Config): Promise<readonly Finding[]> {
  const ffmpeg = await resolveFfmpeg(config.ffmpeg, silentLog);
  const { services: stores, lend, canLend } = await openFiles(config, silentLog);
  const engines = openEngines(config, { ffmpeg, log: silentLog, assetsFolder, lend, canLend });
  try {
    return await askServices([...engines.services, ...stores, ...telegramOf(config)]);
  } finally {
    await engines.close();
  }
}

/** All at once, each for so long at most; one that is broken or silent hides nothing of the others. */
export async function askServices(
  services: readonly Asked[],
  deadlineMs = usualDeadlineMs,
): Promise<readonly Finding[]> {
  return await Promise.all(
    services.map(async (service) => ({
      subject: service.name,
      ...namingSettings(service, await asked(service, deadlineMs)),
    })),
  );
}

/** An adapter's own words may name a better one to look at. */
function namingSettings({ settings }: Asked, { state, text }: ServiceFinding): ServiceFinding {
  if (state !== 'broken' || /\b[A-Z][A-Z0-9]+_[A-Z0-9_]+\b/.test(text)) return { state, text };
  return { state, text: `${text.replace(/\.?$/, '.')} Look at ${settings}.` };
}

async function asked({ check }: Asked, deadlineMs: number): Promise<ServiceFinding> {
  const deadline = new AbortController();
  const late = Promise.withResolvers<ServiceFinding>();
  const timer = setTimeout(() => {
    const text = `no answer within ${deadlineMs / 1000} s: is the address right, and does a firewall let us out?`;
    late.resolve({ state: 'broken', text });
    deadline.abort();
  }, deadlineMs);
  try {
    return await Promise.race([check(deadline.signal).catch(failed), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(error: unknown): ServiceFinding {
  return { state: 'broken', text: asAppError(error).message };
}

function telegramOf({ telegram }: Config): readonly Asked[] {
  if (telegram.kind === 'sandbox') return [];
  const { token, apiRoot, updates } = telegram;
  const check = async (): Promise<ServiceFinding> => {
    try {
      const api = createTelegram({ token, apiRoot, log: silentLog });
      const [{ username }, { url = '' }] = await Promise.all([api.getMe(), api.getWebhookInfo()]);
      if (updates.kind === 'webhook' && url !== updates.url) {
        const text = `@${username} lets us in; its webhook is not WEBHOOK_URL yet: the start of the bot sets it`;
        return { state: 'warning', text };
      }
      return { state: 'ok', text: `@${username} lets us in` };
    } catch (error) {
      if (classifyTelegramError(error) === 'unauthorized') {
        const text = 'the token is not accepted: see TELEGRAM_BOT_TOKEN, and @BotFather for a new one';
        return { state: 'broken', text };
      }
      // Another error may name the address, which holds the token.
      const text = isAppError(error) ? error.message : 'Telegram does not tell who we are.';
      return { state: 'broken', text };
    }
  };
  return [{ name: 'Telegram', settings: 'TELEGRAM_BOT_TOKEN and TELEGRAM_API_ROOT', check }];
}
