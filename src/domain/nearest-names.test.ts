import { describe, expect, it } from 'vitest';
import { editDistance, nearestNames, nearName } from './nearest-names.ts';

describe('the nearest names', () => {
  const cast = ['sofia', 'dana', 'amina', 'mira', 'vera', 'rosa', 'mark', 'timur'];

  it('finds what was mistyped', () => {
    expect(nearestNames('sophia', cast)[0]).toBe('sofia');
    expect(nearestNames('DNAA', cast)[0]).toBe('dana');
    expect(nearestNames('tmiur', cast)[0]).toBe('timur');
  });

  it('gives the first of all nearest ones when nothing is near', () => {
    expect(nearestNames('x', cast, 2)).toHaveLength(2);
    expect(nearestNames('', cast)).toHaveLength(3);
  });

  it('says where none is near enough to have been meant', () => {
    expect(nearName('sophia', cast)).toBe('sofia');
    expect(nearName('constructor', cast)).toBeUndefined();
  });

  it('counts a swap of neighbours as one edit, and is symmetric', () => {
    expect(editDistance('mark', 'mrak')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('sitting', 'kitten')).toBe(3);
  });
});
