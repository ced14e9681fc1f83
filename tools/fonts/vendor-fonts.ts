/**
 * Brings the bundled fonts from their npm packages into assets/fonts and writes their metrics for the domain.
 * `node tools/fonts/vendor-fonts.ts` fetches; with `--check` it only compares what is committed, without network.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FontId, subtitleFonts } from '../../src/domain/subtitles/fonts.ts';
import { withScratchFolder } from '../../src/platform/files/scratch.ts';
import { sha256 } from '../../src/platform/files/sha256.ts';
import { runProcess } from '../../src/platform/process/run-process.ts';
import { exposeFullCharacterMap, type FontTables, readFontTables } from './open-type.ts';

interface FontSource {
  readonly packageName: string;
  readonly version: string;
  readonly path: string;
  /** Of the file in the package. */
  readonly sha256: string;
  readonly licenceFile: string;
  readonly licenceSha256: string;
}

const sources: Readonly<Record<FontId, FontSource>> = {
  montserrat: {
    packageName: '@expo-google-fonts/montserrat',
    version: '0.4.2',
    path: '800ExtraBold/Montserrat_800ExtraBold.ttf',
    sha256: '5cf0a23133ccce35f9e115b8dbbf90434201827bc2465d12f9d91bbf02cf9466',
    licenceFile: 'OFL-Montserrat.txt',
    licenceSha256: '8b7141c03fa4f8d44e6345d5d4931709290f0f67875e452e95ac1fd3a027802e',
  },
  rubik: {
    packageName: '@expo-google-fonts/rubik',
    version: '0.4.2',
    path: '800ExtraBold/Rubik_800ExtraBold.ttf',
    sha256: '6c78683c196bd5fd622ebb61df90899a601bc474a52acfb6394af47acd97a59a',
    licenceFile: 'OFL-Rubik.txt',
    licenceSha256: '472cbe7c25441df63e9c7864b43eb3c0f4b3df950c66a76224e6cfe1eae843fb',
  },
  manrope: {
    packageName: '@expo-google-fonts/manrope',
    version: '0.4.2',
    path: '800ExtraBold/Manrope_800ExtraBold.ttf',
    sha256: '5be6d9b21d23981ab520f0bfc7800c434c9d093467ef24b85b16877e7709b03b',
    licenceFile: 'OFL-Manrope.txt',
    licenceSha256: 'e01b637272e0cbdfb240184dd98ea5cc671556d9894dae2668d92ab2c906787c',
  },
  emoji: {
    packageName: '@expo-google-fonts/noto-emoji',
    version: '0.4.7',
    path: '700Bold/NotoEmoji_700Bold.ttf',
    sha256: '4a3232c18f9c6312d34eb5b3ddc670c2060ff15f42d584c8aca331b6205c6ad9',
    licenceFile: 'OFL-NotoEmoji.txt',
    licenceSha256: '500bb1ccf43df7bbb522112f9133a52b16e1c35e809632f5d8609b179152de5b',
  },
};

const root = fileURLToPath(new URL('../../', import.meta.url));
const fontFolder = join(root, 'assets/fonts');
const metricsPath = join(root, 'src/domain/subtitles/font-metrics.json');

/**
 * Scripts that the text fonts are trusted with: Latin, Greek, Cyrillic, and Rubik's Hebrew and Arabic, whose letters are
 * measured as they stand alone; the joined ones are in src/domain/subtitles/arabic-joining.ts.
 */
const textRanges: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x52f],
  [0x590, 0x6ff],
  [0x1e00, 0x1eff],
  [0x2000, 0x22ff],
  [0x25a0, 0x26ff],
];
/** ASCII and such are in the emoji font only to build keycaps from. */
const firstEmoji = 0x2049;

