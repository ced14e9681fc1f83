import { spawn } from 'node:child_process';

/** Shows the page in the person's browser, where there is one; nothing depends on it. */
export function openBrowser(link: string): void {
  const [command, ...args] = commandFor(process.platform, link);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function commandFor(platform: NodeJS.Platform, link: string): [string, ...string[]] {
  if (platform === 'darwin') return ['open', link];
  if (platform === 'win32') return ['cmd', '/c', 'start', '', link];
  return ['xdg-open', link];
}
