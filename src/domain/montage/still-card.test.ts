import { describe, expect, it } from 'vitest';
import { type Aspect, aspects, frameOfAspect, type Template, templates } from '../ad/ad.ts';
import type { Box, Size } from '../geometry.ts';
import type { MediaProbe } from '../media/media-probe.ts';
import { renderAss } from '../subtitles/render-ass.ts';
import { subtitlePositions } from '../subtitles/subtitle-track.ts';
import { clearOfFace } from './clear-of-face.ts';
import { closeUpCard, type ShownSettings, storyCard } from './still-card.ts';
import { sceneMoments, tellingScene } from './telling-moment.ts';
import { planTimeline } from './timeline.ts';
import { planVideo } from './video-plan.ts';

type Place = (typeof subtitlePositions)[number];

const probe: MediaProbe = {
  ...{ container: 'mp4', durationSeconds: 8, rotation: 0, videoCodec: 'avc', framesPerSecond: 30 },
  ...{ size: { width: 1080, height: 1920 }, highDynamicRange: false, hasAudio: false },
};
const frame = frameOfAspect['9:16'];
const settingsOf = (template: Template | undefined, position: ShownSettings['position'] = 'bottom') => ({
  timeline: planTimeline({
    format: template ? 'character_with_background' : 'talking_head',
    ...{ template, durationSeconds: 8, framesPerSecond: frame.framesPerSecond },
  }),
  ...{ position, isLabelled: false },
});
const settings: ShownSettings = settingsOf('mix_basic_circle');

function isWithin(box: Box, size: Size): boolean {
  const right = box.x + box.width <= size.width + 0.5;
  return box.x >= 0 && box.y >= 0 && right && box.y + box.height <= size.height + 0.5;
}

function overlap(one: Box, other: Box): boolean {
  const across = one.x < other.x + other.width && other.x < one.x + one.width;
  return across && one.y < other.y + other.height && other.y < one.y + one.height;
}

function storyBoxes(aspect: Aspect, has: Parameters<typeof storyCard>[1]) {
  const { scenes, intro, outro, ...size } = storyCard(frameOfAspect[aspect], has);
  return { boxes: [...(intro ? [intro] : []), ...scenes, ...(outro ? [outro] : [])], size };
}

describe.each(aspects)('the picture of an ad of %s', (aspect) => {
  const ratio = frameOfAspect[aspect].width / frameOfAspect[aspect].height;

  it('leaves room on a phone for what is said below it, and shows every part whole, in order, beside the others', () => {
    for (const scenes of [1, 2]) {
      for (const [intro, outro] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const { boxes, size } = storyBoxes(aspect, { scenes, intro, outro });
        expect(boxes).toHaveLength(scenes + Number(intro) + Number(outro));
        expect(size.width / size.height).toBeGreaterThanOrEqual(1.5);
        for (const [at, box] of boxes.entries()) {
          expect(isWithin(box, size)).toBe(true);
          expect(box.width / box.height).toBeCloseTo(ratio, 1);
          expect(boxes.slice(at + 1).some((other) => overlap(box, other))).toBe(false);
        }
      }
    }
  });

  it('shows the circle several times as large as the whole frame beside it does', () => {
    const frame = frameOfAspect[aspect];
    const card = closeUpCard(frame, 'circle', settings);
    expect(card && isWithin(card.source, frame)).toBe(true);
    const scale = (target: Box, source: Size) => target.width / source.width;
    expect(card && scale(card.closeUp, card.source) / scale(card.frame, frame)).toBeGreaterThan(2);
    expect(card && overlap(card.frame, card.closeUp)).toBe(false);
  });
});

/** A head as photos have it, and one so tight that its forehead reaches up to the top. */
const faces = {
  usual: { x: 400, y: 760, width: 280, height: 380 },
  tight: { x: 240, y: 200, width: 600, height: 900 },
};

/** Where two lines of subtitles are seen at the moment that tells of a template. */
function seenSubtitles(template: Template | undefined, position: Place, face: Box) {
  const plan = planVideo(
    {
      format: template ? 'character_with_background' : 'talking_head',
      ...(template && { template }),
      ...{ frame, quality: 'final', disclosure: 'badge', speech: { durationSeconds: 8 } },
      head: { size: frame, faceBox: face },
      overlay: template?.endsWith('circle')
        ? { kind: 'circle', circle: { radius: 0.3, centre: { x: 0.5, y: 0.5 } } }
        : { kind: 'matte' },
      background: { probe },
    },
    { bounds: { x: 60, y: 700, width: 960, height: 1220 } },
  );
  const at = sceneMoments(plan.timeline, [])[tellingScene(plan.timeline)] ?? 0;
  const words = ['Fresh bread', 'every morning', 'at seven'].map((text) => ({
    ...{ text, startSeconds: 0, endSeconds: 8, emphasised: false },
  }));
  const track = {
    theme: 'light',
    position,
    cues: [{ startSeconds: 0, endSeconds: 8, wordTimed: false, words }],
  };
  const moved = clearOfFace(track, plan, face);
  const shown = moved.cues.findIndex(({ startSeconds, endSeconds }) => startSeconds <= at && at < endSeconds);
  return renderAss(moved, frame).boxes.find(({ cueIndex }) => cueIndex === shown)?.box;
}

describe('a close-up of subtitles', () => {
  it.each(
    [undefined, ...templates].flatMap((template) =>
      subtitlePositions.map((place) => [template, place] as const),
    ),
  )('of %s holds those at the %s, wherever they have moved off a face', (template, position) => {
    for (const face of Object.values(faces)) {
      const card = closeUpCard(frame, 'subtitles', settingsOf(template, position));
      const seen = seenSubtitles(template, position, face);
      expect(seen?.height).toBeGreaterThan(50);
      if (!card || !seen) continue;
      expect(card.source.width).toBe(frame.width);
      expect(isWithin(card.source, frame)).toBe(true);
      expect(card.source.y).toBeLessThanOrEqual(seen.y);
      expect(card.source.y + card.source.height).toBeGreaterThanOrEqual(seen.y + seen.height);
    }
  });

  it('is left out of a whole head with those at the top alone: nobody knows how high its forehead is', () => {
    const closeUpOf = (template: Template | undefined, position: Place) =>
      closeUpCard(frame, 'subtitles', settingsOf(template, position));
    expect(closeUpOf('basic', 'top')).toBeUndefined();
    expect(closeUpOf(undefined, 'top')).toBeUndefined();
    for (const template of templates) expect(closeUpOf(template, 'bottom')).toBeDefined();
    expect(closeUpOf('circle', 'top')).toBeDefined();
  });

  it('is left out where it would be no larger, or there are none', () => {
    expect(closeUpCard(frameOfAspect['16:9'], 'subtitles', settings)).toBeUndefined();
    expect(
      closeUpCard(frameOfAspect['9:16'], 'subtitles', { ...settings, position: undefined }),
    ).toBeUndefined();
  });
});
