import { z } from 'zod';
import { renderSettingsJson } from '../../src/actions/montage/render-settings-json.ts';
import { keepGenerated } from './generated-file.ts';

const schema = {
  $id: 'ugc-render-settings/1',
  title: 'What a video is rendered anew with; what is left out stays as it is',
  ...z.toJSONSchema(renderSettingsJson),
};

await keepGenerated({
  path: 'docs/render-settings.schema.json',
  wanted: `${JSON.stringify(schema, null, 2)}\n`,
  command: 'node tools/check/render-settings-schema.ts',
});
