import { readFileSync } from 'node:fs';

/**
 * False once the process has ended, even where nobody has collected its exit code yet, as in containers without an
 * init. Another user's process counts as alive, and so does a reused id.
 */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The state follows the program's name, which stands in brackets and may hold brackets itself.
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    // Ended meanwhile.
    return true;
  }
}
