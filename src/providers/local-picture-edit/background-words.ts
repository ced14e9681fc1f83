import type { PlateName } from './picture-edits.ts';
import { words } from './word-pattern.ts';

export const plateWords: readonly (readonly [PlateName, RegExp])[] = [
  ['living-room', words('living ?room', 'lounge', 'sofa', 'couch', 'гостин…', 'диван…', 'зал…', 'комнат…')],
  ['kitchen', words('kitchen', 'кухн…')],
  [
    'home-office',
    words(
      '(?:home )?office',
      'study',
      'workplace',
      'desk',
      'домашн… офис…',
      'офис…',
      'кабинет…',
      'рабоч… мест…',
    ),
  ],
  [
    'cafe',
    words(
      'cafe',
      'café',
      'coffee ?(?:shop|house)',
      'coffeehouse',
      'restaurant',
      'кафе',
      'кофейн…',
      'ресторан…',
    ),
  ],
  ['street', words('street', 'city', 'outdoors?', 'outside', 'town', 'улиц…', 'город…', 'снаружи')],
  ['warm-wall', words('warm wall', '(?:plain )?wall', 'studio', 'тепл… стен…', 'стен…', 'студи…')],
];

export interface ColourWord {
  readonly name: string;
  readonly rgb: readonly [number, number, number];
  readonly pattern: RegExp;
}

export const colourWords: readonly ColourWord[] = [
  { name: 'white', rgb: [250, 250, 250], pattern: words('white', 'бел…') },
  { name: 'black', rgb: [18, 18, 20], pattern: words('black', 'черн…') },
  { name: 'grey', rgb: [150, 152, 155], pattern: words('gr[ae]y', 'сер(?:ый|ого|ому|ым|ом|ое|ая|ую|ой)') },
  { name: 'red', rgb: [205, 52, 48], pattern: words('red', 'красн…') },
  { name: 'orange', rgb: [240, 140, 50], pattern: words('orange', 'оранжев…') },
  { name: 'yellow', rgb: [250, 212, 75], pattern: words('yellow', 'желт…') },
  { name: 'green', rgb: [88, 165, 98], pattern: words('green', 'зелен…') },
  { name: 'mint', rgb: [170, 220, 196], pattern: words('mint', 'мятн…') },
  { name: 'turquoise', rgb: [72, 185, 180], pattern: words('turquoise', 'teal', 'бирюзов…') },
  { name: 'sky-blue', rgb: [135, 190, 235], pattern: words('sky ?blue', 'light ?blue', 'голуб…') },
  { name: 'blue', rgb: [55, 100, 190], pattern: words('blue', 'син(?:ий|его|ему|им|ем|ее|яя|юю|ей)') },
  {
    name: 'purple',
    rgb: [130, 88, 185],
    pattern: words('purple', 'violet', 'фиолетов…', 'сиренев…', 'лилов…'),
  },
  { name: 'pink', rgb: [244, 168, 188], pattern: words('pink', 'розов…') },
  { name: 'beige', rgb: [226, 208, 182], pattern: words('beige', 'cream', 'бежев…', 'кремов…') },
  { name: 'brown', rgb: [124, 84, 58], pattern: words('brown', 'коричнев…') },
];

export const lightColour = words('light', 'pale', 'pastel', 'светло', 'светл…', 'бледно', 'пастельн…');
export const darkColour = words('dark', 'deep', 'темно', 'темн…');

export const noBackground = words(
  '(?:remove|delete|erase|cut out|without|no) (?:the )?(?:background|bg|backdrop)',
  '(?:убери|уберите|убрать|удали|удалите|удалить|вырежи|без|сотри) фон…',
  'прозрачн… фон…',
  'фон… прозрачн…',
  'transparent (?:background|bg)',
);

export const backgroundWord = words(
  'background',
  'bg',
  'backdrop',
  'behind(?: (?:me|her|him|them))?',
  'scene',
  'фон…',
  'задник…',
  'задн… план…',
  'сзади',
  'позади',
);
