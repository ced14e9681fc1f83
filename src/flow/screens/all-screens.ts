import type { ScreenDefinition } from '../screen.ts';
import type { ScreenName } from '../state.ts';
import { background } from './background.ts';
import { consent } from './consent.ts';
import { credits, topUp } from './credits.ts';
import { describePresenter } from './describe-presenter.ts';
import { edit, edited } from './edit.ts';
import { faq } from './faq.ts';
import { feedback, report } from './feedback.ts';
import { format } from './format.ts';
import { gallery } from './gallery.ts';
import { gender } from './gender.ts';
import { home } from './home.ts';
import { listen } from './listen.ts';
import { bookend } from './montage/bookend.ts';
import { circle } from './montage/circle.ts';
import { cue, cues } from './montage/cues.ts';
import { aspect, mark } from './montage/frame-choices.ts';
import { montage, noMontage } from './montage/montage.ts';
import { preview } from './montage/preview.ts';
import { renderInfo, renderJson, renewOverlay } from './montage/render-info.ts';
import { rendered, rendering } from './montage/rendering.ts';
import { position, subtitles, theme } from './montage/subtitles.ts';
import { templates } from './montage/templates.ts';
import { ownPresenter, ownPresenters } from './own-presenters.ts';
import { help, paysupport, terms } from './pages.ts';
import { photo } from './photo.ts';
import { presenter } from './presenter.ts';
import { producing } from './producing.ts';
import { disclosure, forget, language, profile } from './profile.ts';
import { failed, result } from './result.ts';
import { restart } from './restart.ts';
import { resume } from './resume.ts';
import { script } from './script.ts';
import { scriptLanguage } from './script-language.ts';
import { speaking } from './speaking.ts';
import { stuck } from './stuck.ts';
import { video, videos } from './videos.ts';
import { voice } from './voice.ts';

/** Every screen there is: one that is missing here doesn't compile. */
export const allScreens: { readonly [Name in ScreenName]: ScreenDefinition<Name> } = {
  home,
  restart,
  format,
  background,
  gender,
  gallery,
  presenter,
  photo,
  consent,
  'describe-presenter': describePresenter,
  edit,
  edited,
  voice,
  'script-language': scriptLanguage,
  script,
  speaking,
  listen,
  producing,
  stuck,
  result,
  failed,
  videos,
  video,
  'no-montage': noMontage,
  montage,
  templates,
  subtitles,
  cues,
  cue,
  theme,
  position,
  bookend,
  circle,
  aspect,
  mark,
  preview,
  'render-info': renderInfo,
  'render-json': renderJson,
  'renew-overlay': renewOverlay,
  rendering,
  rendered,
  credits,
  'top-up': topUp,
  faq,
  feedback,
  profile,
  disclosure,
  'own-presenters': ownPresenters,
  'own-presenter': ownPresenter,
  language,
  terms,
  paysupport,
  help,
  report,
  forget,
  resume,
};
