import { describe, expect, it } from 'vitest';
import { docLinksCheck } from './doc-links.ts';
import { problemsIn } from './planted-project.ts';

const project = {
  'docs/picture.png': '',
  'docs/walk.md': '# The walk of one ad\n\n## Step: `start`, then (wait)\n',
  'src/kernel/errors.ts': '',
};

async function problemsOfReadme(text: string): Promise<readonly string[]> {
  return await problemsIn(docLinksCheck, { ...project, 'README.md': text });
}

describe('doc links check', () => {
  it('is content with links to files, headings and other sites, and with placeholders', async () => {
    const text = [
      '# Top',
      '[walk](docs/walk.md#the-walk-of-one-ad) ![p](docs/picture.png "title") [top](#top)',
      '[step](docs/walk.md#step-start-then-wait) [web](https://example.com/x) <img src="docs/picture.png">',
      'See `src/kernel/errors.ts`, `src/<floor>/x.ts`, `src/**/*.test.ts` and `npm run check`.',
      '```',
      '[not a link](nowhere.md)',
      '```',
    ].join('\n');
    expect(await problemsOfReadme(text)).toEqual([]);
  });

  it.each([
    ['[gone](docs/gone.md)', 'README.md: links to docs/gone.md, which does not exist'],
    ['<img src="gone.png">', 'README.md: links to gone.png, which does not exist'],
    ['[h](docs/walk.md#run)', 'README.md: links to docs/walk.md#run, which has no such heading'],
    ['[out](../other.md)', 'README.md: links to ../other.md, outside the project'],
    ['See `src/kernel/gone.ts`.', 'README.md: names src/kernel/gone.ts, which does not exist'],
  ])('finds %s', async (text, problem) => {
    expect(await problemsOfReadme(text)).toEqual([problem]);
  });
});
