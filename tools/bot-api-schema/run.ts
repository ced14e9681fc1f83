import { keepGenerated } from '../check/generated-file.ts';
import { generateSchema } from './generate.ts';

await keepGenerated({
  path: 'src/sandbox/schema/bot-api.json',
  wanted: `${JSON.stringify(generateSchema())}\n`,
  command: 'node tools/bot-api-schema/run.ts',
});
