import { renderEnvExample } from '../../src/platform/config/env-example.ts';
import { keepGenerated } from './generated-file.ts';

await keepGenerated({
  path: '.env.example',
  wanted: renderEnvExample(),
  command: 'node tools/check/env-example.ts',
});
