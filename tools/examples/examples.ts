import type { AdWish } from '../../src/actions/ad-wish.ts';

export interface ExampleHalf {
  readonly label: string;
  readonly presenterId: string;
  readonly script: string;
  readonly format: AdWish['format'];
}

/** What the two formats say of themselves, left and right, one after the other. */
export const examples: Readonly<Record<'ru' | 'en', readonly [ExampleHalf, ExampleHalf]>> = {
  ru: [
    {
      label: 'Говорящая голова',
      presenterId: 'sofia',
      script: 'Привет! Я просто рассказываю о вашем товаре.',
      format: 'talking_head',
    },
    {
      label: 'Ведущий поверх видео',
      presenterId: 'timur',
      script: 'А я говорю поверх вашего видео: товар всегда в кадре!',
      format: 'character_with_background',
    },
  ],
  en: [
    {
      label: 'Talking head',
      presenterId: 'sofia',
      script: 'Hi! I simply tell people about your product.',
      format: 'talking_head',
    },
    {
      label: 'Presenter over your video',
      presenterId: 'timur',
      script: 'And I talk over your own video: your product is always in view!',
      format: 'character_with_background',
    },
  ],
};
