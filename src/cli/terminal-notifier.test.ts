import { describe, expect, it } from 'vitest';
import { AppError } from '../kernel/errors.ts';
import { createOutput } from './output.ts';
import { createTerminalNotifier, progressLine } from './terminal-notifier.ts';

function terminal(isTTY: boolean) {
  const written = { out: '', err: '' };
  return {
    written,
    stdout: { write: (text: string) => (written.out += text) },
    stderr: { write: (text: string) => (written.err += text), isTTY, columns: 80 },
  };
}

const notice = { productionId: 'p', stage: 'head', fraction: 0.5, remainingSeconds: 12.4 };

describe('progress on a terminal', () => {
  it('shows a bar, percent, stage and time left', () => {
    expect(progressLine(notice)).toBe(`${'█'.repeat(12)}${'░'.repeat(12)}  50 % talking head · 12 s left`);
    expect(progressLine({ productionId: 'p', stage: 'speech', fraction: 0 })).toContain('  0 % speech');
    expect(progressLine({ ...notice, remainingSeconds: 170 })).toContain('3 min left');
  });

  it('redraws one line on a terminal', async () => {
    const screen = terminal(true);
    const notifier = createTerminalNotifier(createOutput(screen, false));
    await notifier.progress(notice);
    await notifier.progress({ ...notice, fraction: 0.6 });
    expect(screen.written.err.split('\r')).toHaveLength(3);
    expect(screen.written.err).not.toContain('\n');
  });

  it('writes a line a stage elsewhere', async () => {
    const screen = terminal(false);
    const notifier = createTerminalNotifier(createOutput(screen, false));
    await notifier.progress(notice);
    await notifier.progress({ ...notice, fraction: 0.6 });
    await notifier.progress({ ...notice, stage: 'montage' });
    expect(screen.written.err.trim().split('\n')).toHaveLength(2);
  });

  it('writes an event a line for programs, and nothing else', async () => {
    const screen = terminal(true);
    const notifier = createTerminalNotifier(createOutput(screen, true));
    await notifier.progress(notice);
    await notifier.progress({ ...notice, remainingSeconds: 13 });
    expect(JSON.parse(screen.written.out)).toMatchObject({ event: 'progress', stage: 'head', fraction: 0.5 });
    expect(screen.written.err).toBe('');
  });
});

describe('the end of a production', () => {
  it('is a delivery, or throws what went wrong', async () => {
    const notifier = createTerminalNotifier(createOutput(terminal(false), false));
    await notifier.deliver({ productionId: 'p', videoKey: 'v', coverKey: 'c' });
    expect(notifier.delivery().videoKey).toBe('v');
    const failing = createTerminalNotifier(createOutput(terminal(false), false));
    await failing.fail('p', new AppError('speech-too-long', 'Too long.'));
    expect(() => failing.delivery()).toThrow('Too long.');
  });
});
