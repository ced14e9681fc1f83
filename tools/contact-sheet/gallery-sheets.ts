import { fileURLToPath } from 'node:url';
import type { AdWish } from '../../src/actions/ad-wish.ts';
import { demoScripts } from '../../src/cli/demo.ts';
import { aspects, templates } from '../../src/domain/ad/ad.ts';
import { subtitleThemeNames } from '../../src/domain/subtitles/subtitle-theme.ts';
import { plainWish } from '../product/product.ts';
import type { Ground } from './gallery-grounds.ts';
import type { Moment, Part } from './picked-frames.ts';

/** One ad, of which some frames stand side by side. */
export interface Shot {
  readonly caption: string;
  readonly wish: Omit<AdWish, 'backgroundPath'>;
  readonly ground?: Ground;
  readonly moments: readonly Moment[];
  readonly part?: Part;
}

export interface Sheet {
  /** JPEG's, 1 to 100. */
  readonly quality: number;
  readonly rows: readonly (readonly Shot[])[];
}

type Language = 'en' | 'ru';

/** Short, with sounds that close the lips, open and rounded vowels, and a number. */
const shortScripts: Readonly<Record<Language, string>> = {
  en: 'Boom! My morning map app is just 5 bucks a month.',
  ru: 'Пробуй! Мой новый блендер — всего 5 минут, и обед готов.',
};

/** Long enough for the background that comes after three seconds. */
const longScript =
  'Okay, I have to show you this. My bag, my coffee, and 12 hours later it is still hot. Grab yours!';

const castIds = 'sofia dana amina mira vera rosa mark timur ken leo samuel victor'.split(' ');
const photos = [
  ...['half-body-small-face', 'open-smile', 'full-beard', 'glasses'],
  ...['dark-skin', 'pale-tilted', 'turned-13-degrees', 'turned-23-degrees'],
];

const speaking = (presenter: string, language: Language): Shot['wish'] => ({
  ...plainWish,
  script: shortScripts[language],
  language,
  presenter: { kind: 'cast', id: presenter },
});

const over = (wish: Shot['wish'], template: AdWish['template']): Shot['wish'] => ({
  ...wish,
  format: 'character_with_background',
  template,
});

const castRow = (ids: readonly string[], language: Language): readonly Shot[] =>
  ids.map((id) => ({ caption: id, wish: speaking(id, language), moments: ['open'] }));

const photoWish = (photo: string): Shot['wish'] => ({
  ...speaking('', 'en'),
  presenter: {
    kind: 'own',
    picturePath: fileURLToPath(new URL(`../../test/portraits/${photo}.jpg`, import.meta.url)),
    hasConsent: true,
  },
});

const templateRow = (ground: Ground, moment: Moment): readonly Shot[] =>
  templates.map((template) => ({
    caption: template,
    wish: over({ ...speaking('mira', 'en'), script: longScript }, template),
    ground,
    moments: [moment],
  }));

const aspectRow = (template?: AdWish['template']): readonly Shot[] =>
  aspects.map((aspect) => {
    const wish = { ...speaking('dana', 'en'), aspect };
    const caption = `${aspect} ${template ?? 'talking_head'}`;
    if (!template) return { caption, wish, moments: ['open'] };
    return { caption, wish: over(wish, template), ground: 'product', moments: ['open'] };
  });

const starredScripts: Readonly<Record<Language, string>> = {
  en: 'Boom! My morning map app is just *5 bucks* a month.',
  ru: 'Пробуй! Мой новый блендер — всего *5 минут*, и обед готов.',
};

const themeShot = (subtitleTheme: string, language: Language): Shot => ({
  caption: subtitleTheme,
  wish: {
    ...over(speaking('timur', language), 'circle'),
    script: starredScripts[language],
    subtitleTheme,
  },
  ground: 'turns',
  moments: [0.7, 1.6, 2.6],
  part: { x: 0, y: 0.605, width: 1, height: 0.25 },
});

const demoShot = (language: Language, headAlone: readonly Moment[]): Shot => ({
  caption: language,
  wish: { ...over(speaking('sofia', language), 'mix_basic_circle'), script: demoScripts[language] },
  ground: 'product',
  moments: [...headAlone, 4.4, 6.5, 8.6, 10.7],
});

/** `cast`, `templates`, `portraits` and `demo` are the pictures of `docs/gallery.md`. */
export const sheets: Readonly<Record<string, Sheet>> = {
  demo: { quality: 82, rows: [[demoShot('en', [0.72, 2.42])], [demoShot('ru', [1.42, 2.32])]] },
  cast: { quality: 80, rows: [castRow(castIds.slice(0, 6), 'en'), castRow(castIds.slice(6), 'ru')] },
  'cast-swapped': {
    quality: 80,
    rows: [castRow(castIds.slice(0, 6), 'ru'), castRow(castIds.slice(6), 'en')],
  },
  cutouts: {
    quality: 80,
    rows: [castIds.slice(0, 6), castIds.slice(6)].map((ids) =>
      castRow(ids, 'en').map((shot) => ({
        ...shot,
        wish: over(shot.wish, 'overlay'),
        ground: 'turns' as const,
      })),
    ),
  },
  templates: { quality: 80, rows: [templateRow('product', 1.5), templateRow('product', 5)] },
  'templates-turns': {
    quality: 80,
    rows: [0.7, 3.2, 4.5, 5.5].map((moment) => templateRow('turns', moment)),
  },
  aspects: { quality: 80, rows: [aspectRow(), aspectRow('circle'), aspectRow('overlay')] },
  themes: {
    quality: 66,
    rows: subtitleThemeNames.map((theme) => [themeShot(theme, 'en'), themeShot(theme, 'ru')]),
  },
  portraits: {
    quality: 78,
    rows: [
      photos.map((photo) => ({ caption: photo, wish: photoWish(photo), moments: ['open'] })),
      photos.map((photo) => ({
        caption: 'cut out',
        wish: over(photoWish(photo), 'overlay'),
        ground: 'product',
        moments: ['open'],
      })),
    ],
  },
};
