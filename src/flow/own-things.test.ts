import { describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/support/flow-world.ts';
import { textsOf } from './texts/texts.ts';

const texts = textsOf('ru');

function spoken(): FlowWorld {
  const world = new FlowWorld('ru');
  world.send({ on: 'command', name: 'create' });
  world.tap(texts.create.talkingHead);
  world.tap(texts.common.female);
  world.tap('1');
  world.tap(texts.presenter.use);
  world.press('choose');
  world.say('Короткий текст.');
  world.tap(texts.script.speak);
  world.finishProduction();
  return world;
}

describe('my videos', () => {
  it('name a presenter of the cast as the gallery does, in the person’s language', () => {
    const world = spoken();
    world.send({ on: 'command', name: 'my_videos' });
    expect(world.view().html).toContain('София');
    world.tap('1');
    expect(world.view().html).toContain('София');
  });

  it('name one who has left the cast by what is still known', () => {
    const world = spoken();
    world.limits = { ...world.limits, castNames: {} };
    world.send({ on: 'command', name: 'my_videos' });
    expect(world.view().html).toContain('Sofia');
  });

  it('let a voice-over that waits be deleted without a word about work that stopped', () => {
    const world = spoken();
    const productionId = world.state.draft?.production?.id ?? '';
    world.send({ on: 'command', name: 'my_videos' });
    world.tap('1');
    world.tap(texts.common.delete);
    world.tap(texts.common.deleteYes);
    expect(world.state.draft).toMatchObject({ script: 'Короткий текст.' });
    expect(world.state.draft?.production).toBeUndefined();
    const refusal = { reason: 'cancelled', details: {} } as const;
    expect(world.send({ on: 'failed', productionId, refusal })).toMatchObject({ show: 'keep', effects: [] });
  });
});

it('forgetting closes its screen, so that nobody presses there again', () => {
  const world = new FlowWorld('ru');
  world.send({ on: 'command', name: 'forget_me' });
  const decision = world.tap(texts.people.forgetYes);
  expect(decision.show).toBe('close');
  expect(decision.effects).toMatchObject([{ do: 'say', html: texts.people.forgotten }, { do: 'forget-me' }]);
});

it('what is kept of a person comes as a file alone when it was asked for by the command', () => {
  const world = new FlowWorld('ru');
  const decision = world.send({ on: 'command', name: 'mydata' });
  expect(decision).toMatchObject({ show: 'keep', effects: [{ do: 'send-my-data' }] });
});
