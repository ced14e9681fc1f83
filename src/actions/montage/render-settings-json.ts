import { z } from 'zod';
import { aspects, disclosures, templates } from '../../domain/ad/ad.ts';
import { circleRadius } from '../../domain/overlay/auto-circle.ts';
import { renderSettingsVersion } from '../../domain/montage/render-settings.ts';
import { isWritten } from '../../domain/subtitles/cue-text.ts';
import { type SubtitleThemeName, subtitleThemeNames } from '../../domain/subtitles/subtitle-theme.ts';
import { subtitlePositions } from '../../domain/subtitles/subtitle-track.ts';

const mostCues = 200;
const longestText = 500;
/** Longer than any speech. */
const latestSeconds = 600;

const seconds = z.number().min(0).max(latestSeconds);
const share = z.number().min(0).max(1);

const cue = z.strictObject({
  startSeconds: seconds,
  endSeconds: seconds,
  text: z.string().min(1).max(longestText).refine(isWritten, 'a text that can be read'),
});

const bookend = z
  .strictObject({ ownSound: z.boolean().describe('false: it is shown without its sound') })
  .nullable();

/** The settings as a person types them; what is left out stays as it is. */
export const renderSettingsJson = z.strictObject({
  $schema: z.string().max(500).describe('for editors: where this schema is').exactOptional(),
  version: z.literal(renderSettingsVersion).exactOptional(),
  templates: z
    .array(z.enum(templates))
    .min(1)
    .max(templates.length)
    .describe('each gives a clip; not for a talking head')
    .exactOptional(),
  subtitles: z
    .strictObject({
      kind: z
        .enum(['none', 'auto', 'own', 'edited'])
        .describe('own: the file that is there already; edited: with cues'),
      cues: z
        .array(cue)
        .min(1)
        .max(mostCues)
        .describe('at the times of the speech, for edited alone')
        .exactOptional(),
    })
    .exactOptional(),
  theme: z.enum(subtitleThemeNames as [SubtitleThemeName, ...SubtitleThemeName[]]).exactOptional(),
  position: z.enum(subtitlePositions).exactOptional(),
  intro: bookend.describe('null takes it away; its sound can be changed').exactOptional(),
  outro: bookend.describe('null takes it away; its sound can be changed').exactOptional(),
  circle: z
    .union([
      z.literal('auto'),
      z.strictObject({
        radius: z
          .number()
          .min(circleRadius.smallest)
          .max(circleRadius.largest)
          .describe("of the head picture's shorter side"),
        centre: z.strictObject({ x: share, y: share }),
      }),
    ])
    .describe('auto follows the face; not for a talking head')
    .exactOptional(),
  aspect: z.enum(aspects).exactOptional(),
  disclosure: z.enum(disclosures).exactOptional(),
});

/** As the bot serves it to editors, and `docs/render-settings.schema.json` has it. */
export function renderSettingsSchema(): Readonly<Record<string, unknown>> {
  return {
    $id: `ugc-render-settings/${renderSettingsVersion}`,
    title: 'What a video is rendered anew with; what is left out stays as it is',
    ...z.toJSONSchema(renderSettingsJson),
  };
}

/** Where the bot serves it, below its public address. */
export const renderSettingsSchemaPath = '/schemas/render-settings.json';

export type RenderSettingsJson = z.infer<typeof renderSettingsJson>;
