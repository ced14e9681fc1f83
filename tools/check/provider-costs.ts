import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { costTable } from './cost-table.ts';
import { keepGenerated } from './generated-file.ts';

const path = 'docs/providers.md';
const text = await readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const [begin, end] = ['<!-- costs: written by tools/check/provider-costs.ts -->', '<!-- /costs -->'];
const [before = '', after] = text.split(begin);
const rest = after?.split(end)[1];
if (rest === undefined) throw new Error(`${path} has no place for the table: ${begin} … ${end}`);
await keepGenerated({
  path,
  wanted: `${before}${begin}\n\n${costTable()}\n${end}${rest}`,
  command: 'node tools/check/provider-costs.ts',
});
