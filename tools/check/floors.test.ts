import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { floorsCheck } from './floors.ts';
import { type PlantedFiles, problemsIn } from './planted-project.ts';

/** A house in small that keeps every rule. */
const soundHouse: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: { grammy: '1.0.0' },
    devDependencies: { vitest: '1.0.0' },
  }),
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', allowImportingTsExtensions: true },
  }),
  'node_modules/grammy/package.json': '{ "name": "grammy", "version": "1.0.0", "main": "index.js" }',
  'node_modules/grammy/index.js': '',
  'node_modules/vitest/package.json': '{ "name": "vitest", "version": "1.0.0", "main": "index.js" }',
  'node_modules/vitest/index.js': '',
  'tools/bench.ts': 'export const bench = 1;',
  'src/main.ts': "import './compose/app.ts';",
  'src/compose/app.ts':
    "import '../providers/local-head/provider.ts'; import '../pipeline/register.ts'; import '../telegram/bot.ts';",
  'src/kernel/errors.ts': 'export const reason = 1;',
  'src/domain/ad.ts': "import '../kernel/errors.ts'; export const ad = 1;",
  'src/domain/ad.test.ts': "import 'vitest'; import './ad.ts';",
  'src/platform/files.ts': "import 'node:fs'; import '../kernel/errors.ts'; export const files = 1;",
  'src/ports/head.ts': "import type { ad } from '../domain/ad.ts'; export type Head = typeof ad;",
  'src/ports/head.contract.ts':
    "import 'vitest'; import './head.ts'; import '../platform/files.ts'; export const suite = 1;",
  'src/store/rows.ts': "import '../platform/files.ts'; export const rows = 1;",
  'src/flow/machine.ts': "import '../domain/ad.ts'; export const machine = 1;",
  'src/providers/local-head/provider.ts': "import './warp.ts'; import '../../ports/head.ts';",
  'src/providers/local-head/warp.ts': "import '../../platform/files.ts'; export const warp = 1;",
  'src/providers/local-head/warp.test.ts': "import './warp.ts'; import '../../ports/head.contract.ts';",
  'src/providers/local-speech/provider.ts': "import '../../ports/head.ts'; export const speech = 1;",
  'src/pipeline/register.ts': "import './steps.ts';",
  'src/pipeline/jobs.ts': "import '../store/rows.ts'; export const jobs = 1;",
  'src/pipeline/steps.ts': "import './jobs.ts'; export const steps = 1;",
  'src/actions/make-ad.ts': "import '../pipeline/jobs.ts'; export const makeAd = 1;",
  'src/http/serve.ts': "import '../platform/files.ts'; export const serve = 1;",
  'src/overlay-server/app.ts': "import '../http/serve.ts'; import '../ports/head.ts'; export const app = 1;",
  'src/telegram/bot.ts': "import 'grammy'; import '../actions/make-ad.ts'; import '../flow/machine.ts';",
};

interface PlantedFault {
  readonly promise: string;
  readonly files: Readonly<Record<string, string>>;
  readonly reported: readonly string[];
}

