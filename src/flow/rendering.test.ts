import { describe, expect, it } from 'vitest';
import { effectsOf } from '../../test/support/at-montage.ts';
import { runningStatus } from '../../test/support/flow-stock.ts';
import { FlowWorld } from '../../test/support/flow-world.ts';
import type { ProductionStatus } from '../domain/production/production-status.ts';
import { renderProgressText } from './render-progress.ts';
import { textsOf } from './texts/texts.ts';

const texts = textsOf('en');
const { montage } = texts;
const id = '0192f0c4-7b1e-7c3a-9f00-00000000000a';
const busy = { reason: 'provider-unavailable', details: { problem: 'busy' } } as const;

/** A finished video over a background, and the menu. */
function withVideo(): FlowWorld {
  const world = new FlowWorld('en');
  const order = {
    format: 'character_with_background',
    script: 'Hello',
    language: 'en',
    voiceId: 'a',
    take: 0,
    presenter: { kind: 'cast', id: 'sofia' },
    disclosure: 'badge',
  } as const;
  const status = runningStatus({ productionId: id, draftId: id, order }, 1);
  world.productions.set(id, { ...status, state: 'delivered', stage: undefined, speech, video });
  return world;
}
const speech = { audioKey: 'a.wav', durationSeconds: 11.4 };
const video: ProductionStatus['video'] = {
  ...{ videoKey: 'a.mp4', coverKey: 'a.jpg', durationSeconds: 11.6, bytes: 6_000_000 },
  ...{ width: 1080, height: 1920 },
};

describe('the commands of montage', () => {
  it.each(['editrender', 'renderinfo', 'rerender', 'overlay'] as const)(
    '/%s without a video says what it is for, and with one that is no longer kept that it is not',
    (name) => {
      const world = new FlowWorld('en');
      world.send({ on: 'command', name });
      expect(world.view().html).toContain(montage.none);
      const owner = withVideo();
      owner.montage.isKept = false;
      owner.send({ on: 'command', name });
      expect(owner.view().html).toContain(montage.gone);
    },
  );

  it('/renderinfo says in words how the last video was made, and leads to changing it', () => {
    const world = withVideo();
    world.send({ on: 'command', name: 'renderinfo' });
    expect(world.view().html).toContain(montage.infoTitle);
    expect(world.view().html).toContain(montage.template.mix_basic_circle);
    world.tap(montage.change);
    expect(world.state.screen).toMatchObject({ name: 'montage', productionId: id });
  });

  it('/rerender with settings takes them over and renders at once', () => {
    const world = withVideo();
    world.send({ on: 'command', name: 'rerender', argument: '{"theme": "pop"}' });
    expect(world.effects.map((effect) => effect.do)).toEqual(['type-render-settings', 'render']);
    expect(world.state.screen.name).toBe('rendering');
  });

  it('/rerender alone shows the settings as JSON that can be sent back', () => {
    const world = withVideo();
    world.send({ on: 'command', name: 'rerender' });
    const { html } = world.view();
    const json = /<pre>(.*)<\/pre>/s.exec(html)?.[1]?.replaceAll('&quot;', '"') ?? '';
    expect(JSON.parse(json)).toMatchObject({
      ...{ templates: ['mix_basic_circle'], subtitles: { kind: 'auto' }, intro: null, circle: 'auto' },
    });
    expect(html).toContain('href="https://bot.example/schemas/render-settings.json"');
    world.say(json);
    expect(world.state.screen.name).toBe('rendering');
  });

  it.each(['home', 'faq', 'montage'] as const)(
    'settings that are refused while %s is shown are explained beside the present ones',
    (name) => {
      const world = withVideo();
      world.state = { version: 1, screen: { name, productionId: id } as never };
      const decision = world.send({ on: 'command', name: 'rerender', argument: '{"theme": "no-such"}' });
      expect(decision).toMatchObject({ show: 'anew', state: { screen: { name: 'render-json' } } });
      expect(world.view().html).toContain('<code>theme</code> can’t be <code>&quot;no-such&quot;</code>');
      expect(world.view().html).toContain('Did you mean <code>pop</code>?');
    },
  );

  it('/overlay asks before it makes one anew, and says where there is none', () => {
    const world = withVideo();
    world.send({ on: 'command', name: 'overlay' });
    expect(world.view().html).toContain(montage.overlayText);
    world.tap(montage.overlayYes);
    expect(effectsOf(world, 'renew-overlay')).toMatchObject([{ productionId: id }]);
    const alone = withVideo();
    const status = alone.productions.get(id);
    if (status) alone.productions.set(id, { ...status, format: 'talking_head' });
    alone.send({ on: 'command', name: 'overlay' });
    expect(alone.view().html).toContain(montage.overlayNone);
    alone.press('renew');
    expect(effectsOf(alone, 'renew-overlay')).toEqual([]);
  });
});

