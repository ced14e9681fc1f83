import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * Exits 1 when the lock file lacks platform packages; with --write they are added. A registry that has not every
 * platform of a package makes npm leave the rest out of the lock file, and `npm ci` then refuses it everywhere. What
 * is added has the licence of the package it belongs to and no hash, since it could not be fetched.
 */
const path = fileURLToPath(new URL('../../package-lock.json', import.meta.url));

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly license?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface LockFile {
  packages: Record<string, LockedPackage & Record<string, unknown>>;
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'windows'];
const processors = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'];

function platformOf(name: string): Record<string, unknown> | undefined {
  const words = name.split(/[-/]/);
  const system = systems.find((candidate) => words.includes(candidate));
  const processor = processors.find((candidate) => words.includes(candidate));
  if (system === undefined || processor === undefined) return undefined;
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : ['glibc'];
  const os = system === 'windows' ? 'win32' : system;
  return { cpu: [processor], ...(os === 'linux' && { libc }), os: [os] };
}

const lock = JSON.parse(await readFile(path, 'utf8')) as LockFile;
const added: string[] = [];
for (const { optionalDependencies, dev, license } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    const platform = platformOf(name);
    if (lock.packages[key] || !platform || !/^\d/.test(version)) continue;
    lock.packages[key] = {
      version,
      ...platform,
      ...(dev && { dev }),
      ...(license && { license }),
      optional: true,
    };
    added.push(`${name}@${version}`);
  }
}
if (process.argv.includes('--write')) {
  const [root, ...others] = Object.entries(lock.packages).sort(([left], [right]) =>
    left.localeCompare(right, 'en'),
  );
  lock.packages = Object.fromEntries([root ?? ['', {}], ...others]);
  await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
} else if (added.length > 0) {
  console.error(`The lock file lacks ${added.join(', ')}: run node tools/check/lock-file.ts --write`);
  process.exitCode = 1;
}
