import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type EngineProcess, type EngineProcessOptions, engineProcess } from './engine-process.ts';

const flite = new URL('./flite-child.ts', import.meta.url);
const opened: EngineProcess[] = [];

function open(options: Partial<EngineProcessOptions> = {}): EngineProcess {
  const engine = engineProcess({ name: 'flite', program: flite, retriesAfterCrash: 1, ...options });
  opened.push(engine);
  return engine;
}

function say(engine: EngineProcess, text = 'hello', call: { signal?: AbortSignal; timeoutMs?: number } = {}) {
  const params = { args: ['-voice', 'kal16'], text, audioPath: null };
  return engine.call('speak', params, { signal: new AbortController().signal, timeoutMs: 20_000, ...call });
}

/** A process that has ended but that nobody has asked for yet (state Z) counts as gone. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return !isAlive(pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  while (!isGone(pid)) await pause(20);
}

const longText = 'one two three four five six seven eight nine ten '.repeat(200);

describe('an engine in its own process', () => {
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((engine) => engine.close()));
  });

  it('is started at the first call and kept for the next', async () => {
    const engine = open();
    expect(engine.pid()).toBeUndefined();
    await say(engine);
    const pid = engine.pid();
    expect(await say(engine)).toMatchObject({ sampleRate: 16000 });
    expect(engine.pid()).toBe(pid);
  });

  it('is replaced after a crash in mid-call, and the call succeeds', async () => {
    const engine = open();
    await say(engine);
    const first = engine.pid() ?? 0;
    const call = say(engine, longText);
    process.kill(first, 'SIGKILL');
    expect(await call).toMatchObject({ sampleRate: 16000 });
    expect(engine.pid()).not.toBe(first);
  });

  it('tells a crash that repeats itself, and works again afterwards', async () => {
    const engine = open({ retriesAfterCrash: 0 });
    await say(engine);
    const call = say(engine, longText);
    process.kill(engine.pid() ?? 0, 'SIGKILL');
    await expect(call).rejects.toMatchObject({ reason: 'provider-unavailable', retryable: true });
    expect(await say(engine)).toMatchObject({ sampleRate: 16000 });
  });

  it('is ended when a call takes too long, and replaced', async () => {
    const engine = open();
    await say(engine);
    const pid = engine.pid() ?? 0;
    await expect(say(engine, longText, { timeoutMs: 5 })).rejects.toMatchObject({ reason: 'timed-out' });
    await untilGone(pid);
    expect(await say(engine)).toMatchObject({ sampleRate: 16000 });
  });

  it('is ended when its call is cancelled; calls that wait go on in another', async () => {
    const engine = open();
    await say(engine);
    const controller = new AbortController();
    const cancelled = say(engine, longText, { signal: controller.signal });
    const waiting = say(engine);
    setImmediate(() => controller.abort());
    await expect(cancelled).rejects.toMatchObject({ reason: 'cancelled' });
    expect(await waiting).toMatchObject({ sampleRate: 16000 });
  });

  it('lets a waiting call leave the queue without touching the one at work', async () => {
    const engine = open();
    await say(engine);
    const pid = engine.pid();
    const working = say(engine, longText);
    await expect(say(engine, 'x', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: 'cancelled',
    });
    expect(await working).toMatchObject({ sampleRate: 16000 });
    expect(engine.pid()).toBe(pid);
  });

  it('is replaced when it has grown too large', async () => {
    const engine = open({ maxRssBytes: 1 });
    await say(engine);
    expect(engine.pid()).toBeUndefined();
    expect(await say(engine)).toMatchObject({ sampleRate: 16000 });
  });

  it('closes for good: the call at work is cancelled and no process stays', async () => {
    const engine = open();
    await say(engine);
    const pid = engine.pid() ?? 0;
    const atWork = expect(say(engine, longText)).rejects.toMatchObject({ reason: 'cancelled' });
    await engine.close();
    await atWork;
    expect(engine.pid()).toBeUndefined();
    await untilGone(pid);
    await expect(say(engine)).rejects.toMatchObject({ reason: 'cancelled' });
  });

  it('gives its memory back when it was idle, and comes again', async () => {
    const engine = open({ idleMs: 1 });
    await say(engine);
    while (engine.pid() !== undefined) await pause(5);
    expect(await say(engine)).toMatchObject({ sampleRate: 16000 });
  });

  it('tells when the program cannot start', async () => {
    const engine = open({ program: new URL('./no-such-child.ts', import.meta.url), retriesAfterCrash: 0 });
    await expect(say(engine)).rejects.toMatchObject({ reason: 'provider-unavailable' });
  });

  const parentProgram = `
    import { engineProcess } from ${JSON.stringify(new URL('./engine-process.ts', import.meta.url).href)};
    const engine = engineProcess({ name: 'flite', program: new URL(${JSON.stringify(flite.href)}), retriesAfterCrash: 0 });
    const call = { signal: new AbortController().signal, timeoutMs: 20000 };
    await engine.call('speak', { args: ['-voice', 'kal16'], text: 'hello', audioPath: null }, call);
    process.stdout.write(String(engine.pid()) + '\\n');
    if (process.argv.includes('stay')) setInterval(() => {}, 1000);
  `;

  function startParent(...args: string[]) {
    return spawn(process.execPath, ['--input-type=module', '-e', parentProgram, '--', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  it('keeps nobody alive while it is idle', async () => {
    const parent = startParent();
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    if (parent.exitCode === null) await once(parent, 'exit');
    expect(parent.exitCode).toBe(0);
    await untilGone(Number(pid));
  });

  it('ends with its parent, even a killed one', async () => {
    const parent = startParent('stay');
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    parent.kill('SIGKILL');
    await untilGone(Number(pid));
  });
});
