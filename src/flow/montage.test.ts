import { describe, expect, it } from 'vitest';
import { atMontage, effectsOf, settingsOf } from '../../test/support/at-montage.ts';
import type { FlowWorld } from '../../test/support/flow-world.ts';
import { refusalText, textsOf } from './texts/texts.ts';

const srt = { fileId: 's', kind: 'document', name: 'a.srt', bytes: 900 } as const;

describe.each(['ru', 'en'] as const)('shaping a finished video in %s', (language) => {
  const { montage } = textsOf(language);

  it('leads from the result to clips, each choice applied at once and seen', () => {
    const world = atMontage(language);
    expect(world.view().html).toContain(montage.template.mix_basic_circle);
    world.tap(montage.toTemplates);
    world.tap(montage.template.overlay);
    expect(settingsOf(world)?.templates).toEqual(['overlay', 'mix_basic_circle']);
    expect(world.view().media).toMatchObject({ from: 'still', template: 'overlay' });
    const before = world.view().media;
    world.press('back');
    world.tap(montage.toTheme);
    world.tap(montage.theme.karaoke_box);
    expect(world.view().media).not.toEqual(before);
    world.press('back');
    world.tap(montage.toPosition);
    world.tap(montage.positionChoice('top'));
    world.press('back');
    world.tap(montage.toAspect);
    world.tap('1:1');
    world.press('back');
    expect(settingsOf(world)).toMatchObject({ theme: 'karaoke_box', position: 'top', aspect: '1:1' });
    expect(world.view().html).toContain(montage.changed(['templates', 'theme', 'position', 'aspect']));
    world.tap(montage.render(2));
    expect(world.state.screen.name).toBe('rendering');
    expect(world.view()).toMatchObject({ progressOf: effectsOf(world, 'render')[0]?.requestId });
    expect(world.view().html).toContain(montage.clipWaits(montage.template.mix_basic_circle));
    world.finishProduction();
    expect(world.view().html).toContain(montage.clipDone(montage.template.overlay));
    world.finishProduction();
    expect(world.state.screen.name).toBe('rendered');
    expect(world.view().html).toContain(montage.renderedAll(2));
    world.tap(montage.changeMore);
    expect(world.state.screen.name).toBe('montage');
  });

  it('knows for a talking head only what has a meaning there', () => {
    const world = atMontage(language, true);
    const shown = world.buttons().map(({ text }) => text);
    expect(shown).not.toContain(montage.toTemplates);
    expect(shown).not.toContain(montage.toCircle);
    expect(shown).toContain(montage.toSubtitles);
    expect(world.view().html).not.toContain('🧩');
    world.tap(montage.render(1));
    expect(world.view().html).toContain(montage.clip);
  });
});

describe('letters that no font has', () => {
  it.each(['ru', 'en'] as const)('are told in %s before anything is rendered', (language) => {
    const { montage } = textsOf(language);
    const world = atMontage(language);
    expect(world.view().html).not.toContain(montage.missingLetters('some'));
    const cue = { startSeconds: 0, endSeconds: 2, text: 'Свежий 面包' };
    const subtitles = { kind: 'edited', cues: [cue] } as const;
    const before = settingsOf(world);
    if (!before) throw new Error('Nothing is to be rendered.');
    const productionId = world.facts({ montage: {} }).montage?.productionId ?? '';
    world.montage.drafts.set(productionId, { ...before, subtitles });
    expect(world.view().html).toContain(montage.missingLetters('some'));
    world.tap(montage.toSubtitles);
    expect(world.view().html).toContain(montage.missingLetters('some'));
    world.montage.drafts.set(productionId, {
      ...before,
      subtitles: { kind: 'edited', cues: [{ ...cue, text: 'ขนมปัง' }] },
    });
    world.tap(montage.editText);
    expect(world.view().html).toContain(montage.missingLetters('all'));
  });
});

describe('templates and marks', () => {
  const { montage } = textsOf('en');

  it('at least one template stays, and that is said', () => {
    const world = atMontage();
    world.tap(montage.toTemplates);
    const decision = world.tap(montage.template.mix_basic_circle);
    expect(decision.effects).toEqual([{ do: 'toast', text: montage.oneTemplate }]);
    expect(settingsOf(world)?.templates).toEqual(['mix_basic_circle']);
  });

  it('a mark weaker than the operator asks for is not to be had, whoever presses for it', () => {
    const world = atMontage();
    world.tap(montage.toMark);
    expect(world.buttons().map((each) => 'press' in each && each.press.value)).not.toContain('none');
    world.press('take', 'none');
    expect(settingsOf(world)?.disclosure).toBe('badge');
    world.press('take', 'label');
    expect(settingsOf(world)?.disclosure).toBe('label');
  });

  it('all is as in the finished video again by one button', () => {
    const world = atMontage();
    world.tap(montage.toAspect);
    world.tap('4:5');
    world.press('back');
    world.tap(montage.reset);
    expect(settingsOf(world)?.aspect).toBe('9:16');
    expect(world.buttons().map(({ text }) => text)).not.toContain(montage.reset);
  });
});

