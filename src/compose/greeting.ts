import { enginesByService } from './chosen-engines.ts';
import type { Role } from '../cli/start.ts';
import type { Config } from '../platform/config/config.ts';

/** What a person reads who typed `npm start`: where to go, what is used, how to stop. */
export function greeting(config: Config, role: Role, link: string): readonly string[] {
  const rows: readonly [string, string][] = [
    ...(role === 'worker' ? [] : [whereToChat(config, link)]),
    [
      'Data',
      config.dataFolder + (config.database.kind === 'server' ? ', with the database of DATABASE_URL' : ''),
    ],
    ['Engines', enginesLine(config)],
    ['Stop', 'Ctrl-C; the next start goes on where this one was'],
  ];
  return ['', ...rows.map(([name, text]) => `  ${name.padEnd(9)} ${text}`), ''];
}

function whereToChat({ telegram, http }: Config, link: string): [string, string] {
  if (telegram.kind === 'sandbox') return ['Chat', `${link}  (a sandbox: no token is set)`];
  const { updates } = telegram;
  if (updates.kind === 'polling')
    return ['Bot', `asks Telegram for updates; ${link} serves files and health`];
  return ['Bot', `waits for updates at ${http.publicUrl}${new URL(updates.url).pathname}`];
}

/** Which service does what, and what is left to the built-in engines. */
function enginesLine(config: Config): string {
  const chosen = enginesByService(config);
  if (chosen.every(({ service }) => service === undefined)) {
    return 'all built in: nothing leaves this machine';
  }
  return chosen
    .map(({ service, capabilities }) => `${service ?? 'built in'}: ${capabilities.join(', ')}`)
    .join(' · ');
}
