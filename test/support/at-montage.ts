import type { InterfaceLanguage } from '../../src/domain/person/profile.ts';
import type { Effect } from '../../src/flow/effect.ts';
import { textsOf } from '../../src/flow/texts/texts.ts';
import { FlowWorld } from './flow-world.ts';

export const sentVideo = { fileId: 'v', kind: 'video', bytes: 5_000_000 } as const;

export function effectsOf<Name extends Effect['do']>(
  world: FlowWorld,
  name: Name,
): Extract<Effect, { do: Name }>[] {
  return world.effects.filter((effect): effect is Extract<Effect, { do: Name }> => effect.do === name);
}

export function settingsOf(world: FlowWorld) {
  return world.facts({ montage: {} }).montage?.settings;
}

/** In the menu of a finished video, over the own one where it isn't a talking head. */
export function atMontage(language: InterfaceLanguage = 'en', isTalkingHead = false): FlowWorld {
  const { create, common, presenter, script, montage } = textsOf(language);
  const world = new FlowWorld(language);
  world.send({ on: 'command', name: 'create' });
  world.tap(isTalkingHead ? create.talkingHead : create.overVideo);
  if (!isTalkingHead) {
    world.send({ on: 'file', file: sentVideo, messageId: 1 });
    world.finishTask();
  }
  world.tap(common.female);
  world.tap('1');
  world.tap(presenter.use);
  world.press('choose');
  world.say(language === 'ru' ? 'Короткий текст для ролика.' : 'A short script for the ad.');
  world.tap(script.speak);
  world.finishProduction();
  world.press('confirm');
  world.finishProduction();
  world.tap(montage.open);
  return world;
}