describe('subtitles', () => {
  const { montage, notices } = textsOf('en');

  function atCues(): FlowWorld {
    const world = atMontage();
    world.tap(montage.toSubtitles);
    world.tap(montage.editText);
    return world;
  }
  const textsOfCues = (world: FlowWorld) =>
    world.facts({ montage: {} }).montage?.cues.map(({ text }) => text);

  it('a line is rewritten by sending its new text, stars and all, at the times of the speech', () => {
    const world = atCues();
    world.tap('2');
    world.say('  in a\n*second*  ');
    expect(world.state.screen).toMatchObject({ name: 'cues', page: 0 });
    const { subtitles } = settingsOf(world) ?? {};
    expect(subtitles).toMatchObject({ kind: 'edited' });
    expect(subtitles?.kind === 'edited' && subtitles.cues[1]).toEqual({
      ...{ startSeconds: 1.4, endSeconds: 2.7 },
      text: 'in a *second*',
    });
  });

  it('a line goes by a minus, two become one by a button, and the last one stays', () => {
    const world = atCues();
    world.tap('1');
    world.say('-');
    expect(textsOfCues(world)).toHaveLength(7);
    world.tap('1');
    for (let line = 0; line < 6; line += 1) world.tap(montage.mergeCue);
    expect(textsOfCues(world)).toHaveLength(1);
    world.say('–');
    expect(world.view().html).toContain(notices['last-cue']);
    expect(textsOfCues(world)).toHaveLength(1);
  });

  it.each(['\u0007', '\u200b\u200f', '\u00a0\u2028'])('a line of nothing to see is refused: %j', (typed) => {
    const world = atCues();
    world.tap('1');
    world.say(typed);
    const details = { problem: 'subtitles-no-word' } as const;
    expect(world.view().html).toContain(refusalText(textsOf('en'), { reason: 'invalid-subtitles', details }));
    expect(effectsOf(world, 'set-render-settings')).toEqual([]);
  });

  it('a line that nobody could read in its time is refused with the numbers', () => {
    const world = atCues();
    world.tap('1');
    world.say('слово '.repeat(20));
    expect(world.view().html).toContain(montage.cueTooLong(119, 41));
    expect(effectsOf(world, 'set-render-settings')).toEqual([]);
  });

  it('pages count on, and the speech’s own words come back', () => {
    const world = atCues();
    world.press('page', '1');
    world.tap('7');
    world.say('*Order*');
    expect(world.view().html).toContain('<b>7.</b> 0:08.4 *Order*');
    world.tap(montage.backToAuto);
    expect(settingsOf(world)?.subtitles).toEqual({ kind: 'auto' });
  });

  it('a file is read while the person waits, and what was changed in it is said in words', () => {
    const world = atMontage();
    world.tap(montage.toSubtitles);
    world.send({ on: 'file', file: srt, messageId: 1 });
    expect(world.view().html).toBe(montage.checkingSubtitles);
    world.finishTask();
    expect(settingsOf(world)?.subtitles).toMatchObject({ kind: 'own' });
    expect(world.view().html).toContain(montage.subtitlesReady(8, ['overlap', 'haste']));
    expect(montage.subtitlesReady(8, ['overlap', 'no-such'])).toMatch(/8\u00a0lines\. Some lines overlapped/);
  });

  it('a file that is far too large is refused at once, a picture is told what is needed', () => {
    const world = atMontage();
    world.tap(montage.toSubtitles);
    world.send({ on: 'file', file: { ...srt, bytes: 5_000_000 }, messageId: 1 });
    expect(world.view().html).toContain('up to 512\u00a0kB');
    world.send({ on: 'file', file: { fileId: 'p', kind: 'photo' }, messageId: 2 });
    expect(world.view().html).toContain(textsOf('en').waits.subtitles);
    expect(world.tasks.size).toBe(0);
  });

  it('without any there is no style or place to choose, and editing brings them back', () => {
    const world = atMontage();
    world.tap(montage.toSubtitles);
    world.tap(montage.noneChoice);
    world.press('back');
    expect(world.buttons().map(({ text }) => text)).not.toContain(montage.toTheme);
    world.tap(montage.toSubtitles);
    world.tap(montage.editText);
    expect(world.state.screen.name).toBe('cues');
    expect(settingsOf(world)?.subtitles).toEqual({ kind: 'auto' });
  });
});
