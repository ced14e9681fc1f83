import { access, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { type Check, trackedFiles } from './check.ts';

const link = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|<(?:img|a|source)\s[^>]*(?:src|href)="([^"]+)"/g;
/** `src/kernel/errors.ts` in running text; patterns and placeholders such as `src/<x>/` or `*.ts` are none. */
const mentionedPath = /`((?:src|tools|test|docs|assets|bin)\/[\w./-]+|\.ci\/run)`/g;
const elsewhere = /^[a-z][a-z0-9+.-]*:/i;

/** Links and code-quoted paths of the documentation point to files and headings that exist. */
export const docLinksCheck: Check = {
  name: 'doc links',
  problems: async (root) => {
    const pages = (await trackedFiles(root)).filter((path) => path.endsWith('.md'));
    return (await Promise.all(pages.map((page) => problemsIn(root, page)))).flat();
  },
};

async function problemsIn(root: string, page: string): Promise<readonly string[]> {
  const text = await readFile(join(root, page), 'utf8').catch(() => '');
  const prose = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  const problems: string[] = [];
  for (const match of prose.replace(/`[^`\n]*`/g, '').matchAll(link)) {
    const target = match[1] ?? match[2] ?? '';
    if (elsewhere.test(target)) continue;
    const problem = await linkProblem(root, page, text, target);
    if (problem) problems.push(`${page}: ${problem}`);
  }
  for (const [, path = ''] of prose.matchAll(mentionedPath)) {
    const besidePage = join(dirname(page), path);
    if (!(await exists(join(root, path))) && !(await exists(join(root, besidePage)))) {
      problems.push(`${page}: names ${path}, which does not exist`);
    }
  }
  return problems;
}

async function linkProblem(
  root: string,
  page: string,
  text: string,
  target: string,
): Promise<string | undefined> {
  const [file = '', anchor] = decodeURI(target).split('#');
  const path = file === '' ? page : normalize(join(dirname(page), file));
  if (path.startsWith('..') || file.startsWith('/')) return `links to ${target}, outside the project`;
  if (!(await exists(join(root, path)))) return `links to ${target}, which does not exist`;
  if (!anchor || !path.endsWith('.md')) return undefined;
  const linked = file === '' ? text : await readFile(join(root, path), 'utf8');
  return headingAnchors(linked).has(anchor) ? undefined : `links to ${target}, which has no such heading`;
}

/** As GitHub makes them: lower case, punctuation dropped, spaces to hyphens, repeats numbered. */
function headingAnchors(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of text.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const base = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    let anchor = base;
    for (let repeat = 1; anchors.has(anchor); repeat += 1) anchor = `${base}-${repeat}`;
    anchors.add(anchor);
  }
  return anchors;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