describe('a preview', () => {
  function previewing(): FlowWorld {
    const world = withVideo();
    world.press('montage', id);
    world.tap(montage.toPreview);
    return world;
  }

  it('is a clip on the screen, with the way on and the way back', () => {
    const world = previewing();
    expect(world.view().html).toBe(montage.makingPreview(0));
    world.finishTask();
    expect(world.view().media).toEqual({ kind: 'video', from: 'file', key: 'previews/a.mp4' });
    world.tap(montage.render(1));
    expect(world.state.screen.name).toBe('rendering');
  });

  it('that failed can be asked for again, and rendering does without it', () => {
    const world = previewing();
    world.failTask({ reason: 'process-failed', details: {} });
    expect(world.view().html).toContain(montage.previewFailed);
    world.tap(montage.previewAgain);
    expect(world.tasks.size).toBe(1);
    world.tap(montage.stop);
    expect(world.state.screen.name).toBe('montage');
    expect(world.tasks.size).toBe(0);
  });

  it('that nobody waits for any more is no news', () => {
    const world = previewing();
    world.press('home');
    expect(world.finishTask()).toMatchObject({ show: 'keep', effects: [] });
  });
});

describe('renders', () => {
  function renderingTwo(): FlowWorld {
    const world = withVideo();
    world.press('montage', id);
    world.tap(montage.toTemplates);
    world.tap(montage.template.overlay);
    world.press('back');
    world.tap(montage.render(2));
    return world;
  }

  it('tell clip by clip where they stand, never with an end before it is there', () => {
    const world = renderingTwo();
    const { requestId = '' } = effectsOf(world, 'render')[0] ?? {};
    const request = world.facts({ render: { requestId } }).render;
    const shown = request ? renderProgressText(request, texts, 40) : '';
    expect(shown).toContain('▓▓▓░░░░░░░ 30%');
    expect(shown).toContain(texts.production.timeLeft(texts.words.timeLeft(40)));
    expect(shown.match(/▓/g)).toHaveLength(3);
  });

  it('of which one failed say which and why, and that one alone can be made again', () => {
    const world = renderingTwo();
    world.finishProduction();
    world.failProduction({ reason: 'disk-full', details: {} });
    expect(world.view().html).toContain(montage.renderedSome(1, 2));
    expect(world.view().html).toContain(`<b>${montage.template.mix_basic_circle}</b>`);
    world.tap(montage.renderMissing);
    expect(effectsOf(world, 'render')[1]).toMatchObject({ templates: ['mix_basic_circle'] });
    expect(world.state.screen.name).toBe('rendering');
  });

  it('are stopped only after a question, and the settings stay', () => {
    const world = renderingTwo();
    world.tap(texts.common.cancel);
    expect(world.view().progressOf).toBeUndefined();
    world.tap(texts.production.cancelYes);
    expect(effectsOf(world, 'cancel-render')).toHaveLength(1);
    expect(world.state.screen).toMatchObject({ name: 'montage', productionId: id });
    expect(world.view().html).toContain(montage.template.overlay);
  });

  it('leave who looks elsewhere alone: the clips themselves tell', () => {
    const world = renderingTwo();
    expect(world.send({ on: 'rendered', requestId: id })).toMatchObject({ show: 'keep', effects: [] });
    world.press('home');
    world.finishProduction();
    expect(world.finishProduction()).toMatchObject({ show: 'keep', effects: [] });
  });

  it('are found again by /resume as one piece of work, and ended by /cancel', () => {
    const world = renderingTwo();
    world.send({ on: 'command', name: 'resume' });
    expect(world.view().html.match(/🎛/g)).toHaveLength(1);
    world.tap('1');
    expect(world.state.screen.name).toBe('rendering');
    world.send({ on: 'command', name: 'cancel' });
    expect([...world.productions.values()].filter(({ state }) => state === 'running')).toEqual([]);
  });

  it('that the product refuses leave the menu as it was, with the reason', () => {
    const world = withVideo();
    world.press('montage', id);
    world.send({ on: 'refused', refusal: { reason: 'disclosure-weakened', details: {} } });
    expect(world.view().html).toContain(texts.refusals['disclosure-weakened']({ trouble: 'down' }));
  });
});

