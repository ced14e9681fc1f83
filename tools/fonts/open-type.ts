/** What line breaking needs to know of a font; lengths in font units. */
export interface FontTables {
  readonly unitsPerEm: number;
  /** libass makes a font's `Fontsize` span these two, as GDI did: Windows ascent above and descent below the baseline. */
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  /** Advance width of every character the font has, by code point. */
  readonly advances: ReadonlyMap<number, number>;
}

/** Reads the few OpenType tables that measuring needs. Layout: the OpenType specification, chapters head to cmap. */
export function readFontTables(font: Buffer): FontTables {
  const table = (tag: string) => font.subarray(...tableRange(font, tag));
  const head = table('head');
  const os2 = table('OS/2');
  const longMetrics = table('hhea').readUInt16BE(34);
  const hmtx = table('hmtx');
  const advanceOfGlyph = (glyph: number) => hmtx.readUInt16BE(Math.min(glyph, longMetrics - 1) * 4);
  const advances = new Map<number, number>();
  for (const [codePoint, glyph] of readCharacterMap(table('cmap'))) {
    if (glyph !== 0) advances.set(codePoint, advanceOfGlyph(glyph));
  }
  return {
    unitsPerEm: head.readUInt16BE(18),
    ascent: os2.readUInt16BE(74),
    descent: os2.readUInt16BE(76),
    capHeight: os2.readUInt16BE(88),
    advances,
  };
}

/**
 * Lets the Windows BMP character map of a font point to its full one. libass takes the first Windows map it meets,
 * which has no emoji beyond U+FFFF: it would look for another font and then draw nothing.
 */
export function exposeFullCharacterMap(font: Buffer): Buffer {
  const patched = Buffer.from(font);
  const [start] = tableRange(patched, 'cmap');
  const records = mapRecords(patched.subarray(start));
  const full = records.find(({ platform, encoding }) => platform === 3 && encoding === 10);
  const basic = records.find(({ platform, encoding }) => platform === 3 && encoding === 1);
  if (!full || !basic) throw new Error('The font lacks a Windows character map to repair.');
  patched.writeUInt32BE(full.offset, start + basic.position + 4);
  return patched;
}

function tableRange(font: Buffer, tag: string): [start: number, end: number] {
  const count = font.readUInt16BE(4);
  for (let record = 12; record < 12 + 16 * count; record += 16) {
    if (font.toString('latin1', record, record + 4) !== tag) continue;
    const start = font.readUInt32BE(record + 8);
    return [start, start + font.readUInt32BE(record + 12)];
  }
  throw new Error(`The font has no table ${tag}.`);
}

interface MapRecord {
  readonly platform: number;
  readonly encoding: number;
  readonly offset: number;
  /** Of the record itself, from the start of the table. */
  readonly position: number;
}

function mapRecords(cmap: Buffer): MapRecord[] {
  return Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => {
    const position = 4 + 8 * index;
    return {
      platform: cmap.readUInt16BE(position),
      encoding: cmap.readUInt16BE(position + 2),
      offset: cmap.readUInt32BE(position + 4),
      position,
    };
  });
}

function readCharacterMap(cmap: Buffer): [codePoint: number, glyph: number][] {
  const maps = mapRecords(cmap).map(({ offset }) => cmap.subarray(offset));
  const full = maps.find((map) => map.readUInt16BE(0) === 12);
  if (full) return readSegmentedCoverage(full);
  const basic = maps.find((map) => map.readUInt16BE(0) === 4);
  if (basic) return readSegmentMapping(basic);
  throw new Error('The font has no character map of format 4 or 12.');
}

function readSegmentedCoverage(map: Buffer): [number, number][] {
  const pairs: [number, number][] = [];
  for (let group = 0; group < map.readUInt32BE(12); group++) {
    const at = 16 + 12 * group;
    const first = map.readUInt32BE(at);
    const firstGlyph = map.readUInt32BE(at + 8);
    for (let code = first; code <= map.readUInt32BE(at + 4); code++) {
      pairs.push([code, firstGlyph + code - first]);
    }
  }
  return pairs;
}

function readSegmentMapping(map: Buffer): [number, number][] {
  const pairs: [number, number][] = [];
  const doubleCount = map.readUInt16BE(6);
  for (let at = 0; at < doubleCount; at += 2) {
    const last = map.readUInt16BE(14 + at);
    const first = map.readUInt16BE(16 + doubleCount + at);
    const delta = map.readUInt16BE(16 + 2 * doubleCount + at);
    const rangeAt = 16 + 3 * doubleCount + at;
    const range = map.readUInt16BE(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const listed = range === 0 ? code : map.readUInt16BE(rangeAt + range + 2 * (code - first));
      pairs.push([code, listed === 0 ? 0 : (listed + delta) & 0xffff]);
    }
  }
  return pairs;
}
