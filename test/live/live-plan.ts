import type { Config } from '../../src/platform/config/config.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { chosenHead } from '../../src/providers/fal/head-models.ts';
import { pictureModels } from '../../src/providers/fal/picture-models.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The suites in the order in which they are paid for: what is cheap first. */
export const livePartNames = ['files', 'speech', 'montage', 'pictures', 'overlay', 'talking head'] as const;
export type LivePartName = (typeof livePartNames)[number];

export interface LivePart {
  readonly name: LivePartName;
  /** At most, by the prices that the product reckons with. */
  readonly forecastUsd: number;
  /** Undefined where it is run. */
  readonly skippedBecause: string | undefined;
}

export interface LivePlan {
  readonly config: Config;
  readonly capUsd: number;
  readonly parts: readonly LivePart[];
}

/** A bucket of its own, since the suite stores, lists and removes as it likes. */
export const bucketVariable = 'LIVE_R2_BUCKET_NAME';
export const capVariable = 'LIVE_SPEND_USD';

/** What each suite sends that is paid for, counted from the suite. */
export const sent = {
  speechCharacters: 700,
  renders: 9,
  renderSeconds: 3,
  pictures: 6,
  overlays: 3,
  overlaySeconds: 40,
  heads: 2,
  headSeconds: 3,
} as const;

/** Throws what `readConfig` throws. */
export function livePlan(env: Environment): LivePlan {
  const config = readConfig(configEnvironment(env));
  const cap = capOf(env[capVariable]);
  const forecasts = forecastsOf(config);
  let spentUsd = 0;
  const parts = livePartNames.map((name): LivePart => {
    const forecast = forecasts[name];
    if (typeof forecast === 'string') return { name, forecastUsd: 0, skippedBecause: forecast };
    const part = { name, forecastUsd: forecast };
    if (cap === undefined) {
      const because = `${capVariable} is not set: say how many US dollars may be spent, such as ${capVariable}=3`;
      return { ...part, skippedBecause: because };
    }
    if (spentUsd + forecast > cap) {
      const because = `it may cost $${forecast.toFixed(2)}, and only $${(cap - spentUsd).toFixed(2)} of ${capVariable} is left`;
      return { ...part, skippedBecause: because };
    }
    spentUsd += forecast;
    return { ...part, skippedBecause: undefined };
  });
  return { config, capUsd: cap ?? 0, parts };
}

/** The files of a real deployment are nobody's to try things on. */
function configEnvironment({ [bucketVariable]: bucket, ...env }: Environment): Environment {
  const { R2_BUCKET_NAME: real, ...others } = env;
  if (bucket !== undefined && bucket !== real) return { ...others, R2_BUCKET_NAME: bucket };
  const { R2_ACCESS_KEY_ID: _, R2_SECRET_ACCESS_KEY: __, R2_ENDPOINT_URL: ___, ...rest } = others;
  const { R2_ENDPOINT: ____, R2_ACCOUNT_ID: _____, ...withoutBucket } = rest;
  return withoutBucket;
}

function capOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const cap = Number(text);
  if (Number.isFinite(cap) && cap >= 0) return cap;
  throw new Error(`${capVariable} is "${text}"; an amount of US dollars such as 3 or 0.5 is allowed.`);
}

/** Dollars, or why the suite can't be run. */
function forecastsOf(config: Config): Readonly<Record<LivePartName, number | string>> {
  const { speech, talkingHead: fal, overlay, montage, files } = config;
  return {
    files:
      files.kind === 's3'
        ? 0
        : `${bucketVariable}, which must not be R2_BUCKET_NAME, or a key of R2 is not set`,
    speech:
      speech.kind === 'local'
        ? 'ELEVEN_API_KEY is not set'
        : (sent.speechCharacters * speech.usdPer1000Credits) / 1000,
    montage: montage.kind === 'local' ? 'SHOTSTACK_API_KEY is not set' : montageUsd(montage),
    pictures:
      fal.kind === 'local'
        ? 'FALAI_API_TOKEN is not set'
        : sent.pictures * pictureModels[fal.pictureModel].usdPerPicture,
    overlay: overlayForecast(overlay, files),
    'talking head':
      fal.kind === 'local'
        ? 'FALAI_API_TOKEN is not set'
        : sent.heads * sent.headSeconds * chosenHead(fal.headModel, fal.headResolution).mode.usdPerSecond,
  };
}

function montageUsd({ stage, usdPerMinute }: Extract<Config['montage'], { kind: 'shotstack' }>): number {
  return stage === 'stage' ? 0 : ((sent.renders * sent.renderSeconds) / 60) * usdPerMinute;
}

function overlayForecast(overlay: Config['overlay'], files: Config['files']): number | string {
  if (overlay.kind === 'local') return 'MODAL_OVERLAY_ENDPOINT is not set';
  if (files.kind === 'local') return `the endpoint fetches videos by links: ${bucketVariable} is not set`;
  return sent.overlays * sent.overlaySeconds * overlay.usdPerSecond;
}
