import { expect, it } from 'vitest';
import { tinyJpeg, tinyPng } from '../../../test/support/tiny-files.ts';
import { pictureFactsOf } from './picture-facts.ts';

it('a picture turned by a camera has the dimensions it is seen in', () => {
  expect(pictureFactsOf(tinyPng(40, 20))).toEqual({ format: 'png', width: 40, height: 20 });
  expect(pictureFactsOf(tinyJpeg(40, 20))).toEqual({ format: 'jpeg', width: 40, height: 20 });
  expect(pictureFactsOf(tinyJpeg(40, 20, 6))).toEqual({ format: 'jpeg', width: 20, height: 40 });
});

it('a picture that is cut off has none', () => {
  for (const picture of [tinyPng(40, 20), tinyJpeg(40, 20, 6)]) {
    for (let bytes = 0; bytes < 20; bytes += 1)
      expect(pictureFactsOf(picture.subarray(0, bytes))).toBeUndefined();
  }
});
