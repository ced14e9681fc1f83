// Makes Node read the program's thousand files faster: 0.5 instead of 1.2 CPU seconds. Without it all works the same.
import { enableCompileCache, getCompileCacheDir, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Beside the installed code, so that it is as trusted and goes with it. Nothing is kept where it can't be written. */
const cacheFolder = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));
const projectFolder = new URL('..', import.meta.url).href;
const packagesFolder = new URL('../node_modules/', import.meta.url).href;
/** Node parses the list of exports of a file's package for every single file; this one's is 130 kB for 108 files. */
const longListed = `${packagesFolder}drizzle-orm/`;

export function readModulesQuickly() {
  enableCompileCache(cacheFolder);
  // Threads have it by this alone.
  if (getCompileCacheDir() !== undefined) process.env.NODE_COMPILE_CACHE ??= cacheFolder;
  const packages = new Map();
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const { parentURL = '', conditions } = context;
      if (specifier.startsWith('.')) {
        if (!parentURL.startsWith(longListed)) return nextResolve(specifier, context);
        return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
      }
      if (!isOwn(parentURL) || !conditions.includes('import')) return nextResolve(specifier, context);
      const found = packages.get(specifier) ?? nextResolve(specifier, context);
      packages.set(specifier, found);
      return { ...found, shortCircuit: true };
    },
  });
}

/** What the project's own files call a package by means the same in all of them. */
function isOwn(url) {
  return url.startsWith(projectFolder) && !url.startsWith(packagesFolder);
}
