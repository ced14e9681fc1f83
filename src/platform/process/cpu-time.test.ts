import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { treeCpuSeconds } from './cpu-time.ts';
import { runProcess } from './run-process.ts';

/** Asks for the time seldom: asking costs system time. */
const burn = 'for (let n = 0; process.cpuUsage().user < 3.5e5; ) for (let end = n + 5e6; n < end; n += 1);';

test.runIf(process.platform === 'linux')(
  'counts children that live, their children, and those that ended',
  async () => {
    const before = treeCpuSeconds();
    const ended = ['-e', burn];
    await runProcess(process.execPath, ended, { timeoutMs: 60_000 });
    const afterEnded = treeCpuSeconds();
    expect(afterEnded - before).toBeGreaterThan(0.28);

    const nested = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${burn} console.log('burnt'); process.stdin.resume()`)}], {stdio: 'inherit'})`;
    const child = spawn(process.execPath, ['-e', nested], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const withLiving = treeCpuSeconds();
    expect(withLiving - afterEnded).toBeGreaterThan(0.28);
    child.stdin.end();
    await once(child, 'exit');
    // What lived is counted among the ended, so that nothing is lost.
    expect(treeCpuSeconds()).toBeGreaterThanOrEqual(withLiving - 0.02);
  },
);

test('counts our own work', () => {
  const before = treeCpuSeconds();
  const until = process.cpuUsage().user + 1e5;
  for (let count = 0; process.cpuUsage().user < until; ) for (let end = count + 5e6; count < end; count += 1);
  expect(treeCpuSeconds() - before).toBeGreaterThan(0.09);
});