const faults: readonly PlantedFault[] = [
  {
    promise: 'domain stays free of Node',
    files: { 'src/domain/reads-files.ts': "import 'node:fs';" },
    reported: ['pure-floors: src/domain/reads-files.ts -> fs'],
  },
  {
    promise: 'ports stay free of packages',
    files: { 'src/ports/parses.ts': "import 'grammy';" },
    reported: [
      'pure-floors: src/ports/parses.ts -> node_modules/grammy/index.js',
      'telegram-only-there: src/ports/parses.ts -> node_modules/grammy/index.js',
    ],
  },
  {
    promise: 'domain does not reach up to the platform',
    files: { 'src/domain/reaches-up.ts': "import '../platform/files.ts';" },
    reported: ['floor-domain: src/domain/reaches-up.ts -> src/platform/files.ts'],
  },
  {
    promise: 'tests may use the platform, but not what stands above their floor',
    files: {
      'src/domain/uses-platform.test.ts': "import '../platform/files.ts';",
      'src/domain/uses-store.test.ts': "import '../store/rows.ts';",
    },
    reported: ['floor-domain: src/domain/uses-store.test.ts -> src/store/rows.ts'],
  },
  {
    promise: 'a type-only import counts as an import',
    files: {
      'src/kernel/looks-up.ts': "import type { ad } from '../domain/ad.ts'; export type Up = typeof ad;",
    },
    reported: ['floor-kernel: src/kernel/looks-up.ts -> src/domain/ad.ts'],
  },
  {
    promise: 'a lazy import counts as an import',
    files: { 'src/telegram/lazy.ts': "export const rows = () => import('../store/rows.ts');" },
    reported: ['floor-telegram: src/telegram/lazy.ts -> src/store/rows.ts'],
  },
  {
    promise: 'one provider does not import another',
    files: { 'src/providers/local-head/borrows.ts': "import '../local-speech/provider.ts';" },
    reported: [
      'provider-alone: src/providers/local-head/borrows.ts -> src/providers/local-speech/provider.ts',
    ],
  },
  {
    promise: 'the overlay server knows neither the product nor its database',
    files: {
      'src/overlay-server/counts.ts': "import '../store/rows.ts';",
      'src/overlay-server/makes.ts': "import '../actions/make-ad.ts';",
      'src/overlay-server/cuts.ts': "import '../providers/local-head/provider.ts';",
    },
    reported: [
      'floor-overlay-server: src/overlay-server/counts.ts -> src/store/rows.ts',
      'floor-overlay-server: src/overlay-server/makes.ts -> src/actions/make-ad.ts',
      'floor-overlay-server: src/overlay-server/cuts.ts -> src/providers/local-head/provider.ts',
    ],
  },
  {
    promise: 'a provider does not know the store',
    files: { 'src/providers/local-head/saves.ts': "import '../../store/rows.ts';" },
    reported: ['floor-providers: src/providers/local-head/saves.ts -> src/store/rows.ts'],
  },
  {
    promise: 'nobody enters a provider past its door',
    files: { 'src/compose/burglar.ts': "import '../providers/local-head/warp.ts';" },
    reported: ['provider-door: src/compose/burglar.ts -> src/providers/local-head/warp.ts'],
  },
  {
    promise: 'only compose knows providers',
    files: { 'src/pipeline/picks.ts': "import '../providers/local-head/provider.ts';" },
    reported: ['floor-pipeline: src/pipeline/picks.ts -> src/providers/local-head/provider.ts'],
  },
  {
    promise: 'nobody but main enters compose',
    files: { 'src/cli/starts.ts': "import '../compose/app.ts';" },
    reported: ['floor-cli: src/cli/starts.ts -> src/compose/app.ts'],
  },
  {
    promise: 'the pipeline does not know Telegram',
    files: { 'src/pipeline/chats.ts': "import '../telegram/bot.ts';" },
    reported: ['floor-pipeline: src/pipeline/chats.ts -> src/telegram/bot.ts'],
  },
  {
    promise: 'nobody enters the pipeline past its doors',
    files: { 'src/actions/hurries.ts': "import '../pipeline/steps.ts';" },
    reported: ['pipeline-door: src/actions/hurries.ts -> src/pipeline/steps.ts'],
  },
  {
    promise: 'grammY stays in telegram',
    files: { 'src/http/hooks.ts': "import 'grammy';" },
    reported: ['telegram-only-there: src/http/hooks.ts -> node_modules/grammy/index.js'],
  },
  {
    promise: 'contract suites stay in tests',
    files: { 'src/providers/local-head/asserts.ts': "import '../../ports/head.contract.ts';" },
    reported: ['contracts-in-tests: src/providers/local-head/asserts.ts -> src/ports/head.contract.ts'],
  },
  {
    promise: 'a test is not a library',
    files: {
      'src/platform/uses-test.ts': "import './t.test.ts';",
      'src/platform/t.test.ts': "import './files.ts';",
    },
    reported: ['no-test-import: src/platform/uses-test.ts -> src/platform/t.test.ts'],
  },
  {
    promise: 'the product runs without development packages',
    files: { 'src/platform/expects.ts': "import 'vitest';" },
    reported: ['no-dev-package: src/platform/expects.ts -> node_modules/vitest/index.js'],
  },
  {
    promise: 'the product does not need its tools',
    files: { 'src/platform/measures.ts': "import '../../tools/bench.ts';" },
    reported: ['product-alone: src/platform/measures.ts -> tools/bench.ts'],
  },
  {
    promise: 'two files do not import each other',
    files: {
      'src/store/left.ts': "import './right.ts'; export const left = 1;",
      'src/store/right.ts': "import './left.ts'; export const right = 1;",
    },
    reported: ['no-cycle: src/store/left.ts -> src/store/right.ts'],
  },
  {
    promise: 'there is no barrel',
    files: {
      'src/domain/all/index.ts': "export * from '../ad.ts';",
      'src/platform/shops.ts': "import '../domain/all/index.ts';",
    },
    reported: [
      'no-barrel: src/platform/shops.ts -> src/domain/all/index.ts',
      'floor-platform: src/platform/shops.ts -> src/domain/all/index.ts',
    ],
  },
  {
    promise: 'a file that nothing imports and that imports nothing is dead',
    files: { 'src/domain/forgotten.ts': 'export const forgotten = 1;' },
    reported: ['no-dead-file: src/domain/forgotten.ts -> src/domain/forgotten.ts'],
  },
  {
    promise: 'a folder without a floor is refused, as importer and as imported',
    files: {
      'src/utils/helper.ts': "import '../kernel/errors.ts'; export const helper = 1;",
      'src/compose/helps.ts': "import '../utils/helper.ts';",
    },
    reported: [
      'floor-unknown: src/utils/helper.ts -> src/kernel/errors.ts',
      'floor-unknown: src/compose/helps.ts -> src/utils/helper.ts',
    ],
  },
  {
    promise: 'main does nothing but start',
    files: { 'src/main.ts': "import './compose/app.ts'; import './store/rows.ts';" },
    reported: ['floor-main: src/main.ts -> src/store/rows.ts'],
  },
];

