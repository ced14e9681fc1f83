import { z } from 'zod';
import { falHeadModels, falHeadResolutions, falPictureModels } from './fal-models.ts';
import { amount, choice, secret, text, type VariableTable, webAddress, wholeNumber } from './variable.ts';

const builtIn = 'the built-in one';

/** The services that replace what is built in. A key switches a service on. */
export const providerVariables = {
  ELEVEN_API_KEY: secret({
    about: 'ElevenLabs, for speech.',
    otherwise: builtIn,
    aliases: ['ELEVENLABS_API_KEY'],
  }),
  ELEVEN_BASE_URL: webAddress({
    about: "ElevenLabs' server.",
    default: 'https://api.elevenlabs.io',
    aliases: ['ELEVENLABS_BASE_URL'],
  }),
  ELEVEN_MODEL: {
    ...text({ about: 'Its model: eleven_multilingual_v2, eleven_v3, eleven_flash_v2_5 or another one.' }),
    default: 'eleven_multilingual_v2',
    allowed: "a model's id: small letters, digits and underscores",
    schema: z.string().regex(/^[a-z0-9_]{1,64}$/),
  },
  ELEVEN_MAX_CONCURRENT: wholeNumber({
    about: 'Speeches at once. Plans allow 2 (free), 3 (Starter), 5 (Creator), 10 (Pro) or 15.',
    default: '2',
    min: 1,
    max: 100,
  }),
  ELEVEN_USD_PER_1000_CREDITS: amount({
    about:
      'What 1000 of its credits cost in US dollars, for the budget; 100,000 cost 22 on the Creator plan.',
    default: '0.22',
    max: 1000,
  }),
  FALAI_API_TOKEN: secret({
    about: 'fal.ai, for talking heads and picture edits.',
    otherwise: builtIn,
    aliases: ['FAL_KEY'],
  }),
  FALAI_QUEUE_BASE_URL: webAddress({ about: "fal.ai's queue server.", default: 'https://queue.fal.run' }),
  FALAI_API_BASE_URL: webAddress({
    about: "fal.ai's platform server, asked for lost requests.",
    default: 'https://api.fal.ai',
  }),
  FALAI_STORAGE_BASE_URL: webAddress({
    about: "fal.ai's server for uploads.",
    default: 'https://rest.fal.ai',
  }),
  FALAI_JWKS_URL: webAddress({
    about: "The public keys that fal.ai's webhooks are signed with.",
    default: 'https://rest.fal.ai/.well-known/jwks.json',
  }),
  FALAI_HEAD_MODEL: choice(falHeadModels, {
    about: 'Who makes the talking heads at fal.ai; prices and limits are in docs/providers.md.',
    default: 'omnihuman-1.5',
  }),
  FALAI_HEAD_RESOLUTION: choice(falHeadResolutions, {
    about: 'How large its picture is, where the model lets one choose.',
    otherwise: "the model's usual one (OmniHuman 1.5: 720p, so that a speech may take 60 s)",
  }),
  FALAI_EDIT_MODEL: choice(falPictureModels, {
    about: 'Who edits and makes pictures at fal.ai.',
    default: 'nano-banana',
  }),
  SHOTSTACK_API_KEY: secret({ about: 'Shotstack, for the montage.', otherwise: builtIn }),
  SHOTSTACK_STAGE: choice(['v1', 'stage'], {
    about: "Shotstack's production or its sandbox (with a watermark); each has its own key.",
    default: 'v1',
  }),
  SHOTSTACK_USD_PER_MINUTE: amount({
    about: "What a minute of a rendered clip costs in US dollars, for the day's budget and the statistics.",
    default: '0.3',
    max: 1000,
  }),
  SHOTSTACK_BASE_URL: webAddress({
    about: "Shotstack's server.",
    default: 'https://api.shotstack.io',
    aliases: ['SHOTSTACK_API_HOST'],
  }),
  MODAL_OVERLAY_ENDPOINT: webAddress({
    about: 'The submit address of a GPU endpoint that cuts people out.',
    otherwise: builtIn,
  }),
  MODAL_KEY: secret({ about: 'Its proxy token, if it wants one (wk-…).' }),
  MODAL_SECRET: secret({ about: 'The secret of that token (ws-…).' }),
  MODAL_OVERLAY_USD_PER_SECOND: amount({
    about:
      'What a second of its machine costs: an L4 with 4 cores and 8 GB unless set; 0 for one of your own.',
    default: '0.0003',
    max: 1,
  }),
  OVERLAY_SERVER_TOKEN: {
    ...secret({
      about:
        'What callers of `ugc overlay-server` have to show: MODAL_KEY and MODAL_SECRET with a dot between.',
    }),
    allowed: 'KEY.SECRET, each of letters, digits, _ and -, 16 or more in all',
    schema: z.string().regex(/^(?=.{16,})[\w-]+\.[\w-]+$/),
  },
  R2_ACCESS_KEY_ID: secret({
    about: 'Cloudflare R2 or any S3, for files.',
    otherwise: 'a folder in DATA_DIR',
  }),
  R2_SECRET_ACCESS_KEY: secret({ about: 'The secret of that key.' }),
  R2_BUCKET_NAME: {
    ...text({ about: 'The bucket.' }),
    allowed: '3 to 63 lower-case letters, digits, dots and dashes',
    schema: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  },
  R2_ENDPOINT_URL: webAddress({
    about: "The bucket's server, without the bucket.",
    otherwise: "R2_ACCOUNT_ID's",
    aliases: ['R2_ENDPOINT'],
  }),
  R2_ACCOUNT_ID: {
    ...text({ about: "Cloudflare's account, instead of R2_ENDPOINT_URL." }),
    allowed: '32 hexadecimal digits',
    schema: z.string().regex(/^[0-9a-f]{32}$/),
  },
} as const satisfies VariableTable;