describe('a service that failed for good', () => {
  function making(): FlowWorld {
    const world = withVideo();
    const status = world.productions.get(id);
    const confirmedAt = new Date('2026-11-22T11:01:00Z');
    if (status) world.productions.set(id, { ...status, state: 'running', confirmedAt, stage: 'head' });
    world.state = { version: 1, screen: { name: 'producing', productionId: id, asksToCancel: false } };
    return world;
  }

  it('is told where one waits: wait, the built-in engine, or stop, with what comes back', () => {
    const world = making();
    world.stickProduction(busy);
    expect(world.state.screen.name).toBe('stuck');
    const { html } = world.view();
    expect(html).toContain(texts.stuck.title.head);
    expect(html).toContain(texts.stuck.why.busy);
    expect(html).toContain(texts.stuck.stop(1));
    world.tap(texts.stuck.engineButton);
    expect(effectsOf(world, 'choose-engine')).toMatchObject([{ choice: 'local' }]);
    expect(world.state.screen.name).toBe('producing');
    world.finishProduction();
    expect(world.state.screen.name).toBe('result');
  });

  it.each(['ru', 'en'] as const)('that was paid in vain too often is not waited for: %s', (language) => {
    const { stuck } = textsOf(language);
    const world = making();
    world.language = language;
    world.stickProduction({
      reason: 'provider-answer-unusable',
      details: { paidTries: 3, problem: 'audio-silent' },
    });
    const { html, rows } = world.view();
    for (const said of [stuck.noWait(3), stuck.why.sound]) expect(html).toContain(said);
    const labels = rows.flat().map(({ text }) => text);
    expect(labels.slice(0, 2)).toEqual([stuck.engineButton, stuck.stopButton]);
    expect(labels).not.toContain(stuck.waitButton);
    world.press('wait');
    expect(effectsOf(world, 'choose-engine')).toEqual([]);
    world.tap(stuck.engineButton);
    expect(effectsOf(world, 'choose-engine')).toMatchObject([{ choice: 'local' }]);
  });

  it('says nothing of keys and balances', () => {
    for (const problem of ['key', 'quota', 'balance', 'permission']) {
      const world = making();
      world.stickProduction({ reason: 'provider-unavailable', details: { problem } });
      expect(world.view().html).toContain(texts.stuck.why.ours);
    }
    for (const language of ['ru', 'en'] as const) {
      const said = JSON.stringify(textsOf(language).stuck.why);
      expect(said).not.toMatch(/key|quota|balance|ключ|квот|баланс/i);
    }
  });

  it('waits for the person in a message of its own where they look elsewhere', () => {
    const world = making();
    world.press('home');
    const decision = world.stickProduction(busy);
    expect(decision).toMatchObject({ show: 'keep', effects: [{ do: 'say' }] });
    world.press('engine', id);
    expect(world.state.screen.name).toBe('stuck');
    world.tap(texts.stuck.waitButton);
    expect(effectsOf(world, 'choose-engine')).toMatchObject([{ choice: 'wait' }]);
    expect(world.state.screen.name).toBe('home');
  });

  it('is found by /resume, and stopping gives the credits back', () => {
    const world = making();
    world.press('home');
    world.stickProduction(busy);
    world.send({ on: 'command', name: 'resume' });
    expect(world.view().html).toContain(texts.stuck.inList);
    world.tap('1');
    world.tap(texts.stuck.stopButton);
    expect(world.view().html).toContain('You get 1\u00a0credit back');
    expect(world.productions.get(id)?.state).toBe('cancelled');
  });

  it('an old button finds what became of it', () => {
    const world = making();
    world.stickProduction(busy);
    world.productions.set(id, { ...(world.productions.get(id) as ProductionStatus), state: 'running' });
    expect(world.view().html).toContain(texts.stuck.goneOn);
    world.press('stop');
    expect(effectsOf(world, 'cancel-production')).toEqual([]);
    world.tap(texts.stuck.goOn);
    expect(world.state.screen.name).toBe('producing');
  });
});
