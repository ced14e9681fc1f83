import { editSchema } from '@shotstack/schemas/zod';
import { describe, expect, it } from 'vitest';
import { type Aspect, aspects, outputFrame, type Template, templates } from '../../domain/ad/ad.ts';
import type { MediaProbe } from '../../domain/media/media-probe.ts';
import { planVideo } from '../../domain/montage/video-plan.ts';
import type { MontageRequest } from '../../ports/montage.ts';
import type { InputFile } from '../../ports/work.ts';
import type { Clip, Edit, Tween } from './edit.ts';
import { editOf } from './edit-of.ts';
import type { EditInput, EditLayers, EditLinks } from './editing.ts';

const speechSeconds = 7.52;
const file: InputFile = { path: '/none', sha256: '0', mime: 'video/mp4', bytes: 1 };
const probe: MediaProbe = {
  container: 'mp4',
  durationSeconds: 3,
  size: { width: 1080, height: 1920 },
  rotation: 0,
  videoCodec: 'avc',
  framesPerSecond: 30,
  highDynamicRange: false,
  hasAudio: true,
};
const head = { video: file, size: { width: 1080, height: 1920 }, durationSeconds: speechSeconds };
const track = [0, 4, 7].map((atSeconds) => ({ atSeconds, radius: 0.4, centre: { x: 0.5, y: 0.4 } }));
const circle = { kind: 'circle', circle: { radius: 0.4, centre: { x: 0.5, y: 0.4 } } } as const;
const words = [{ text: 'Word', startSeconds: 0.2, endSeconds: 2 }];
const cues = [{ startSeconds: 0.2, endSeconds: 2, words, wordTimed: true }];

interface Case {
  readonly name: string;
  readonly request: MontageRequest;
}

const bookends = {
  'no bookends': {},
  intro: { intro: { video: file, probe, ownSound: true } },
  outro: { outro: { video: file, probe: { ...probe, durationSeconds: 0.7 }, ownSound: false } },
  both: {
    intro: { video: file, probe: { ...probe, durationSeconds: 1.51 }, ownSound: true },
    outro: { video: file, probe: { ...probe, rotation: 90 as const }, ownSound: true },
  },
};
const backgroundSeconds = { looped: 3, stretched: 6.6, trimmed: 15, 'hardly long enough': 7.51, still: 0.1 };

/** Every template and the head alone, in every shape, with every kind of what else there may be, each in turn. */
function cases(): Case[] {
  const overlays = [circle, { ...circle, track }, { kind: 'matte', matte: file }] as const;
  const disclosures = ['badge', 'label', 'none'] as const;
  const positions = ['bottom', 'middle', 'top'] as const;
  const all: Case[] = [];
  const layouts: (Template | undefined)[] = [...templates, undefined];
  for (const template of layouts) {
    for (const aspect of aspects) {
      for (const [joined, clips] of Object.entries(bookends)) {
        for (const [fit, durationSeconds] of Object.entries(backgroundSeconds)) {
          if (!template && fit !== 'looped') continue;
          const number = all.length;
          const position = positions[number % 4];
          const cutout = template === 'overlay' || template === 'mix_basic_overlay';
          const overlay = cutout ? overlays[2] : overlays[number % 2];
          const request: MontageRequest = {
            ...baseRequest(template, aspect),
            ...clips,
            ...(template && { background: { video: file, probe: { ...probe, durationSeconds } } }),
            ...(template && template !== 'basic' && overlay && { overlay }),
            ...(position && { subtitles: { theme: 'light', position, cues } }),
            disclosure: disclosures[number % 3] ?? 'badge',
          };
          all.push({ name: [template ?? 'talking head', aspect, joined, fit].join(', '), request });
        }
      }
    }
  }
  return all;
}

function baseRequest(template: Template | undefined, aspect: Aspect): MontageRequest {
  const format = template ? 'character_with_background' : 'talking_head';
  return {
    format,
    ...(template && { template }),
    frame: outputFrame(aspect, format),
    quality: 'final',
    head: { ...head, faceBox: { x: 380, y: 520, width: 330, height: 420 } },
    speech: { audio: file, durationSeconds: speechSeconds },
    disclosure: 'badge',
    language: 'en',
  };
}

