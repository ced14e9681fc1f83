import type { Intention } from './customer.ts';

/** Kills that follow each other on the way of one production, each at a named point of a start of its own. */
export interface Chain {
  readonly points: readonly string[];
  readonly intention: Intention;
}

const steps = ['portrait', 'speech', 'head', 'montage'] as const;
const ofStep = ['claimed', 'worked', 'stored', 'settled', 'recorded'] as const;

/** In the order in which a production meets them first. */
const ofVideo = [
  ...['kept', 'known', 'decided', 'performed', 'saved', 'sent'].map((point) => `chat:${point}`),
  'order:placed',
  ...['portrait', 'speech'].flatMap((step) => ofStep.map((point) => `${step}:${point}`)),
  ...['spoken:taken', 'speech:sending', 'speech:sent', 'speech:noted', 'spoken:told'],
  'order:confirmed',
  ...steps.slice(2).flatMap((step) => ofStep.map((point) => `${step}:${point}`)),
  ...['delivered:taken', 'video:sending', 'video:sent', 'video:noted', 'delivered:told'],
];
const ofCancel = ['cancelled:taken', 'cancelled:told'];

/** One production a point. */
export const allChains: readonly Chain[] = [
  ...ofVideo.map((point): Chain => ({ points: [point], intention: 'video' })),
  ...ofCancel.map((point): Chain => ({ points: [point], intention: 'cancel' })),
];

/** One of each kind, all on the way of one production. */
export const shortChains: readonly Chain[] = [
  { points: ['chat:saved', 'speech:settled', 'order:confirmed', 'video:sent'], intention: 'video' },
];
