import { renderSettingsSchema } from '../../src/actions/montage/render-settings-json.ts';
import { keepGenerated } from './generated-file.ts';

await keepGenerated({
  path: 'docs/render-settings.schema.json',
  wanted: `${JSON.stringify(renderSettingsSchema(), null, 2)}\n`,
  command: 'node tools/check/render-settings-schema.ts',
});
