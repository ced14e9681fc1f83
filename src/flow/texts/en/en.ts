import { create } from './create.ts';
import { edits } from './edits.ts';
import { faq, faqTitle } from './faq.ts';
import { common, home } from './home.ts';
import { montage } from './montage.ts';
import { cancelled, notices, waits } from './notices.ts';
import { people } from './people.ts';
import { presenter } from './presenter.ts';
import { production } from './production.ts';
import { refusals } from './refusals.ts';
import { commands, setup } from './setup.ts';
import { describePresenter, failedEdit, stuck } from './stuck.ts';
import { credits, videos } from './videos.ts';
import { script, voice } from './voice.ts';
import { words } from './words.ts';

export const en = {
  language: 'en',
  words,
  common,
  home,
  create,
  edits,
  presenter,
  voice,
  script,
  production,
  montage,
  stuck,
  describePresenter,
  failedEdit,
  videos,
  credits,
  faq,
  faqTitle,
  people,
  refusals,
  notices,
  waits,
  cancelled,
  commands,
  setup,
} as const;
