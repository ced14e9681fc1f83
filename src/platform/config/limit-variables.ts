import { amount, choice, path, type VariableTable, wholeNumber } from './variable.ts';

/** Prices and limits. */
export const limitVariables = {
  SIGNUP_BONUS_CREDITS: wholeNumber({
    about: 'Credits that a new user gets once.',
    default: '3',
    min: 0,
    max: 1_000_000,
  }),
  VIDEO_PRICE_CREDITS: wholeNumber({
    about: 'What one video costs, in either format.',
    default: '1',
    min: 0,
    max: 1_000_000,
  }),
  MAX_EDITS: wholeNumber({ about: 'Picture edits a production.', default: '5', min: 0, max: 1000 }),
  MAX_TAKES: wholeNumber({ about: 'Takes of the speech a production.', default: '3', min: 1, max: 1000 }),
  MAX_CLOUD_RENDERS: wholeNumber({
    about: 'Renders of one video, and their overlays, by cloud services; the built-in ones are not limited.',
    default: '10',
    min: 1,
    max: 1000,
  }),
  MAX_VIDEOS_PER_DAY: wholeNumber({
    about: 'Videos that one user may have made in 24 hours.',
    default: '20',
    min: 1,
    max: 100_000,
  }),
  BACKGROUND_MAX_SECONDS: wholeNumber({
    about: "How much of a user's own video is used.",
    default: '15',
    min: 1,
    max: 600,
  }),
  OVERLAY_CACHE_HOURS: wholeNumber({
    about: 'How long a cut-out or circle is kept for the next montage.',
    default: '24',
    min: 0,
    max: 8760,
  }),
  PROVIDER_DAILY_BUDGET_USD: amount({
    about:
      'What may be spent at the cloud services in a day; then they get no more work until midnight (UTC).',
    default: '50',
    max: 1_000_000,
  }),
  ALLOW_NO_DISCLOSURE: choice(['yes', 'no'], {
    about: "Whether an ad may go without its visible 'AI-generated' mark.",
    default: 'no',
  }),
  BLOCKLIST_FILE: path({
    about: 'Words and claims that a script may not have, one a line.',
    otherwise: 'none',
  }),
} as const satisfies VariableTable;
