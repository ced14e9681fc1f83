import { expect, test } from 'vitest';
import { canonicalJson } from './json.ts';

test('equal values have one text, whatever order their keys were written in', () => {
  const left = { b: [1, { y: null, x: 'é' }], a: { d: 1, c: 2 } };
  const right = { a: { c: 2, d: 1 }, b: [1, { x: 'é', y: null }] };
  expect(canonicalJson(left)).toBe(canonicalJson(right));
  expect(canonicalJson(left)).toBe('{"a":{"c":2,"d":1},"b":[1,{"x":"é","y":null}]}');
});

test('the order of a list counts, an undefined key does not', () => {
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
});
