import { describe, expect, it } from 'vitest';
import { decodeSubtitles } from './decode-subtitles.ts';

/** In an encoding of one byte a letter. */
function encoded(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const byteOf = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) byteOf.set(decoder.decode(Uint8Array.of(byte)), byte);
  return Uint8Array.from(text, (character) => {
    const byte = byteOf.get(character);
    if (byte === undefined) throw new Error(`${encoding} has no ${character}.`);
    return byte;
  });
}

const entry = '1\n00:00:01,000 --> 00:00:02,500\n';
const russian = [
  'Хлеб свежий',
  'Ещё чай?',
  'Привет, это новая кофейня на углу.',
  'Эту сумку хвалят все подруги: лёгкая, вместительная.',
];

describe('a subtitle file without a mark of its encoding', () => {
  it.each(['windows-1251', 'koi8-r', 'ibm866'])('is read in %s', (encoding) => {
    for (const text of [...russian, `${entry}${russian[2]}`]) {
      expect(decodeSubtitles(encoded(text, encoding))).toBe(text);
    }
  });

  it('is read in windows-1251 also where most of it is names in Latin', () => {
    for (const text of ['Nike Air Max, Adidas Originals — всё есть', 'Да! Super Sale', 'Я']) {
      expect(decodeSubtitles(encoded(text, 'windows-1251'))).toBe(text);
    }
  });

  it('is read in windows-1251 where all is capitals, or Ukrainian or Bulgarian', () => {
    for (const text of [
      'ПОДПИШИСЬ СЕЙЧАС',
      'Привіт, це нова кав’ярня. Заходьте!',
      'Здравей, това е новото кафене на ъгъла.',
    ]) {
      expect(decodeSubtitles(encoded(text, 'windows-1251'))).toBe(text);
    }
  });

  it.each([
    'Café crème à Noël, déjà prêt',
    'Übergröße für Ärzte',
    '¿Qué? ¡Sí! «Año» nº 5 – 20€',
    'Don’t “do” it…',
    'Il pane è buono',
    'Il pane è buono, perché è fresco: è di oggi',
    'Rendez-vous à Paris',
  ])('is read in windows-1252: %s', (text) =>
    expect(decodeSubtitles(encoded(text, 'windows-1252'))).toBe(text),
  );

  it('is UTF-8 though a few of its characters are damaged', () => {
    const sound = new TextEncoder().encode(russian[2]);
    expect(decodeSubtitles(Uint8Array.of(...sound, 0xff))).toBe(`${russian[2]}\uFFFD`);
  });

  const foreign: readonly (readonly [string, Uint8Array])[] = [
    ['Hebrew of windows-1255', encoded('הנחה של עשרים אחוז רק היום', 'windows-1255')],
    ['Arabic of windows-1256', encoded('مرحبا، هذا هو المقهى الجديد في الزاوية', 'windows-1256')],
    ['Greek of windows-1253', encoded('Γεια σας, αυτό είναι το νέο', 'windows-1253')],
    ['Polish of windows-1250', encoded('Świeży chleb każdego ranka', 'windows-1250')],
    ['Turkish of windows-1254', encoded('Her sabah taze ekmek, şöğüı', 'windows-1254')],
    ['Thai of windows-874', encoded('ขนมปังสดใหม่ทุกเช้า', 'windows-874')],
    ['Chinese of GBK', Buffer.from('c3e6b0fcbadcbac3b3d4a3acbbb6d3adb9e2c1d9', 'hex')],
    ['Japanese of Shift JIS', Buffer.from('8370839382cd94fc96a182b582a282c582b7', 'hex')],
  ];
  it.each(foreign)('is not read as gibberish: %s', (_name, content) => {
    expect(decodeSubtitles(Buffer.concat([Buffer.from(entry), content]))).toBeUndefined();
  });
});
