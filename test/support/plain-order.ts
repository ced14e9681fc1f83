import type { AdOrder } from '../../src/domain/ad/ad-order.ts';
import type { MediaProbe } from '../../src/domain/media/media-probe.ts';

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

/** What a probe says of a short background. */
export const plainProbe: MediaProbe = {
  container: 'mp4',
  durationSeconds: 20,
  size: { width: 10, height: 10 },
  rotation: 0,
  videoCodec: 'avc',
  framesPerSecond: 30,
  highDynamicRange: false,
  hasAudio: false,
};
