import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameFormat } from '../../src/domain/ad/ad.ts';
import { subtitleFonts } from '../../src/domain/subtitles/fonts.ts';
import { runProcess } from '../../src/platform/process/run-process.ts';

export interface GlyphReading {
  /** Code points, as libass names them, that it looked for in vain or in another font. */
  readonly missing: readonly string[];
  /** Fonts that libass took and that are not among the bundled ones. */
  readonly foreignFonts: readonly string[];
}

export interface GlyphJob {
  readonly ffmpegPath: string;
  readonly ass: string;
  /** Folder of the fonts that libass is given. */
  readonly fontFolder: string;
  readonly frame: FrameFormat;
  readonly durationSeconds: number;
  readonly workFolder: string;
}

/** The log goes to a file at level 40, verbose: it is longer than the tail of standard error that is kept. */
const env = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/nonexistent',
  FONTCONFIG_FILE: '/nonexistent',
  FFREPORT: 'file=glyphs.log:level=40',
};

/** Draws the script on an empty picture, a few frames a second, and reads libass's own log of fonts and glyphs. */
export async function readGlyphs(job: GlyphJob): Promise<GlyphReading> {
  await writeFile(join(job.workFolder, 'glyphs.ass'), job.ass);
  const source = `color=black:s=${job.frame.width}x${job.frame.height}:r=8:d=${job.durationSeconds}`;
  await runProcess(
    job.ffmpegPath,
    ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', source].concat([
      '-vf',
      `ass=glyphs.ass:fontsdir=${job.fontFolder}`,
      '-f',
      'null',
      '-',
    ]),
    { cwd: job.workFolder, env, timeoutMs: 120_000 },
  );
  const log = await readFile(join(job.workFolder, 'glyphs.log'), 'utf8');
  const missing = [...log.matchAll(/Glyph 0x([0-9A-F]+) not found/gi)].map((match) => `U+${match[1]}`);
  const families = [...log.matchAll(/fontselect: \(.*?\) -> (?:\S*, \d+, )?(\S+)/g)].map(
    (match) => match[1] ?? '',
  );
  const bundled = new Set(
    Object.values(subtitleFonts).map(({ family }) => family.replaceAll(' ', '').toLowerCase()),
  );
  const foreign = families.filter((name) => !isBundled(name, bundled));
  return { missing: [...new Set(missing)], foreignFonts: [...new Set(foreign)] };
}

/** PostScript names: 'Montserrat-ExtraBold' is of the family 'Montserrat ExtraBold', 'NotoEmoji-Bold' of 'Noto Emoji'. */
function isBundled(name: string, bundled: ReadonlySet<string>): boolean {
  const plain = name.replaceAll('-', '').toLowerCase();
  return bundled.has(plain) || bundled.has(plain.replace(/bold$/, ''));
}
