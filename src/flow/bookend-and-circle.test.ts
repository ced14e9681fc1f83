import { describe, expect, it } from 'vitest';
import { atMontage, effectsOf, sentVideo, settingsOf } from '../../test/support/at-montage.ts';
import type { FlowWorld } from '../../test/support/flow-world.ts';
import { textsOf } from './texts/texts.ts';

describe('intro and outro', () => {
  const { montage, notices } = textsOf('en');

  function atPart(part: 'intro' | 'outro'): FlowWorld {
    const world = atMontage();
    world.tap(montage.toPart(part, false));
    return world;
  }

  it('a clip is checked while one waits, and may then be silenced and removed', () => {
    const world = atPart('intro');
    world.send({ on: 'file', file: sentVideo, messageId: 1 });
    expect(world.view().html).toBe(montage.checkingPart);
    world.finishTask();
    expect(settingsOf(world)?.intro).toMatchObject({ ownSound: true });
    expect(world.view().html).toContain(montage.partTitle('intro', montage.clipSeconds(3.2, 'heard')));
    world.tap(montage.soundOff);
    expect(settingsOf(world)?.intro).toMatchObject({ ownSound: false });
    world.tap(montage.removePart);
    expect(settingsOf(world)?.intro).toBeNull();
  });

  it('of a clip that is too long the first 15 seconds are offered, without sending it again', () => {
    const world = atPart('outro');
    world.say('example.com/long.mp4');
    world.failTask({
      reason: 'invalid-media',
      details: { problem: 'clip-too-long', found: 600, allowed: 15 },
    });
    expect(world.view().html).toContain('600');
    world.tap(montage.useBeginning(15));
    expect(effectsOf(world, 'start-task').at(-1)?.task).toMatchObject({
      ...{ kind: 'check-bookend', part: 'outro', tooLong: 'take-first-seconds' },
      source: { url: 'https://example.com/long.mp4' },
    });
    world.finishTask();
    expect(settingsOf(world)?.outro).not.toBeNull();
  });

  it('another file that is refused takes the offer of the beginning away', () => {
    const world = atPart('outro');
    world.send({ on: 'file', file: sentVideo, messageId: 1 });
    world.failTask({
      reason: 'invalid-media',
      details: { problem: 'clip-too-long', found: 600, allowed: 15 },
    });
    world.send({ on: 'file', file: { ...sentVideo, bytes: 90_000_000 }, messageId: 2 });
    expect(world.view().html).toContain('too large');
    expect(world.buttons().map(({ text }) => text)).not.toContain(montage.useBeginning(15));
  });

  it('another clip takes the place of the one that is checked, and waiting can be stopped', () => {
    const world = atPart('intro');
    world.send({ on: 'file', file: sentVideo, messageId: 1 });
    const [first] = world.tasks.keys();
    world.say('https://example.com/a.mp4');
    expect(effectsOf(world, 'cancel-task')).toEqual([{ do: 'cancel-task', taskId: first }]);
    world.tap(montage.stop);
    expect(world.tasks.size).toBe(0);
    expect(world.state.montageTask).toBeUndefined();
  });

  it('a clip that is still checked is not lost to a preview, a render or a clip for another place', () => {
    const world = atPart('intro');
    world.send({ on: 'file', file: sentVideo, messageId: 1 });
    world.press('back');
    for (const label of [montage.toPreview, montage.render(1)]) {
      world.tap(label);
      expect(world.view().html).toContain(notices['still-checking']);
    }
    world.send({ on: 'command', name: 'rerender', argument: '{"theme": "pop"}' });
    expect(world.view().html).toContain(notices['still-checking']);
    expect(effectsOf(world, 'type-render-settings')).toEqual([]);
    world.tap(montage.toPart('outro', false));
    world.send({ on: 'file', file: sentVideo, messageId: 2 });
    expect(world.view().html).toContain(notices['still-checking']);
    expect(effectsOf(world, 'cancel-task')).toEqual([]);
    expect(effectsOf(world, 'render')).toEqual([]);
    world.finishTask();
    expect(settingsOf(world)?.intro).not.toBeNull();
    world.press('back');
    world.tap(montage.render(1));
    expect(effectsOf(world, 'render')).toHaveLength(1);
  });

  it('who looks elsewhere keeps their screen: the clip is taken, and the way back is sent', () => {
    const world = atPart('intro');
    world.send({ on: 'file', file: sentVideo, messageId: 1 });
    world.send({ on: 'command', name: 'faq' });
    const decision = world.finishTask();
    expect(decision).toMatchObject({ show: 'keep', state: { screen: { name: 'faq' } } });
    expect(decision?.effects.map((effect) => effect.do)).toEqual(['set-render-settings', 'say']);
    expect(decision?.effects[1]).toMatchObject({ html: notices['bookend-ready'] });
    world.press('montage', effectsOf(world, 'set-render-settings')[0]?.productionId);
    expect(world.state.screen.name).toBe('montage');
    expect(world.buttons().map(({ text }) => text)).toContain(montage.toPart('intro', true));
  });

  it('a clip for a video that was deleted meanwhile changes nothing', () => {
    const world = atPart('intro');
    world.send({ on: 'file', file: sentVideo, messageId: 1 });
    world.montage.isKept = false;
    world.finishTask();
    expect(effectsOf(world, 'set-render-settings')).toEqual([]);
    expect(world.state.montageTask).toBeUndefined();
    expect(world.view().html).toContain(montage.gone);
  });
});

describe('the circle', () => {
  const { montage, notices } = textsOf('en');

  it('moves by small steps from where it stood by itself, and stops at the limits', () => {
    const world = atMontage();
    world.tap(montage.toCircle);
    world.tap('←');
    expect(settingsOf(world)?.circle).toEqual({ radius: 0.35, centre: { x: 0.47, y: 0.42 } });
    expect(world.view().media).toMatchObject({ template: 'mix_basic_circle' });
    for (let press = 0; press < 12; press += 1) world.tap(montage.closer);
    expect(settingsOf(world)?.circle).toMatchObject({ radius: 0.05 });
    expect(world.tap(montage.closer).effects).toEqual([{ do: 'toast', text: montage.atEdge }]);
    world.tap(montage.circleAuto);
    expect(settingsOf(world)?.circle).toBe('auto');
  });

  it.each(['0.3 0.5 0.4', '0,3  0,5  0,4', '0.30; .5 0.40'])('is typed as %s', (typed) => {
    const world = atMontage();
    world.tap(montage.toCircle);
    world.say(typed);
    expect(settingsOf(world)?.circle).toEqual({ radius: 0.3, centre: { x: 0.5, y: 0.4 } });
  });

  it.each(['0.61 0.5 0.5', '0.3 1.1 0', '0.3 0.5', '0.3 0.5 0.4 1', 'a b c', '-0.3 0.5 0.4', '1e9 0 0'])(
    'refuses %s in words',
    (typed) => {
      const world = atMontage();
      world.tap(montage.toCircle);
      world.say(typed);
      expect(world.view().html).toContain(notices['not-a-circle']);
      expect(settingsOf(world)?.circle).toBe('auto');
    },
  );

  it('is offered only while a chosen template has one', () => {
    const world = atMontage();
    world.tap(montage.toTemplates);
    world.tap(montage.template.basic);
    world.tap(montage.template.mix_basic_circle);
    world.press('back');
    expect(world.buttons().map(({ text }) => text)).not.toContain(montage.toCircle);
  });
});
