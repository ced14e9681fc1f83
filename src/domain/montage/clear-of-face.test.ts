import { describe, expect, it } from 'vitest';
import { type Aspect, frameOfAspect, type Template } from '../ad/ad.ts';
import type { MediaProbe } from '../media/media-probe.ts';
import { renderAss } from '../subtitles/render-ass.ts';
import { subtitleThemeNames } from '../subtitles/subtitle-theme.ts';
import type { SubtitleTrack } from '../subtitles/subtitle-track.ts';
import { clearOfFace } from './clear-of-face.ts';
import { placeCutout } from './placement.ts';
import { type PersonShape, planVideo } from './video-plan.ts';

const probe: MediaProbe = {
  container: 'mp4',
  durationSeconds: 8,
  size: { width: 1080, height: 1920 },
  rotation: 0,
  videoCodec: 'avc',
  framesPerSecond: 30,
  highDynamicRange: false,
  hasAudio: false,
};

const cue = (startSeconds: number) => ({
  startSeconds,
  endSeconds: startSeconds + 1,
  wordTimed: true,
  words: ['Unbelievably', 'comfortable', 'sneakers'].map((text) => ({
    text,
    startSeconds,
    endSeconds: startSeconds + 1,
  })),
});
const track = { theme: 'light', position: 'bottom', cues: [cue(1), cue(5)] } as const;
const inTheMiddle = { ...track, position: 'middle' } as const;
const person: PersonShape = { bounds: { x: 60, y: 700, width: 960, height: 1220 } };
const head = {
  size: { width: 1080, height: 1920 },
  faceBox: { x: 400, y: 760, width: 280, height: 380 },
};
const planOf = (template: Template | undefined, aspect: Aspect = '9:16') =>
  planVideo(
    {
      format: template ? 'character_with_background' : 'talking_head',
      ...(template && { template }),
      frame: frameOfAspect[aspect],
      quality: 'final',
      head,
      speech: { durationSeconds: 8 },
      overlay: { kind: 'matte' },
      background: { probe },
      disclosure: 'badge',
    },
    person,
  );
const places = (moved: SubtitleTrack) => moved.cues.map(({ position }) => position);

describe('subtitles beside a cut-out person', () => {
  it('stand above the head of a person in a vertical clip', () => {
    const frame = frameOfAspect['9:16'];
    const { at } = placeCutout(frame, head.size, person.bounds);
    for (const theme of subtitleThemeNames) {
      const { boxes } = renderAss(clearOfFace({ ...track, theme }, planOf('overlay'), head.faceBox), frame);
      expect(boxes).toHaveLength(2);
      for (const { box } of boxes) expect(box.y + box.height).toBeLessThanOrEqual(at.y - frame.height * 0.01);
    }
  });
  it('stay below while the head alone is shown', () => {
    const moved = clearOfFace(track, planOf('mix_basic_overlay'), head.faceBox);
    expect(places(moved)).toEqual([undefined, 'middle']);
  });
  it('move when the picture changes while they are shown, without a gap, and not for a moment', () => {
    const spanning = { ...track, cues: [cue(2.5), cue(2.1), cue(2.95)] };
    const moved = clearOfFace(spanning, planOf('mix_basic_overlay'), head.faceBox);
    expect(
      moved.cues.map(({ startSeconds, endSeconds, position }) => [startSeconds, endSeconds, position]),
    ).toEqual([
      [2.5, 3, undefined],
      [3, 3.5, 'middle'],
      [2.1, 3.1, undefined],
      [2.95, 3.95, 'middle'],
    ]);
    expect(moved.cues[1]?.words).toEqual(spanning.cues[0]?.words);
  });
  it('stay where they are in other frames and templates', () => {
    expect(clearOfFace(track, planOf('overlay', '16:9'), head.faceBox)).toBe(track);
    expect(clearOfFace(track, planOf('circle'), head.faceBox)).toBe(track);
  });
});

describe('subtitles at the top', () => {
  const atTheTop = { ...track, position: 'top' } as const;
  const near = { ...head.faceBox, y: 300, height: 500 };
  it('do not lie on the forehead of a head that reaches up to them, and go back up when it gives way', () => {
    expect(places(clearOfFace(atTheTop, planOf('mix_basic_overlay'), near))).toEqual(['bottom', undefined]);
    expect(places(clearOfFace(atTheTop, planOf(undefined), near))).toEqual(['bottom', 'bottom']);
  });
  it.each(['1:1', '4:5', '16:9'] as const)('stay where a head can be framed lower, in %s', (aspect) => {
    const cast = { x: 340, y: 577, width: 412, height: 469 };
    const planned = (position: 'top' | 'bottom') =>
      planVideo(
        {
          format: 'talking_head',
          frame: frameOfAspect[aspect],
          quality: 'final',
          head: { ...head, faceBox: cast },
          speech: { durationSeconds: 8 },
          subtitles: { position },
          disclosure: 'badge',
        },
        undefined,
      );
    const large = { ...atTheTop, theme: 'pop' };
    expect(clearOfFace(large, planned('top'), cast)).toBe(large);
    expect(planned('top').headFill.crop.y).toBeLessThan(planned('bottom').headFill.crop.y);
  });
  it('stay above a head that leaves them room', () => {
    expect(clearOfFace(atTheTop, planOf(undefined), head.faceBox)).toBe(atTheTop);
    expect(clearOfFace(atTheTop, planOf('overlay'), near)).toBe(atTheTop);
  });
});

describe('subtitles in the middle', () => {
  it.each(['9:16', '1:1', '16:9', '4:5'] as const)('leave the face of a whole head free, in %s', (aspect) => {
    const moved = clearOfFace(inTheMiddle, planOf(undefined, aspect), head.faceBox);
    expect(places(moved)).toEqual(['bottom', 'bottom']);
  });
  it('go back to the middle when the head gives way', () => {
    expect(places(clearOfFace(inTheMiddle, planOf('mix_basic_circle'), head.faceBox))).toEqual([
      'bottom',
      undefined,
    ]);
  });
  it.each(['1:1', '4:5'] as const)('do not stand on the face of a cut-out person, in %s', (aspect) => {
    const moved = clearOfFace(inTheMiddle, planOf('overlay', aspect), head.faceBox);
    expect(places(moved)).toEqual(['bottom', 'bottom']);
  });
  it('stay where no face is hidden, or none is known', () => {
    expect(clearOfFace(inTheMiddle, planOf('overlay'), head.faceBox)).toBe(inTheMiddle);
    const low = { ...head.faceBox, y: 100, height: 300 };
    expect(clearOfFace(inTheMiddle, planOf(undefined), low)).toBe(inTheMiddle);
    expect(clearOfFace(inTheMiddle, planOf(undefined))).toBe(inTheMiddle);
  });
});
