import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../test/support/at-montage.ts';
import { FlowWorld } from '../../test/support/flow-world.ts';
import { textsOf } from './texts/texts.ts';

const texts = textsOf('en');

/** Before the photo of an own presenter. */
function atPhoto(canMakePresenters: boolean): FlowWorld {
  const world = new FlowWorld('en');
  world.limits = { ...world.limits, canMakePresenters, hasPictureService: true };
  world.send({ on: 'command', name: 'create' });
  world.tap(texts.create.talkingHead);
  world.tap(texts.common.female);
  world.tap(texts.presenter.uploadPhoto);
  return world;
}

describe('a presenter by description', () => {
  it('is offered only where one can be made', () => {
    const words = (world: FlowWorld) => world.buttons().map(({ text }) => text);
    expect(words(atPhoto(true))).toContain(texts.describePresenter.open);
    expect(words(atPhoto(false))).not.toContain(texts.describePresenter.open);
    const world = atPhoto(false);
    world.press('describe');
    expect(world.state.screen.name).toBe('photo');
  });

  it('is looked at, made anew by other words, and taken only with consent', () => {
    const world = atPhoto(true);
    world.tap(texts.describePresenter.open);
    world.say('a woman of 30, red curls');
    expect(world.view().html).toBe(texts.describePresenter.making);
    world.finishTask();
    const first = world.view().media;
    expect(world.view().html).toBe(texts.describePresenter.made);
    world.say('older, with glasses');
    world.finishTask();
    expect(world.view().media).not.toEqual(first);
    expect(effectsOf(world, 'start-task').map(({ task }) => task)).toMatchObject([
      { kind: 'make-presenter', gender: 'female', prompt: 'a woman of 30, red curls' },
      { kind: 'make-presenter', prompt: 'older, with glasses' },
    ]);
    world.tap(texts.describePresenter.use);
    expect(world.state.screen.name).toBe('consent');
    world.tap(texts.presenter.consentYes);
    expect(world.state).toMatchObject({ screen: { name: 'voice' } });
    expect(world.state.draft?.made).toBeUndefined();
  });

  it('that is ready while one looks elsewhere is gone on with by its button', () => {
    const world = atPhoto(true);
    world.tap(texts.describePresenter.open);
    world.say('a man of 50');
    world.press('home');
    expect(world.finishTask()?.effects).toMatchObject([{ do: 'say', html: texts.notices['presenter-made'] }]);
    world.press('continue');
    expect(world.state.screen.name).toBe('describe-presenter');
    expect(world.view().media).toBeDefined();
  });
});

describe('an edit that a service could not do', () => {
  const busy = { reason: 'provider-unavailable', details: { problem: 'busy' } } as const;

  function editing(): FlowWorld {
    const world = atPhoto(false);
    world.press('back');
    world.tap('1');
    world.tap(texts.presenter.edit);
    world.say('kitchen behind');
    return world;
  }
  const tasks = (world: FlowWorld) => effectsOf(world, 'start-task').map(({ task }) => task);

  it('is tried again, or done by the built-in editor, without being typed again', () => {
    const world = editing();
    world.failTask(busy);
    expect(world.view().html).toContain(texts.stuck.why.busy);
    expect(world.view().html).toContain(texts.presenter.editAbilities);
    world.tap(texts.failedEdit.retry);
    world.failTask(busy);
    world.tap(texts.failedEdit.builtIn);
    expect(tasks(world)).toMatchObject([
      { prompt: 'kitchen behind' },
      { prompt: 'kitchen behind' },
      { prompt: 'kitchen behind', engine: 'local' },
    ]);
    expect(tasks(world)[1]).not.toHaveProperty('engine');
    world.finishTask();
    expect(world.state.screen.name).toBe('edited');
  });

  it('for its safety’s sake is refused for good: there is nothing to try again', () => {
    const world = editing();
    world.failTask({ reason: 'provider-refused', details: { problem: 'safety' } });
    expect(world.buttons().map(({ text }) => text)).not.toContain(texts.failedEdit.retry);
    expect(world.view().html).toContain('safety filter');
  });

  it('by the built-in editor either is not offered to it once more', () => {
    const world = editing();
    world.failTask(busy);
    world.tap(texts.failedEdit.builtIn);
    world.failTask({ reason: 'timed-out', details: {} });
    expect(world.buttons().map(({ text }) => text)).not.toContain(texts.failedEdit.builtIn);
  });

  it('is forgotten with other words', () => {
    const world = editing();
    world.failTask(busy);
    world.say('warmer');
    expect(tasks(world).at(-1)).toMatchObject({ prompt: 'warmer' });
    world.finishTask();
    expect(world.state.draft).toMatchObject({ edits: 1 });
  });
});

describe('a voice that a service could not record', () => {
  it('leaves the draft where it was, whatever is chosen', () => {
    const world = new FlowWorld('en');
    world.send({ on: 'command', name: 'create' });
    world.tap(texts.create.talkingHead);
    world.tap(texts.common.female);
    world.tap('1');
    world.tap(texts.presenter.use);
    world.press('choose');
    world.say('A short script.');
    world.tap(texts.script.speak);
    world.stickProduction({ reason: 'budget-spent', details: {} });
    expect(world.view().html).toContain(texts.stuck.title.speech);
    expect(world.view().html).toContain(texts.stuck.why.budget);
    world.tap(texts.stuck.waitButton);
    world.press('resume');
    expect(world.state.screen.name).toBe('speaking');
    world.finishProduction();
    expect(world.state.screen.name).toBe('listen');
  });
});
