import type { AdOrder, OrderedBackground, OrderedPresenter } from '../../domain/ad/ad-order.ts';
import type { Template } from '../../domain/ad/ad.ts';
import { strongestDisclosure } from '../../domain/ad/disclosure.ts';
import { requireAllowedScript } from '../../domain/script/blocklist.ts';
import { checkScript } from '../../domain/script/check-script.ts';
import { defaultSubtitleTheme } from '../../domain/subtitles/subtitle-theme.ts';
import { AppError } from '../../kernel/errors.ts';
import { hasConsent, isOwnPresenter } from '../../store/consents.ts';
import { findDisclosure } from '../../store/people.ts';
import { consentTextVersion } from '../consent-text.ts';
import { uploadFolder } from '../keep-upload.ts';
import { listVoices } from '../list-voices.ts';
import type { ActionParts, Person } from '../parts.ts';

/** What a person chose in the conversation; everything else has the product's defaults. */
export interface SpeechOrder
  extends Pick<AdOrder, 'format' | 'script' | 'language' | 'voiceId' | 'take' | 'presenter' | 'disclosure'> {
  readonly composition?: { readonly background: OrderedBackground; readonly template?: Template };
}

const defaultTemplate: Template = 'mix_basic_circle';

/**
 * The whole order, checked as if nobody had looked at it before: between the choice and the order a voice may have
 * gone, a presenter been deleted, a disclosure been made stronger.
 */
export async function checkSpeechOrder(
  parts: ActionParts,
  person: Person,
  wish: SpeechOrder,
): Promise<AdOrder> {
  const { format, script, language, voiceId, take, presenter } = wish;
  checkScript(script, language);
  requireAllowedScript(parts.blocklist, script);
  checkTake(parts, take);
  await checkVoice(parts, language, voiceId);
  await checkPresenter(parts, person, presenter);
  const composition = await checkComposition(parts, person, wish);
  const own = await findDisclosure(parts.database.db, person.owner);
  const { weakestDisclosure } = parts.limits;
  return {
    format,
    script,
    language,
    voiceId,
    take,
    presenter,
    ...(composition && { composition }),
    aspect: '9:16',
    subtitles: { kind: 'auto', theme: defaultSubtitleTheme, position: 'bottom' },
    disclosure: strongestDisclosure(wish.disclosure, weakestDisclosure, own ?? weakestDisclosure),
    measureSync: false,
  };
}

/** Takes are counted from 0, and anew for another text or voice. */
function checkTake({ limits }: ActionParts, take: number): void {
  if (Number.isInteger(take) && take >= 0 && take < limits.maxTakes) return;
  throw new AppError('limit-reached', `${limits.maxTakes} takes of a speech are allowed.`, {
    details: { limit: limits.maxTakes },
  });
}

async function checkVoice(parts: ActionParts, language: string, voiceId: string): Promise<void> {
  const voices = await listVoices(parts, language);
  if (voices.some(({ id }) => id === voiceId)) return;
  throw new AppError('invalid-voice', `The voice ${voiceId} is gone or does not speak ${language}.`);
}

async function checkPresenter(
  { cast, database }: ActionParts,
  { owner }: Person,
  presenter: OrderedPresenter,
): Promise<void> {
  if (presenter.kind === 'cast') {
    if (cast.presenters.some(({ id }) => id === presenter.id)) return;
    throw new AppError('invalid-presenter', `The presenter ${presenter.id} is no longer part of the cast.`);
  }
  const { picture } = presenter;
  if (!(await isOwnPresenter(database.db, owner, picture))) {
    throw new AppError('invalid-presenter', 'This presenter was deleted, or is none of your own.');
  }
  const asked = { owner, pictureSha256: picture.sha256, textVersion: consentTextVersion };
  if (await hasConsent(database.db, asked)) return;
  throw new AppError('consent-missing', 'A picture of a person is used only with consent.');
}

async function checkComposition(
  { files, limits }: ActionParts,
  { owner }: Person,
  { format, composition }: SpeechOrder,
): Promise<AdOrder['composition']> {
  if (format === 'talking_head') return undefined;
  const background = composition?.background;
  if (!background) throw new AppError('invalid-media', 'This format needs a background video.');
  const isOwn = background.key.startsWith(uploadFolder(owner));
  if (!isOwn || !(await files.exists(background.key))) {
    throw new AppError('invalid-media', 'The background video is no longer in our keeping; send it again.');
  }
  const durationSeconds = Math.min(background.probe.durationSeconds, limits.backgroundMaxSeconds);
  return {
    background: { ...background, probe: { ...background.probe, durationSeconds } },
    template: composition.template ?? defaultTemplate,
  };
}
