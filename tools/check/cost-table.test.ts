import { expect, it } from 'vitest';
import { falHeadModels, falPictureModels } from '../../src/platform/config/fal-models.ts';
import { costTable } from './cost-table.ts';

it('tells what an ad costs at every service and by every model, as the budget reckons', () => {
  const table = costTable();
  for (const model of [...falHeadModels, ...falPictureModels]) expect(table).toContain(`\`${model}\``);
  expect(table).toContain('| `omnihuman-1.5` at 720p | $0.16 a second; speech under 60 s | 2.40 |');
  expect(table).toContain('| `eleven_multilingual_v2` | some 225 credits a take | 0.050 |');
  expect(table).toMatch(/\| cut-out \| GPU endpoint \| .* \| 0\.015 \|/);
  expect(table).toMatch(/all of it\*\* \| `omnihuman-1\.5` .*\| \*\*2\.54\*\*/);
  expect(table).toMatch(/\| montage \| Shotstack `v1` \| .* \| 0\.075 \|/);
});
