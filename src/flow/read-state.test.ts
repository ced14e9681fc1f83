import { describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/support/flow-world.ts';
import { view } from './conversation.ts';
import { readState } from './read-state.ts';
import { initialState } from './state.ts';

const home = initialState();

describe('reading a stored conversation', () => {
  it.each([
    undefined,
    null,
    0,
    '',
    'home',
    [],
    {},
    { version: 0, screen: { name: 'home' } },
    { version: 2, screen: { name: 'home' } },
    { version: 1 },
    { version: 1, screen: null },
    { version: 1, screen: 'faq' },
    { version: 1, screen: { name: 'no-such-screen' } },
    { version: 1, screen: { name: '__proto__' } },
    { version: 1, screen: { name: 'toString' } },
    { version: 1, screen: { name: 'listen' } },
    { version: 1, screen: { name: 'listen', productionId: 7 } },
    { version: 1, screen: { name: 'script' } },
    { version: 1, screen: { name: 'presenter', ref: { kind: 'alien', id: 'x' } }, draft: { edits: -1 } },
    { version: 1, screen: { name: 'home' }, draft: [], notice: { is: 'line', line: 'no-such-line' } },
  ])('leads home from %j', (json) => {
    expect(readState(json)).toEqual(home);
  });

  it('keeps a sound draft of which only the screen is unknown', () => {
    const draft = { id: 'a', language: 'en', edits: 1, take: 0, format: 'talking_head' };
    expect(readState({ version: 1, screen: { name: 'was-renamed' }, draft })).toEqual({ ...home, draft });
  });

  it('leaves out only the parts of a draft that make no sense', () => {
    const draft = {
      id: 'a',
      language: 'en',
      edits: 'many',
      take: 1,
      format: 'opera',
      gender: 'male',
      background: { key: 'k', sha256: 's', probe: { durationSeconds: 'long' } },
      presenter: { ordered: { kind: 'own' } },
      voice: { id: 'olga' },
      task: { id: 't', kind: 'mine-coins' },
      script: 'x'.repeat(10_000),
    };
    expect(readState({ version: 1, screen: { name: 'home' }, draft }).draft).toEqual({
      id: 'a',
      language: 'en',
      edits: 0,
      take: 1,
      gender: 'male',
    });
  });

  it('says a stored refusal that no text knows any more as a fault of ours', () => {
    const notice = { is: 'refusal', refusal: { reason: 'moon-phase', details: { a: [1] } } };
    const state = readState({ version: 1, screen: { name: 'home' }, notice });
    expect(state.notice).toEqual({ is: 'refusal', refusal: { reason: 'internal', details: {} } });
    expect(view(state, new FlowWorld('en').facts({})).html).toContain('Something broke on our side');
  });
});
