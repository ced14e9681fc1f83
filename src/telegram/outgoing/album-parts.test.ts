import { expect, it } from 'vitest';
import { albumParts } from './album-parts.ts';

const items = (...sizes: number[]) => sizes.map((uploadBytes) => ({ uploadBytes }));
const sizes = (parts: readonly (readonly { uploadBytes: number }[])[]) =>
  parts.map((part) => part.map(({ uploadBytes }) => uploadBytes));

it('clips stand in one album as long as their uploads are one request, ten at most', () => {
  expect(sizes(albumParts(items(10, 10, 10), 50))).toEqual([[10, 10, 10]]);
  expect(sizes(albumParts(items(30, 15, 10, 45), 50))).toEqual([[30, 15], [10], [45]]);
  expect(sizes(albumParts(items(60, 0, 0), 50))).toEqual([[60], [0, 0]]);
  expect(albumParts(items(...Array(12).fill(0)), 50).map(({ length }) => length)).toEqual([10, 2]);
  expect(albumParts([], 50)).toEqual([]);
});
