import { describe, expect, it } from 'vitest';
import { packButton, unpackButton } from './codec.ts';

const id = '0192f0c4-7b1e-7c3a-9f00-00000000000a';
const largestRevision = 2 ** 31 - 1;

describe('packing buttons', () => {
  it('carries a UUID in 23 letters and back', () => {
    const data = packButton(1, { text: 'x', press: { name: 'item', value: id } });
    expect(data).toMatch(/^1\.item:~[\w-]{22}$/);
    expect(unpackButton(data)).toEqual({ kind: 'screen', revision: 1, button: { name: 'item', value: id } });
  });

  it.each(['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', id])(
    'keeps %s exactly',
    (value) => {
      const data = packButton(0, { text: 'x', anytime: { name: 'again', value } });
      expect(unpackButton(data)).toEqual({ kind: 'anytime', button: { name: 'again', value } });
    },
  );

  it('fits the longest name with the longest value', () => {
    const button = { name: 'a'.repeat(20), value: 'v'.repeat(36) };
    expect(packButton(largestRevision, { text: 'x', press: button }).length).toBeLessThanOrEqual(64);
  });

  it.each([
    ['a name with a sign', { name: 'a.b' }],
    ['a name of 21 letters', { name: 'a'.repeat(21) }],
    ['a value of 37 letters', { name: 'a', value: 'v'.repeat(37) }],
    ['a value in other letters', { name: 'a', value: 'ы' }],
    ['a value with a blank', { name: 'a', value: 'a b' }],
    ['a name that always works', { name: 'again' }],
  ])('refuses %s as a fault of the screen', (_what, press) => {
    expect(() => packButton(1, { text: 'x', press })).toThrow(RangeError);
  });

  it.each([
    '',
    'x',
    '!',
    '!home',
    '!confirm',
    '1.',
    '.home',
    '1.home:',
    '1.again',
    '1.home:a b',
    '1.home:~short',
    `1.home:~${'_'.repeat(22)}`,
    `1.home:~${'ы'.repeat(22)}`,
    'zzzzzzzzz.home',
    '1.home\n',
    '1.home:\u0000',
    'A.home',
    '1.Home',
    `1.home:${'v'.repeat(60)}`,
    '__proto__',
    '1.constructor:~~~~~~~~~~~~~~~~~~~~~~~',
  ])('makes nothing of %j', (data) => {
    expect(unpackButton(data)).toBeUndefined();
  });
});
