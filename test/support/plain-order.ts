import type { AdOrder } from '../../src/domain/ad/ad-order.ts';

/** The smallest ad: a presenter of the cast says a word, without anything around. */
export const plainOrder: AdOrder = {
  format: 'talking_head',
  script: 'Hi.',
  language: 'en',
  voiceId: 'emma',
  take: 0,
  presenter: { kind: 'cast', id: 'mark' },
  aspect: '9:16',
  subtitles: { kind: 'none' },
  disclosure: 'badge',
  measureSync: false,
};
