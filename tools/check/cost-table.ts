import { readConfig } from '../../src/platform/config/read-config.ts';
import { documentedModel } from '../../src/providers/elevenlabs/service-models.ts';
import { headModels } from '../../src/providers/fal/head-models.ts';
import { pictureModels } from '../../src/providers/fal/picture-models.ts';
import { cutoutUsd } from '../../src/providers/modal-overlay/submit-cutout.ts';

const adSeconds = 15;
/** Of speech, in the alphabets of both languages of the interface. */
const charactersPerSecond = 15;
const speechModels = ['eleven_multilingual_v2', 'eleven_v3', 'eleven_flash_v2_5'] as const;

interface CostRow {
  readonly part: string;
  readonly by: string;
  readonly counted: string;
  readonly usd: number;
}

/** The prices that the settings have where nothing but the keys is set. */
const config = readConfig({
  ELEVEN_API_KEY: 'key',
  SHOTSTACK_API_KEY: 'key',
  MODAL_OVERLAY_ENDPOINT: 'https://endpoint.example/submit',
});

/** What one ad costs at each service, by the tables that the budget reckons with; as Markdown. */
export function costTable(): string {
  const rows = [...speech(), ...heads(), ...pictures(), ...overlay(), ...montage()];
  const lines = rows.map(({ part, by, counted, usd }) => `| ${part} | ${by} | ${counted} | ${money(usd)} |`);
  return [
    `| of an ad of ${adSeconds} s | by | counted as | US$ |`,
    '| --- | --- | --- | ---: |',
    ...lines,
    ...wholeAds(rows),
    '',
  ].join('\n');
}

/** By the usual model and by a cheap one. */
function wholeAds(rows: readonly CostRow[]): readonly string[] {
  const priceOf = (part: string, by: string) =>
    Math.max(...rows.filter((row) => row.part === part && row.by.includes(by)).map(({ usd }) => usd));
  return ['omnihuman-1.5', 'kling-avatar-2-standard'].map((model) => {
    const usd =
      priceOf('speech', 'eleven_multilingual_v2') +
      priceOf('talking head', `\`${model}\``) +
      priceOf('cut-out', '') +
      priceOf('montage', 'v1');
    return `| **all of it** | \`${model}\` | one take, a cut-out, one template | **${money(usd)}** |`;
  });
}

function speech(): readonly CostRow[] {
  const { speech: set } = config;
  if (set.kind !== 'elevenlabs') return [];
  return speechModels.map((id) => {
    const credits = adSeconds * charactersPerSecond * documentedModel(id).creditsPerCharacter;
    const usd = (credits * set.usdPer1000Credits) / 1000;
    return { part: 'speech', by: `\`${id}\``, counted: `some ${Math.round(credits)} credits a take`, usd };
  });
}

function heads(): readonly CostRow[] {
  return Object.entries(headModels).flatMap(([name, { modes }]) =>
    modes.map(({ resolution, usdPerSecond, maxAudioSeconds }) => ({
      part: 'talking head',
      by: `\`${name}\`${resolution === undefined ? '' : ` at ${resolution}`}`,
      counted: `$${usdPerSecond} a second; speech under ${maxAudioSeconds} s`,
      usd: adSeconds * usdPerSecond,
    })),
  );
}

function pictures(): readonly CostRow[] {
  return Object.entries(pictureModels).map(([name, { usdPerPicture }]) => ({
    part: 'edit, presenter from a prompt',
    by: `\`${name}\``,
    counted: 'each picture',
    usd: usdPerPicture,
  }));
}

function overlay(): readonly CostRow[] {
  const { overlay: set } = config;
  if (set.kind !== 'modal') return [];
  const counted = `a cold start and the work, at $${set.usdPerSecond} a second`;
  return [{ part: 'cut-out', by: 'GPU endpoint', counted, usd: cutoutUsd(adSeconds, set.usdPerSecond) }];
}

function montage(): readonly CostRow[] {
  const { montage: set } = config;
  if (set.kind !== 'shotstack') return [];
  const counted = `$${set.usdPerMinute} a minute, each template and each render anew`;
  return [
    { part: 'montage', by: 'Shotstack `v1`', counted, usd: (adSeconds / 60) * set.usdPerMinute },
    { part: 'montage', by: 'Shotstack `stage`', counted: 'with a watermark', usd: 0 },
  ];
}

function money(usd: number): string {
  return usd === 0 ? '0' : usd < 0.1 ? usd.toFixed(3) : usd.toFixed(2);
}