/** The layers as they would be drawn, by what the plan alone says. */
function layersOf(request: MontageRequest): EditLayers {
  const bare = planVideo(request, undefined);
  const total = bare.join.totalSeconds;
  const at = { x: 700, y: 200, width: 200, height: 60 };
  const plan = {
    ...bare,
    ...(request.disclosure !== 'none' && {
      mark: { at, spans: [{ startSeconds: 0, endSeconds: request.disclosure === 'badge' ? total : 3 }] },
    }),
  };
  const layer = { path: '/none', mime: 'video/quicktime' } as const;
  const hops = Math.ceil(speechSeconds / 0.02);
  const { background } = plan;
  const mustFit = background && (background.fill.blurred || background.fit.kind === 'still');
  return {
    plan,
    ...(plan.cut && { cut: layer }),
    ...(plan.ringAt && { ring: { path: '/none', mime: 'image/png' } as const }),
    ...(plan.mark && { mark: { path: '/none', mime: 'image/png' } as const }),
    ...(request.subtitles && {
      subtitles: {
        ...layer,
        at: { x: 100, y: 900, width: 600, height: 100 },
        startSeconds: 0.2,
        seconds: 1.8,
      },
    }),
    fitted: { ...(mustFit && { background: { path: '/none', mime: 'video/mp4' } as const }) },
    sound: {
      voice: 1,
      ...(background && {
        background: Array.from({ length: hops }, (_, hop) => 0.2 + 0.1 * Math.sin(hop / 20)),
      }),
      ...(request.intro && { intro: 0.6 }),
      ...(request.outro?.ownSound && { outro: 0.4 }),
    },
  };
}

const inputs: readonly EditInput[] = [
  ...(['head', 'background', 'intro', 'outro', 'voice', 'cut', 'ring', 'mark', 'subtitles'] as const),
];
const links: EditLinks = Object.fromEntries(inputs.map((input) => [input, `https://lent.test/${input}`]));
const shows = (edit: Edit, input: EditInput) =>
  edit.timeline.tracks.flatMap(({ clips }, trackNumber) =>
    clips.filter(({ asset }) => asset.src === links[input]).map((clip) => ({ clip, trackNumber })),
  );
const endOf = ({ start, length }: Clip) => start + length;

describe.each(cases())('$name', ({ request }) => {
  const layers = layersOf(request);
  const edit = editOf({ request, layers, links }, 'https://bot.test/hooks/shotstack/token');
  const { plan } = layers;
  const clips = edit.timeline.tracks.flatMap((one) => one.clips);

  it('is an edit as the vendor wants it, as long as the clip, with no two clips of a track at once', () => {
    const judged = editSchema.safeParse(edit);
    expect(judged.success ? undefined : judged.error.issues).toBeUndefined();
    expect(Math.max(...clips.map(endOf))).toBeCloseTo(plan.join.totalSeconds, 3);
    for (const { clips: inTurn } of edit.timeline.tracks) {
      const sorted = inTurn.toSorted((left, right) => left.start - right.start);
      sorted.slice(1).forEach((clip, index) => {
        const before = sorted[index];
        expect(before && endOf(before)).toBeLessThanOrEqual(clip.start + 0.0002);
      });
    }
  });

  it('shows every moment something, the mark above all, the overlaid head above the background', () => {
    const body = [...shows(edit, 'head'), ...shows(edit, 'background')];
    const covering = [...body, ...shows(edit, 'intro'), ...shows(edit, 'outro')].map(({ clip }) => clip);
    for (let moment = 0.01; moment < plan.join.totalSeconds - 0.01; moment += 0.1) {
      expect(covering.some((clip) => clip.start <= moment && moment < endOf(clip) + 0.001)).toBe(true);
    }
    expect(shows(edit, 'mark').every(({ trackNumber }) => trackNumber === 0)).toBe(true);
    expect(shows(edit, 'mark').length > 0).toBe(request.disclosure !== 'none');
    const lowest = Math.min(...shows(edit, 'background').map(({ trackNumber }) => trackNumber));
    for (const { trackNumber } of shows(edit, 'cut')) expect(trackNumber).toBeLessThan(lowest);
    expect(shows(edit, 'cut').length).toBe(plan.cut ? 1 : 0);
    expect(shows(edit, 'ring').length).toBe(plan.ringAt ? 1 : 0);
  });

  it('plays the voice once and only the voice of the head, and no volume leaves a gap', () => {
    const [voice] = shows(edit, 'voice');
    expect(voice?.clip.start).toBeCloseTo(plan.join.bodyStartSeconds, 3);
    expect(voice?.clip.length).toBeCloseTo(speechSeconds, 3);
    for (const { clip } of shows(edit, 'head')) expect(clip.asset).toMatchObject({ volume: 0 });
    for (const { asset, length } of clips) {
      if (asset.type === 'image') continue;
      if (typeof asset.volume === 'number') expect(asset.volume).toBeGreaterThanOrEqual(0);
      else expectWhole(asset.volume, length);
      if (asset.type === 'video') expect(asset.speed ?? 1).toBeGreaterThanOrEqual(1 / 1.2 - 1e-6);
      if (asset.type === 'video') expect(asset.speed ?? 1).toBeLessThanOrEqual(1);
    }
  });
});

