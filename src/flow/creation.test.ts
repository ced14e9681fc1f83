import { describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/support/flow-world.ts';
import type { InterfaceLanguage } from '../domain/person/profile.ts';
import type { Effect } from './effect.ts';
import type { View } from './view.ts';
import { textsOf } from './texts/texts.ts';

const scripts = {
  ru: 'Этот крем впитывается за минуту. Сегодня скидка тридцать процентов.',
  en: 'This cream sinks in within a minute. It is thirty percent off today.',
};
const photo = { fileId: 'p', kind: 'photo' } as const;
const video = { fileId: 'v', kind: 'video', bytes: 5_000_000 } as const;

function effectsOf<Name extends Effect['do']>(world: FlowWorld, name: Name): Extract<Effect, { do: Name }>[] {
  return world.effects.filter((effect): effect is Extract<Effect, { do: Name }> => effect.do === name);
}

function galleryOf(world: FlowWorld): View {
  const { create, common, presenter } = textsOf(world.language);
  world.send({ on: 'command', name: 'create' });
  world.tap(create.talkingHead);
  world.tap(common.female);
  world.tap('1');
  world.tap(presenter.use);
  return world.view();
}

function atScript(language: InterfaceLanguage): FlowWorld {
  const world = new FlowWorld(language);
  galleryOf(world);
  world.press('choose');
  return world;
}

function atListen(language: InterfaceLanguage): FlowWorld {
  const world = atScript(language);
  world.say(scripts[language]);
  world.tap(textsOf(language).script.speak);
  world.finishProduction();
  return world;
}

describe.each(['ru', 'en'] as const)('making an ad in %s', (language) => {
  const texts = textsOf(language);

  it('leads from the menu to a talking head', () => {
    const world = atListen(language);
    expect(world.state.screen.name).toBe('listen');
    world.tap(texts.production.confirm(1));
    expect(world.state.screen.name).toBe('producing');
    expect(world.view().progressOf).toBe(effectsOf(world, 'speak')[0]?.productionId);
    world.finishProduction();
    expect(world.state).toMatchObject({ screen: { name: 'result' } });
    expect(world.view().html).toContain(texts.production.nowBalance(2));
    expect(world.balance).toBe(2);
    expect(effectsOf(world, 'speak')).toMatchObject([
      {
        order: { format: 'talking_head', script: scripts[language], language, take: 0, disclosure: 'badge' },
      },
    ]);
  });

  it('leads to a presenter over the own video, cut to its beginning', () => {
    const world = new FlowWorld(language);
    world.send({ on: 'command', name: 'create' });
    world.tap(texts.create.overVideo);
    world.isBackgroundLong = true;
    world.send({ on: 'file', file: video, messageId: 1 });
    expect(world.view().html).toBe(texts.create.checkingBackground);
    world.finishTask();
    world.tap(texts.create.useBeginning(15));
    world.tap(texts.common.male);
    world.tap('2');
    world.tap(texts.presenter.use);
    world.press('choose');
    world.say(scripts[language]);
    world.tap(texts.script.speak);
    world.finishProduction();
    world.press('confirm');
    world.finishProduction();
    expect(world.state.screen.name).toBe('result');
    expect(effectsOf(world, 'speak')[0]?.order).toMatchObject({
      format: 'character_with_background',
      presenter: { kind: 'cast', id: 'dana-m' },
      composition: { template: 'mix_basic_circle', background: { sha256: 'b'.repeat(64) } },
    });
  });

  it('takes an own photo, edits it, and asks for consent before its first use', () => {
    const world = new FlowWorld(language);
    world.send({ on: 'command', name: 'create' });
    world.tap(texts.create.talkingHead);
    world.tap(texts.common.female);
    world.tap(texts.presenter.uploadPhoto);
    world.tap(texts.common.female);
    world.send({ on: 'file', file: photo, messageId: 1 });
    world.finishTask();
    expect(world.state.screen.name).toBe('consent');
    world.tap(texts.presenter.consentYes);
    expect(effectsOf(world, 'give-consent')).toHaveLength(1);
    world.press('back');
    world.tap(texts.presenter.edit);
    world.say('kitchen');
    world.finishTask();
    expect(world.view().html).toContain(texts.edits.done['plate-kitchen']);
    world.tap(texts.presenter.useEdited);
    expect(world.state.screen.name).toBe('consent');
    world.tap(texts.presenter.consentYes);
    expect(world.state).toMatchObject({ screen: { name: 'voice' }, draft: { edits: 1 } });
    expect(effectsOf(world, 'give-consent')).toHaveLength(2);
  });
});

describe('changing one’s mind', () => {
  it('another take and another text take the place of what was spoken', () => {
    const world = atListen('en');
    world.press('take');
    world.finishProduction();
    world.press('text');
    world.say('Another text altogether.');
    world.press('speak');
    const [first, second, third] = effectsOf(world, 'speak');
    expect(second).toMatchObject({ supersedes: first?.productionId, order: { take: 1 } });
    expect(third).toMatchObject({ supersedes: second?.productionId, order: { take: 0 } });
    expect(new Set([first?.draftId, second?.draftId, third?.draftId]).size).toBe(1);
  });

  it('the takes end where the limit is', () => {
    const world = atListen('en');
    world.press('take');
    world.finishProduction();
    world.press('take');
    world.finishProduction();
    expect(
      world
        .buttons()
        .map(({ text }) => text)
        .join(),
    ).not.toContain('take');
    world.press('take');
    expect(effectsOf(world, 'speak')).toHaveLength(3);
    expect(world.state.notice).toEqual({ is: 'line', line: 'no-takes-left' });
  });

  it('a script in another language asks for a voice that speaks it', () => {
    const world = atScript('en');
    world.say(scripts.ru);
    expect(world.state.screen.name).toBe('voice');
    world.press('choose');
    expect(world.state).toMatchObject({ screen: { name: 'script' }, draft: { script: scripts.ru } });
    world.press('speak');
    expect(effectsOf(world, 'speak')[0]?.order).toMatchObject({ language: 'ru', voiceId: 'ru-4' });
  });

  it('remembers the voice and offers it first the next time', () => {
    const world = atScript('ru');
    world.press('voice');
    world.tap('3');
    world.press('choose');
    const chosen = world.remembered.ru;
    expect(chosen).toBe(world.state.draft?.voice?.id);
    const again = new FlowWorld('ru');
    again.remembered = world.remembered;
    expect(galleryOf(again)).toMatchObject({ media: { from: 'voice', voiceId: chosen } });
    expect(again.view().html).toContain(textsOf('ru').voice.remembered);
  });

  it('what is too long is refused with how much to cut, before anything is asked for', () => {
    const world = atScript('en');
    world.say('word '.repeat(150));
    expect(world.view().html).toMatch(/Cut about \d+\u00a0words/);
    expect(effectsOf(world, 'speak')).toEqual([]);
  });

  it('letters of a text that subtitles can not show are told before it is spoken', () => {
    const { montage } = textsOf('ru');
    const world = atScript('ru');
    world.say(`${scripts.ru} 🔥`);
    expect(world.view().html).not.toContain(montage.missingLetters('some'));
    world.say(`${scripts.ru} 面包`);
    expect(world.view().html).toContain(montage.missingLetters('some'));
  });

  it('a text that was refused leaves the earlier one, and a bare link asks for words', () => {
    const world = atScript('en');
    world.say('https://example.com/shop');
    expect(world.state).toMatchObject({ notice: { line: 'only-links' } });
    expect(world.state.draft?.script).toBeUndefined();
    world.say(scripts.en);
    world.say('word '.repeat(150));
    expect(world.state.draft?.script).toBe(scripts.en);
    expect(world.view().html).toContain(textsOf('en').script.kept);
    expect(world.view().html).not.toContain(textsOf('en').script.free);
  });

  it('back at the text, what was spoken of it is a press away, until it is changed', () => {
    const world = atListen('ru');
    const { screen } = world.state;
    world.press('text');
    world.tap(textsOf('ru').script.toSpeech);
    expect(world.state.screen).toEqual(screen);
    expect(effectsOf(world, 'speak')).toHaveLength(1);
    world.press('text');
    world.say('Совсем другой текст.');
    world.tap(textsOf('ru').script.speak);
    expect(effectsOf(world, 'speak')).toHaveLength(2);
  });

  it('a speech that was waited for is heard on its own screen and stays in the chat as a track', () => {
    const world = atListen('ru');
    expect(world.view()).toMatchObject({
      media: { kind: 'audio', from: 'speech', title: 'Озвучка' },
      keptAs: expect.stringContaining('Озвучка'),
    });
  });

  it('a forbidden word is explained and the text can be mended', () => {
    const world = atScript('ru');
    world.say('Это запрещено говорить.');
    world.press('speak');
    expect(world.state.screen.name).toBe('script');
    expect(world.view().html).toContain('«запрещено»');
  });

  it.each([
    ['invalid-media', 'background', 'background'],
    ['invalid-voice', 'voice', 'voice'],
    ['invalid-presenter', 'gallery', 'presenter'],
  ] as const)('a speech refused for %s leads back to the %s, the rest is kept', (reason, screen, part) => {
    const world = atScript('en');
    world.say(scripts.en);
    world.send({ on: 'refused', refusal: { reason, details: {} } });
    expect(world.state.screen.name).toBe(screen);
    expect(world.state.draft).toMatchObject({ script: scripts.en, format: 'talking_head' });
    expect(world.state.draft).not.toHaveProperty(part);
  });

  it('without credits the video is not ordered, and the way to them is shown', () => {
    const world = atListen('ru');
    world.balance = 0;
    expect(world.buttons().map(({ text }) => text)).toContain(textsOf('ru').production.topUp);
    world.press('confirm');
    expect(world.state).toMatchObject({ screen: { name: 'listen' }, notice: { is: 'refusal' } });
    expect(world.view().html).toContain('Не хватает кредитов');
  });

  it('a video that fails says that nothing was charged and keeps every choice', () => {
    const world = atListen('en');
    world.press('confirm');
    world.failProduction({ reason: 'timed-out', details: {} });
    expect(world.view().html).toContain('Nothing was charged');
    world.press('retry-here');
    expect(world.state).toMatchObject({ screen: { name: 'script' }, draft: { script: scripts.en } });
    expect(world.balance).toBe(3);
  });
});
