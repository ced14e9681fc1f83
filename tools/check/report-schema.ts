import { z } from 'zod';
import { adReport } from '../../src/actions/ad-report.ts';
import { keepGenerated } from './generated-file.ts';

const schema = { $id: 'ugc-report/1', title: 'What was made and measured', ...z.toJSONSchema(adReport) };

await keepGenerated({
  path: 'docs/report.schema.json',
  wanted: `${JSON.stringify(schema, null, 2)}\n`,
  command: 'node tools/check/report-schema.ts',
});
