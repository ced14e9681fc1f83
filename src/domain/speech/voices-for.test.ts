import { describe, expect, it } from 'vitest';
import type { Voice } from './voice.ts';
import { voicesFor } from './voices-for.ts';

function voice(id: string, language: string, gender: Voice['gender'], ageGroup: Voice['ageGroup']): Voice {
  const text = { en: id, ru: id };
  return { id, language, gender, ageGroup, name: text, description: text, engine: 'test' };
}

const voices = [
  voice('m-adult', 'ru', 'male', 'adult'),
  voice('f-old', 'ru', 'female', 'elderly'),
  voice('f-young', 'ru', 'female', 'young'),
  voice('f-young-2', 'ru', 'female', 'young'),
  voice('en', 'en', 'female', 'young'),
  voice('any', 'multi', 'female', 'young'),
];

describe('voices for a presenter', () => {
  it('puts gender before age, age before the multilingual, and keeps the order of equals', () => {
    const wanted = { gender: 'female', ageGroup: 'young', language: 'ru' } as const;
    expect(voicesFor(voices, wanted).map(({ id }) => id)).toEqual([
      'f-young',
      'f-young-2',
      'f-old',
      'any',
      'm-adult',
    ]);
  });
});
