import { describe, expect, it } from 'vitest';
import { faultOfHtml } from '../../test/support/telegram-html.ts';
import { FlowWorld } from '../../test/support/flow-world.ts';
import type { Refusal } from '../domain/production/production-status.ts';
import type { SentFile } from '../domain/task/task.ts';
import { packButton, unpackButton } from './codec.ts';
import { needsOf, view } from './conversation.ts';
import { commandNames, type FlowEvent } from './event.ts';
import { shownLength } from './html.ts';
import { allScreens } from './screens/all-screens.ts';
import type { FlowState } from './state.ts';
import type { Button } from './view.ts';

/** Mulberry32: the same walk for the same seed. */
function randomBy(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const texts = [
  'Короткий текст для ролика, цена 99 рублей.',
  'A short script for the ad: only 99 dollars.',
  'запрещено',
  '🔥🔥',
  'слово '.repeat(200),
  'x'.repeat(4096),
  '<img src=x> и <b>слово & "другое" слово',
  'https://example.com/video.mp4',
  'example.com/a',
  '👨‍👩‍👧‍👦'.repeat(300),
];
const files: readonly SentFile[] = [
  { fileId: 'a', kind: 'photo' },
  { fileId: 'b', kind: 'video', bytes: 5_000_000 },
  { fileId: 'c', kind: 'document', name: 'a.png', bytes: 90_000_000 },
  { fileId: 'd', kind: 'document', name: 'a.mov' },
  { fileId: 'f', kind: 'document', name: 'a.srt', bytes: 2000 },
];
const stranger = '99999999-9999-4999-8999-999999999999';

function strangeEvent(random: (below: number) => number): FlowEvent {
  const refusal = { reason: 'provider-unavailable', details: {} } as const;
  const outcome = { kind: 'check-photo', presenterId: stranger, warnings: [] } as const;
  const preview = { kind: 'preview-clip', productionId: stranger, videoKey: 'a' } as const;
  const events: readonly FlowEvent[] = [
    { on: 'text', text: texts[random(texts.length)] ?? '', messageId: 1 },
    {
      on: 'file',
      file: files[random(files.length)] ?? { fileId: 'e', kind: 'photo' },
      caption: '<',
      messageId: 1,
    },
    { on: 'other', kind: 'sticker' },
    { on: 'command', name: anyOf(commandNames, random) },
    {
      on: 'command',
      name: 'rerender',
      argument: anyOf(['{"theme": "pop"}', '{', '{"theme":"no-such"}'], random),
    },
    { on: 'press', button: { name: 'montage', value: stranger } },
    { on: 'press', button: { name: 'engine', value: stranger } },
    { on: 'stuck', productionId: stranger, refusal },
    { on: 'rendered', requestId: stranger },
    { on: 'task-done', taskId: stranger, outcome: preview },
    { on: 'unknown-command', name: '<script>' },
    { on: 'press', button: { name: 'no-such', value: 'x' } },
    { on: 'press', button: { name: 'page', value: '99999' } },
    { on: 'press', button: { name: 'again', value: stranger } },
    { on: 'press', button: { name: 'listen-to', value: stranger } },
    { on: 'task-done', taskId: stranger, outcome },
    { on: 'task-failed', taskId: stranger, refusal },
    { on: 'spoken', productionId: stranger },
    { on: 'delivered', productionId: stranger },
    { on: 'failed', productionId: stranger, refusal },
    { on: 'refused', refusal },
  ];
  return events[random(events.length)] ?? { on: 'other', kind: 'sticker' };
}

function checkView(world: FlowWorld): readonly Button[] {
  const shown = world.view();
  const where = JSON.stringify(world.state.screen);
  expect(faultOfHtml(shown.html), where).toBeUndefined();
  expect(shown.html.trim(), where).not.toBe('');
  expect(shownLength(shown.html), where).toBeLessThanOrEqual(shown.media ? 1024 : 4096);
  expect(shown.html, where).not.toMatch(/undefined|NaN|\[object/);
  for (const row of shown.rows) {
    expect(row.length, where).toBeGreaterThan(0);
    expect(row.length, where).toBeLessThanOrEqual(8);
  }
  const buttons = shown.rows.flat();
  expect(new Set(buttons.map((each) => JSON.stringify(each))).size, where).toBe(buttons.length);
  for (const each of buttons) checkButton(each, where);
  return buttons;
}

function checkButton(each: Button, where: string): void {
  expect(each.text.length, where).toBeGreaterThan(0);
  expect(each.text.length, where).toBeLessThanOrEqual(64);
  if ('url' in each) return;
  const data = packButton(2 ** 31 - 1, each);
  expect(Buffer.byteLength(data), data).toBeLessThanOrEqual(64);
  const button = 'press' in each ? each.press : each.anytime;
  const kind = 'press' in each ? { kind: 'screen', revision: 2 ** 31 - 1 } : { kind: 'anytime' };
  expect(unpackButton(data), data).toEqual({ ...kind, button });
}

/** How many steps back lead home; more than this is a circle. */
const mostStepsBack = 15;

function checkWayHome(state: FlowState): void {
  let screen = state.screen;
  for (let step = 0; step < mostStepsBack; step += 1) {
    if (screen.name === 'home') return;
    screen = allScreens[screen.name].back(screen as never, state);
  }
  expect.fail(`Back never leads home from ${JSON.stringify(state.screen)}.`);
}

function anyOf<Item>(items: readonly Item[], random: (below: number) => number): Item {
  return items[random(items.length)] as Item;
}

/** What most people press. */
function isMain(each: Button): boolean {
  return !('url' in each) && (each.style === 'primary' || each.style === 'success');
}

const troubles: readonly Refusal[] = [
  { reason: 'provider-unavailable', details: { service: 'elevenlabs', problem: 'key' } },
  { reason: 'budget-spent', details: {} },
  { reason: 'provider-answer-unusable', details: { problem: 'audio-cut-short', paidTries: 3 } },
];
const failures: readonly Refusal[] = [
  { reason: 'invalid-media', details: { problem: 'cut-off' } },
  { reason: 'invalid-media', details: { problem: 'clip-too-long', found: 600, allowed: 15 } },
  { reason: 'provider-unavailable', details: { problem: 'busy' } },
];

/** What a person would send on a screen that waits for more than a press. */
function sensible({ screen, draft }: FlowState, random: (below: number) => number): FlowEvent | undefined {
  const text = (words: string): FlowEvent => ({ on: 'text', text: words, messageId: 1 });
  const file = (at: number): FlowEvent => ({ on: 'file', file: files[at] as SentFile, messageId: 1 });
  const press = (name: string, value?: string): FlowEvent => ({
    on: 'press',
    button: { name, ...(value !== undefined && { value }) },
  });
  if (screen.name === 'photo') return file(0);
  if (screen.name === 'edit') return text('kitchen');
  if (screen.name === 'describe-presenter') return text('a woman of 30');
  if (screen.name === 'bookend') return random(3) === 0 ? text('example.com/a.mp4') : file(1);
  if (screen.name === 'montage')
    return press(anyOf(['templates', 'subtitles', 'part', 'aspect', 'circle'], random), 'intro');
  if (screen.name === 'subtitles') return random(2) === 0 ? press('edit') : file(4);
  if (screen.name === 'cues') return press('line', String(random(3)));
  if (screen.name === 'cue') return text(anyOf(['-', 'другое *слово*', 'x'.repeat(90), '<i> & "'], random));
  if (screen.name === 'circle') return text(anyOf(['0.3 0.5 0.4', '0,61 0,5 0,5', '9 9 9', 'а'], random));
  if (screen.name === 'render-json')
    return text(anyOf(['{"theme": "pop"}', '{"theme": "no-such"}', '['], random));
  if (screen.name === 'background' && !draft?.background) return file(1);
  if (screen.name === 'profile') return press('own');
  if (screen.name === 'script' && draft?.script === undefined) return text(anyOf(texts, random));
  return undefined;
}

function stepOn(world: FlowWorld, buttons: readonly Button[], random: (below: number) => number): void {
  const dice = random(100);
  const wish = sensible(world.state, random);
  const forward = buttons.filter((each) => !('press' in each && /^(?:back|home)$/.test(each.press.name)));
  if (dice < 15) world.finishTask();
  else if (dice < 25) world.finishProduction();
  else if (dice < 26) world.stickProduction(anyOf(troubles, random));
  else if (dice < 28) world.failProduction({ reason: 'provider-refused', details: {} });
  else if (dice < 30) world.failTask(anyOf(failures, random));
  else if (dice < 35) world.send(strangeEvent(random));
  else if (dice < 38) world.send({ on: 'command', name: anyOf(commandNames, random) });
  else if (dice < 55 && wish) world.send(wish);
  else if (dice < 70) pressOne(world, forward.find(isMain) ?? anyOf(buttons, random));
  else if (dice < 92) pressOne(world, forward[random(forward.length)]);
  else pressOne(world, buttons[random(buttons.length)]);
}

function pressOne(world: FlowWorld, each: Button | undefined): void {
  if (!each || 'url' in each) return;
  const before = JSON.stringify(world.view());
  const { effects, show } = world.send({ on: 'press', button: 'press' in each ? each.press : each.anytime });
  const answered = effects.length > 0 || JSON.stringify(world.view()) !== before;
  expect(answered, `${each.text} on ${before}`).toBe(true);
  if (show !== 'keep') expect(world.state.notice, each.text).not.toEqual({ is: 'line', line: 'outdated' });
}

const seen = new Set<string>();

describe('a walk through the conversation', () => {
  it.each([1, 2, 3, 4])('20,000 steps never lead astray: quarter %i', (seed) => {
    const random = randomBy(seed);
    const world = new FlowWorld(seed % 2 === 0 ? 'en' : 'ru');
    world.limits = { ...world.limits, canMakePresenters: true, services: ['ElevenLabs', 'fal.ai'] };
    let longest = 0;
    for (let step = 0; step < 5000; step += 1) {
      if (step % 97 === 0) world.balance = random(4);
      world.montage.isKept = random(40) !== 0;
      world.isBackgroundLong = random(2) === 0;
      if (world.own.size > 12) world.own.clear();
      if (world.productions.size > 25) world.productions.clear();
      stepOn(world, checkView(world), random);
      checkWayHome(world.state);
      seen.add(world.state.screen.name);
      longest = Math.max(longest, JSON.stringify(world.state).length);
    }
    expect(longest).toBeLessThan(12_000);
  });

  it('comes by every screen there is', () => {
    expect(Object.keys(allScreens).filter((name) => !seen.has(name))).toEqual([]);
  });

  it('every screen is shown without any fact but the person', () => {
    const world = new FlowWorld('ru');
    const bare = world.facts({});
    for (const screen of strayScreens()) {
      const state: FlowState = { version: 1, screen };
      expect(faultOfHtml(view(state, bare).html), screen.name).toBeUndefined();
      expect(() => needsOf(state)).not.toThrow();
    }
  });
});

function strayScreens(): FlowState['screen'][] {
  const ref = { kind: 'own', id: stranger } as const;
  const parameters = {
    page: 3,
    ref,
    original: ref,
    id: stranger,
    presenterId: stranger,
    productionId: stranger,
    isAbove: false,
    asksToCancel: false,
    asksToDelete: false,
    withScript: false,
    requestId: stranger,
    index: 2,
    part: 'intro',
    refusal: { reason: 'internal', details: {} },
    subject: { kind: 'production', id: stranger },
  };
  return Object.keys(allScreens).map((name) => ({ name, ...parameters }) as unknown as FlowState['screen']);
}