const repositoryRules = await readFile(new URL('../../.dependency-cruiser.cjs', import.meta.url), 'utf8');

async function floorProblems(house: PlantedFiles, rules = repositoryRules): Promise<readonly string[]> {
  return await problemsIn(floorsCheck, { ...house, '.dependency-cruiser.cjs': rules });
}

describe('floors check', () => {
  it('finds nothing wrong with a sound house', async () => {
    expect(await floorProblems(soundHouse)).toEqual([]);
  });

  it('does not take an empty run for a good one', async () => {
    const readsNothing = "module.exports = { options: { exclude: { path: '.' } } };";
    const problems = await floorProblems(soundHouse, readsNothing);
    const sources = Object.keys(soundHouse).filter((path) => path.startsWith('src/')).length;
    expect(problems).toEqual([expect.stringContaining(`read 0 of ${sources} source files`)]);
  });

  it('does not take a house without sources for a good one', async () => {
    const foundations = Object.entries(soundHouse).filter(([path]) => !path.startsWith('src/'));
    expect(await floorProblems({ ...Object.fromEntries(foundations), 'src/readme.md': '' })).toEqual([
      'no source file was found under src/',
    ]);
  });

  it('says so when dependency-cruiser itself fails', async () => {
    expect(await floorProblems(soundHouse, 'throw new Error("broken configuration");')).toEqual([
      expect.stringContaining('dependency-cruiser gave no report'),
    ]);
  });
});

describe('floors check, with every fault planted at once', () => {
  let problems: readonly string[] = [];
  beforeAll(async () => {
    const planted = faults.map((fault) => fault.files);
    problems = await floorProblems(Object.assign({}, soundHouse, ...planted) as PlantedFiles);
  });
  for (const { promise, reported } of faults) {
    it(promise, () => {
      expect(problems).toEqual(expect.arrayContaining([...reported]));
    });
  }

  it('and nothing else is reported', () => {
    const planted = new Set(faults.flatMap((fault) => fault.reported));
    expect(problems.filter((problem) => !planted.has(problem))).toEqual([]);
  });
});