async function vendor(id: FontId, scratch: string): Promise<void> {
  const source = sources[id];
  const archive = `${id}.tgz`;
  // npm finds its registry and proxy in the caller's environment.
  const env = process.env as Record<string, string>;
  const { output } = await runProcess(
    'npm',
    ['pack', '--silent', `${source.packageName}@${source.version}`, '--pack-destination', scratch],
    { cwd: scratch, env, timeoutMs: 120_000, keepOutputBytes: 4096 },
  );
  await copyFile(join(scratch, output.toString('utf8').trim()), join(scratch, archive));
  const unpacked = join(scratch, id);
  await mkdir(unpacked);
  await runProcess('tar', ['xzf', archive, '-C', id], { cwd: scratch, timeoutMs: 60_000 });
  const original = await readFile(join(unpacked, 'package', source.path));
  const licence = await readFile(join(unpacked, 'package/LICENSE_FONT'));
  demandChecksum(source.path, original, source.sha256);
  demandChecksum(source.licenceFile, licence, source.licenceSha256);
  const font = id === 'emoji' ? exposeFullCharacterMap(original) : original;
  await writeFile(join(fontFolder, subtitleFonts[id].fileName), font);
  await writeFile(join(fontFolder, source.licenceFile), licence);
}

function demandChecksum(name: string, content: Buffer, expected: string): void {
  const found = sha256(content);
  if (found !== expected) throw new Error(`${name} has the checksum ${found}; ${expected} is expected.`);
}

async function metricsSource(): Promise<string> {
  const metrics: Record<string, unknown> = {};
  for (const id of Object.keys(subtitleFonts) as FontId[]) {
    const tables = readFontTables(await readFile(join(fontFolder, subtitleFonts[id].fileName)));
    metrics[id] = { ...tables, advances: advanceRuns(id, tables) };
  }
  return await formatted(JSON.stringify(metrics));
}

async function formatted(source: string): Promise<string> {
  const { output } = await runProcess(
    join(root, 'node_modules/.bin/biome'),
    ['format', '--stdin-file-path=src/domain/subtitles/font-metrics.json'],
    {
      cwd: root,
      env: { PATH: process.env.PATH ?? '' },
      timeoutMs: 60_000,
      keepOutputBytes: 1_000_000,
      writeInput: async (input) => {
        input.write(source);
      },
    },
  );
  return output.toString('utf8');
}

/** Neighbouring characters in one run, so that the committed data stays short. */
function advanceRuns(id: FontId, tables: FontTables): number[][] {
  const kept = [...tables.advances]
    .filter(([code]) => (id === 'emoji' ? isEmoji(code) : isText(code)))
    .sort(([left], [right]) => left - right);
  const runs: number[][] = [];
  for (const [code, advance] of kept) {
    const run = runs.at(-1);
    const next = run?.[0] === undefined ? undefined : run[0] + run.length - 1;
    if (run && code === next) run.push(advance);
    else runs.push([code, advance]);
  }
  return runs;
}

function isText(code: number): boolean {
  return textRanges.some(([first, last]) => code >= first && code <= last);
}

function isEmoji(code: number): boolean {
  return code >= firstEmoji && code !== 0x20e3 && /\p{Emoji}/u.test(String.fromCodePoint(code));
}

async function main(): Promise<void> {
  if (!process.argv.includes('--check')) {
    await mkdir(fontFolder, { recursive: true });
    await withScratchFolder(tmpdir(), async (scratch) => {
      for (const id of Object.keys(sources) as FontId[]) await vendor(id, scratch);
    });
    await writeFile(metricsPath, await metricsSource());
    return;
  }
  for (const id of Object.keys(sources) as FontId[]) {
    const file = await readFile(join(fontFolder, subtitleFonts[id].fileName));
    if (id !== 'emoji') demandChecksum(subtitleFonts[id].fileName, file, sources[id].sha256);
  }
  if ((await readFile(metricsPath, 'utf8')) !== (await metricsSource())) {
    throw new Error(`${metricsPath} does not belong to the fonts: run node tools/fonts/vendor-fonts.ts.`);
  }
}

await main();
