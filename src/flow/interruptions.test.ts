import { describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/support/flow-world.ts';
import { needsOf, view } from './conversation.ts';
import { commandNames } from './event.ts';
import { allScreens } from './screens/all-screens.ts';
import { initialState, type ScreenName } from './state.ts';
import { textsOf } from './texts/texts.ts';

const video = { fileId: 'v', kind: 'video', bytes: 5_000_000 } as const;
const texts = textsOf('en');
const stranger = '99999999-9999-4999-8999-999999999999';

function checkingBackground(): FlowWorld {
  const world = new FlowWorld('en');
  world.send({ on: 'command', name: 'create' });
  world.tap(texts.create.overVideo);
  world.send({ on: 'file', file: video, messageId: 1 });
  return world;
}

function spoken(): FlowWorld {
  const world = new FlowWorld('en');
  world.send({ on: 'command', name: 'create' });
  world.tap(texts.create.talkingHead);
  world.tap(texts.common.female);
  world.tap('1');
  world.tap(texts.presenter.use);
  world.press('choose');
  world.say('A short script.');
  world.tap(texts.script.speak);
  return world;
}

describe('work that ends while the person is elsewhere', () => {
  it('a checked background does not tear them out: it says so with a way on', () => {
    const world = checkingBackground();
    world.send({ on: 'command', name: 'faq' });
    const decision = world.finishTask();
    expect(decision).toMatchObject({
      show: 'keep',
      state: { screen: { name: 'faq' } },
      effects: [{ do: 'say', html: texts.notices['background-ready'] }],
    });
    world.press('continue');
    expect(world.state.screen.name).toBe('gender');
  });

  it('a refused background is told where they are', () => {
    const world = checkingBackground();
    world.press('home');
    const decision = world.failTask({ reason: 'link-refused', details: { problem: 'link-private' } });
    expect(decision?.effects).toMatchObject([{ do: 'say' }]);
    expect(world.state.screen.name).toBe('home');
  });

  it('a speech that can be heard changes only the screen that waits for it', () => {
    const world = spoken();
    world.send({ on: 'command', name: 'credits' });
    expect(world.finishProduction()).toMatchObject({ show: 'keep', state: { screen: { name: 'credits' } } });
    world.press('listen-to', world.state.draft?.production?.id);
    expect(world.state.screen).toMatchObject({ name: 'listen', isAbove: true });
    expect(world.view().media).toBeUndefined();
  });

  it('a finished video leaves them in the menu', () => {
    const world = spoken();
    world.finishProduction();
    world.press('confirm');
    world.press('home');
    expect(world.finishProduction()).toMatchObject({ show: 'keep', state: { screen: { name: 'home' } } });
  });

  it.each(['task-done', 'task-failed', 'spoken', 'delivered', 'failed'] as const)(
    '%s of something else changes nothing',
    (on) => {
      const world = checkingBackground();
      const before = world.state;
      const refusal = { reason: 'timed-out', details: {} } as const;
      const outcome = { kind: 'check-photo', presenterId: stranger, warnings: [] } as const;
      const decision = world.send({ on, taskId: stranger, productionId: stranger, refusal, outcome });
      expect(decision).toMatchObject({ show: 'keep', effects: [] });
      expect(world.state).toEqual(before);
    },
  );

  it('an outcome of another kind than was waited for changes nothing', () => {
    const world = checkingBackground();
    const [taskId = ''] = world.tasks.keys();
    const before = world.state;
    world.send({
      on: 'task-done',
      taskId,
      outcome: { kind: 'edit-picture', presenterId: stranger, applied: [] },
    });
    expect(world.state).toEqual(before);
  });

  it('another file while one is checked is checked instead', () => {
    const world = checkingBackground();
    const [first] = world.tasks.keys();
    world.say('https://example.com/other.mp4');
    expect(world.effects).toContainEqual({ do: 'cancel-task', taskId: first });
    expect(world.tasks.size).toBe(1);
  });
});

describe('/start, /cancel and /resume', () => {
  it('somebody new is greeted with a picture once, above the menu', () => {
    const world = new FlowWorld('en');
    const greeting = { do: 'say', media: { from: 'asset', path: 'examples/welcome.jpg' } };
    expect(world.send({ on: 'command', name: 'start' }).effects).toMatchObject([greeting]);
    expect(world.send({ on: 'command', name: 'start' }).effects).toEqual([]);
  });

  it('the menu speaks of a first ad only while none is begun, and leads to what is in work', () => {
    const world = spoken();
    world.finishProduction();
    world.press('confirm');
    world.press('home');
    expect(world.view().html).not.toContain('first ad');
    expect(world.view().html).toContain(texts.home.unfinished(1));
    world.tap(texts.home.toUnfinished);
    expect(world.state.screen.name).toBe('resume');
    world.send({ on: 'command', name: 'cancel' });
    world.press('home');
    expect(world.view().html).toContain('first ad');
    expect(world.view().html).not.toContain(texts.home.unfinished(1));
  });

  it('/start in the middle of a draft offers to go on, and going on loses nothing', () => {
    const world = spoken();
    world.finishProduction();
    const { draft } = world.state;
    world.send({ on: 'command', name: 'start', argument: 'ref-1' });
    expect(world.state.screen.name).toBe('restart');
    world.tap(texts.home.resume);
    expect(world.state).toMatchObject({ screen: { name: 'listen' }, draft });
  });

  it('starting anew puts the draft away together with its work', () => {
    const world = checkingBackground();
    world.send({ on: 'command', name: 'create' });
    world.tap(texts.home.startAnew);
    expect(world.tasks.size).toBe(0);
    expect(world.state.draft).toMatchObject({ edits: 0 });
    expect(world.state.draft?.format).toBeUndefined();
  });

  it('/cancel ends draft, work and paid video, and says what comes back', () => {
    const world = spoken();
    world.finishProduction();
    world.press('confirm');
    world.send({ on: 'command', name: 'create' });
    world.tap(texts.create.overVideo);
    world.send({ on: 'file', file: video, messageId: 1 });
    world.send({ on: 'command', name: 'cancel' });
    expect(world.view().html).toContain('You get 1\u00a0credit back');
    expect(world.tasks.size).toBe(0);
    expect([...world.productions.values()].map(({ state }) => state)).toEqual(['cancelled']);
    expect(world.state.draft).toBeUndefined();
  });

  it('/resume shows what waits and what runs, and goes on with it', () => {
    const world = spoken();
    world.finishProduction();
    world.press('confirm');
    world.press('home');
    world.send({ on: 'command', name: 'resume' });
    world.tap('1');
    expect(world.state.screen.name).toBe('producing');
  });
});

describe('what no screen can use', () => {
  const names = Object.keys(allScreens) as ScreenName[];
  const parameters = {
    page: 0,
    ref: { kind: 'cast', id: 'sofia' },
    original: { kind: 'cast', id: 'sofia' },
    id: stranger,
    presenterId: stranger,
    productionId: stranger,
    requestId: stranger,
    index: 0,
    part: 'outro',
    refusal: { reason: 'internal', details: {} },
    subject: { kind: 'production', id: stranger },
  };
  const draft = { id: stranger, language: 'ru', edits: 0, take: 0 };

  it.each(names)('a sticker on %s is told what the screen waits for, and the screen stays', (name) => {
    for (const language of ['ru', 'en'] as const) {
      const world = new FlowWorld(language);
      world.state = { ...initialState(), screen: { name, ...parameters } as never, draft };
      const decision = world.send({ on: 'other', kind: 'sticker' });
      expect(decision).toMatchObject({ show: 'anew', state: { screen: { name } } });
      expect(world.view().html).toContain(textsOf(language).waits[name]);
    }
  });

  it('an unknown command is answered and the screen stays', () => {
    const world = spoken();
    world.send({ on: 'unknown-command', name: 'overlay' });
    expect(world.state.screen.name).toBe('speaking');
    expect(world.view().html).toContain('/help');
  });

  it.each(commandNames)('/%s is answered anywhere', (name) => {
    const world = spoken();
    const { effects, show } = world.send({ on: 'command', name });
    expect(show === 'anew' || effects.length > 0).toBe(true);
    expect(view(world.state, world.facts(needsOf(world.state))).html).not.toBe('');
  });
});
