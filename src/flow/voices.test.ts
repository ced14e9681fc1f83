import { expect, it } from 'vitest';
import { FlowWorld } from '../../test/support/flow-world.ts';
import type { Voice } from '../domain/speech/voice.ts';
import { needsOf, view } from './conversation.ts';
import type { FlowState } from './state.ts';

/** Telegram's bound for the words under a sound. */
const captionCharacters = 1024;

/** As a service with a library has them: a few speak the language, most others do with an accent. */
const voices: readonly Voice[] = Array.from({ length: 63 }, (_, index) => ({
  id: `Many${String(index).padStart(16, '0')}`,
  language: index % 5 === 0 ? 'ru' : 'multi',
  gender: index % 2 === 0 ? 'female' : 'male',
  ageGroup: (['young', 'adult', 'elderly'] as const)[index % 3] ?? 'adult',
  name: { en: `Someone with quite a long name ${index}`, ru: `Someone with quite a long name ${index}` },
  description: {
    en: 'well rounded, authoritative, for social media, transatlantic accent; sounds like a person, an accent is possible',
    ru: 'ровный, авторитетный, для соцсетей, трансатлантический акцент; звучит как человек, возможен акцент',
  },
  engine: 'elevenlabs',
}));

it.each(['ru', 'en'] as const)(
  '63 voices are leafed through five at a time, each seen once (%s)',
  (language) => {
    const world = new FlowWorld(language);
    world.press('create');
    const draft = { ...world.state.draft, id: 'x', language: 'ru', gender: 'male' } as FlowState['draft'];
    const seen: string[] = [];
    for (let page = 0; page < 13; page += 1) {
      const state = { ...world.state, draft, screen: { name: 'voice', page } } as FlowState;
      const { html, rows } = view(state, { ...world.facts(needsOf(state)), voices });
      expect(html.replace(/<[^>]+>/g, '').length).toBeLessThanOrEqual(captionCharacters);
      const lines = html.match(/Someone with quite a long name \d+/g) ?? [];
      expect(lines.length).toBe(page < 12 ? 5 : 3);
      seen.push(...lines);
      const presses = rows.flat().flatMap((button) => ('press' in button ? [button.press] : []));
      const hasNext = presses.some(({ name, value }) => name === 'page' && value === String(page + 1));
      expect(hasNext).toBe(page < 12);
    }
    expect(new Set(seen).size).toBe(63);
    // Men who speak the language come first, then the other men.
    expect(seen.slice(0, 6).map((name) => Number(/\d+$/.exec(name)?.[0]) % 10)).toEqual([5, 5, 5, 5, 5, 5]);
  },
);

it('says that other languages sound like a machine only where the built-in voices speak them', () => {
  const world = new FlowWorld('en');
  world.press('create');
  const state = { ...world.state, screen: { name: 'script-language' } } as FlowState;
  const shown = (hasSpeechService: boolean) => {
    const facts = world.facts(needsOf(state));
    return view(state, { ...facts, limits: { ...facts.limits, hasSpeechService } }).html;
  };
  expect(shown(false)).toContain('like a machine.');
  expect(shown(true)).toMatch(/Choose any other here\.$/);
});