function expectWhole(tweens: readonly Tween[], length: number): void {
  expect(tweens[0]?.start).toBe(0);
  tweens.slice(1).forEach((tween, index) => {
    const before = tweens[index];
    expect(before && before.start + before.length).toBeCloseTo(tween.start, 3);
    expect(before?.to).toBe(tween.from);
  });
  const last = tweens.at(-1);
  expect(last && last.start + last.length).toBeCloseTo(length, 3);
  expect(tweens.every(({ from, to }) => from >= 0 && from <= 1 && to >= 0 && to <= 1)).toBe(true);
}

describe('a looped background', () => {
  const request = cases().find(({ name }) => name === 'circle, 9:16, no bookends, looped')?.request;
  if (!request) throw new Error('The case has another name.');
  const edit = editOf({ request, layers: layersOf(request), links });
  const rounds = shows(edit, 'background').toSorted((left, right) => left.clip.start - right.clip.start);

  it('goes round on two tracks in turn, each round coming while the last one goes', () => {
    expect(rounds.map(({ clip }) => [clip.start, clip.length])).toEqual([
      [0, 2.5],
      [2, 3],
      [4.5, 3],
      [7, 0.52],
    ]);
    expect(rounds.map(({ trackNumber }) => trackNumber - (rounds[0]?.trackNumber ?? 0))).toEqual([
      0, 1, 0, 1,
    ]);
    expect(rounds.map(({ clip }) => clip.opacity?.map(({ from, to, start }) => [from, to, start]))).toEqual([
      [[1, 0, 2]],
      undefined,
      [
        [0, 1, 0],
        [1, 0, 2.5],
      ],
      undefined,
    ]);
  });
});

describe('a head of which a part is shown', () => {
  it('stands in a box that reaches beyond the frame, with that part in the frame', () => {
    const edit = editOf(
      ((request) => ({ request, layers: layersOf(request), links }))(baseRequest(undefined, '1:1')),
    );
    const [shown] = shows(edit, 'head');
    const { crop } = planVideo(baseRequest(undefined, '1:1'), undefined).headFill;
    expect(shown?.clip).toMatchObject({ width: 1080, height: 1920, fit: 'crop', position: 'topLeft' });
    expect(shown?.clip.offset?.x).toBe(0);
    expect(shown?.clip.offset?.y).toBeCloseTo(crop.y / 1080, 5);
  });
});

it('what a phone turned, and other codecs, are prepared by the renderer; alpha never is', () => {
  const request: MontageRequest = {
    ...baseRequest('overlay', '9:16'),
    overlay: { kind: 'matte', matte: file },
    background: { video: file, probe: { ...probe, rotation: 90, durationSeconds: 15 } },
  };
  const edit = editOf({ request, layers: layersOf(request), links });
  expect(shows(edit, 'background')[0]?.clip.asset).toMatchObject({ transcode: true });
  expect(shows(edit, 'cut')[0]?.clip.asset).not.toHaveProperty('transcode');
});

it('a rate that the vendor does not have is refused here', () => {
  const request = {
    ...baseRequest(undefined, '9:16'),
    frame: { width: 1080, height: 1920, framesPerSecond: 27 },
  };
  expect(() => editOf({ request, layers: layersOf(request), links })).toThrow(/27 frames/);
});
