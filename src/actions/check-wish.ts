import { readFile } from 'node:fs/promises';
import type { AdOrder, OrderedPresenter, OrderedSubtitles } from '../domain/ad/ad-order.ts';
import { isWeaker } from '../domain/ad/disclosure.ts';
import { nearestNames } from '../domain/nearest-names.ts';
import { circleFault } from '../domain/overlay/auto-circle.ts';
import type { HeadCircle } from '../domain/overlay/circle.ts';
import { requireAllowedScript } from '../domain/script/blocklist.ts';
import { checkScript } from '../domain/script/check-script.ts';
import { detectScriptLanguage } from '../domain/script/script-language.ts';
import { voicesFor } from '../domain/speech/voices-for.ts';
import { parseSubtitles } from '../domain/subtitles/parse-subtitles.ts';
import { subtitleTheme } from '../domain/subtitles/subtitle-theme.ts';
import { requireDrawable } from '../domain/subtitles/undrawable.ts';
import { AppError } from '../kernel/errors.ts';
import { withScratchFolder } from '../platform/files/scratch.ts';
import type { WorkContext } from '../ports/work.ts';
import { hasConsent, recordConsent } from '../store/consents.ts';
import type { AdWish } from './ad-wish.ts';
import { consentText, consentTextVersion } from './consent-text.ts';
import { checkBookends } from './montage/check-bookends.ts';
import { keepUpload, maxPictureBytes, uploadedFile } from './keep-upload.ts';
import { listVoices } from './list-voices.ts';
import type { ActionParts, Person } from './parts.ts';

/** A direct link may bring more, and so may the shell. */
const maxSubtitleBytes = 1_000_000;
const maxBackgroundBytes = 100_000_000;

/** Checks all that can be checked without making anything, keeps the files, and says what was wrong otherwise. */
export async function checkWish(
  parts: ActionParts,
  person: Person,
  wish: AdWish,
  signal: AbortSignal,
): Promise<{ order: AdOrder; warnings: string[] }> {
  const language = wish.language ?? detectScriptLanguage(wish.script) ?? 'en';
  checkScript(wish.script, language);
  requireAllowedScript(parts.blocklist, wish.script);
  checkDisclosure(parts, person, wish);
  subtitleTheme(wish.subtitleTheme);
  const presenterOfCast = castPresenter(parts, wish);
  const voiceId = await checkVoice(parts, wish, language, presenterOfCast);
  const subtitles = await checkSubtitles(parts, person, wish);
  const checked = await withScratchFolder(parts.scratchFolder, async (workFolder) => {
    const context = { signal, workFolder, reportProgress: () => undefined };
    const videos = await checkComposition(parts, person, wish, context);
    return { ...videos, bookends: await checkBookends(parts, person, wish, context) };
  });
  const { composition, bookends } = checked;
  const order: AdOrder = {
    format: wish.format,
    script: wish.script,
    language,
    voiceId,
    take: wish.take,
    presenter: await checkPresenter(parts, person, wish),
    ...(composition && { composition }),
    ...bookends.ordered,
    ...(wish.circle && { circle: checkedCircle(wish.circle) }),
    aspect: wish.aspect,
    subtitles,
    disclosure: wish.disclosure,
    measureSync: wish.measureSync,
  };
  return { order, warnings: [...checked.warnings, ...bookends.warnings] };
}

function checkDisclosure({ limits }: ActionParts, person: Person, { disclosure }: AdWish): void {
  if (person.isOperator || !isWeaker(disclosure, limits.weakestDisclosure)) return;
  throw new AppError(
    'disclosure-weakened',
    `The disclosure ${disclosure} is weaker than ${limits.weakestDisclosure}, which this operator asks for.`,
  );
}

function checkedCircle(circle: HeadCircle): HeadCircle {
  const fault = circleFault(circle);
  if (fault) throw new AppError('invalid-arguments', fault);
  return circle;
}

function castPresenter({ cast }: ActionParts, { presenter }: AdWish) {
  if (presenter.kind === 'own') return undefined;
  const found = cast.presenters.find(({ id }) => id === presenter.id);
  if (found) return found;
  const ids = cast.presenters.map(({ id }) => id);
  throw new AppError(
    'invalid-presenter',
    `The presenter "${presenter.id}" is unknown; did you mean ${nearestNames(presenter.id, ids).join(', ')}?`,
  );
}

async function checkVoice(
  { speech }: ActionParts,
  { voiceId }: AdWish,
  language: string,
  presenter: ReturnType<typeof castPresenter>,
): Promise<string> {
  const voices = await listVoices({ speech }, language);
  if (voiceId === undefined) {
    const [suiting] = presenter ? voicesFor(voices, { ...presenter, language }) : voices;
    return (suiting ?? voices[0])?.id ?? '';
  }
  if (voices.some(({ id }) => id === voiceId)) return voiceId;
  const near = nearestNames(
    voiceId,
    voices.map(({ id }) => id),
  );
  throw new AppError(
    'invalid-voice',
    `The voice "${voiceId}" is unknown or does not speak the language ${language}; did you mean ${near.join(', ')}?`,
  );
}

async function checkSubtitles(parts: ActionParts, person: Person, wish: AdWish): Promise<OrderedSubtitles> {
  const style = { theme: wish.subtitleTheme, position: wish.subtitlePosition };
  if (wish.subtitles.kind === 'none') return { kind: 'none' };
  if (wish.subtitles.kind === 'auto') return { kind: 'auto', ...style };
  const upload = { path: wish.subtitles.path, what: 'subtitle file', maxBytes: maxSubtitleBytes };
  const file = await uploadedFile(upload, 'text/plain');
  const entries = parseSubtitles(await readFile(file.path));
  requireDrawable(
    entries.map(({ text }) => text),
    wish.subtitleTheme,
  );
  return { kind: 'own', file: await keepUpload(parts, person, file), ...style };
}

async function checkComposition(
  parts: ActionParts,
  person: Person,
  wish: AdWish,
  context: WorkContext,
): Promise<{ composition?: NonNullable<AdOrder['composition']>; warnings: string[] }> {
  if (wish.format === 'talking_head') return { warnings: [] };
  if (wish.backgroundPath === undefined) {
    throw new AppError(
      'invalid-arguments',
      'The format character_with_background needs a background video: mp4, mov or webm.',
    );
  }
  const upload = { path: wish.backgroundPath, what: 'background', maxBytes: maxBackgroundBytes };
  const video = await uploadedFile(upload, 'application/octet-stream');
  const found = await parts.mediaProbe.probe(video, context);
  const kept = await keepUpload(parts, person, video);
  const { backgroundMaxSeconds } = parts.limits;
  const durationSeconds = Math.min(found.durationSeconds, backgroundMaxSeconds);
  const warnings =
    found.durationSeconds > backgroundMaxSeconds
      ? [
          `The background lasts ${found.durationSeconds.toFixed(1)} s; its first ${backgroundMaxSeconds} s are used.`,
        ]
      : [];
  const background = { ...kept, probe: { ...found, durationSeconds } };
  return { composition: { background, template: wish.template }, warnings };
}

async function checkPresenter(parts: ActionParts, person: Person, wish: AdWish): Promise<OrderedPresenter> {
  if (wish.presenter.kind === 'cast') return wish.presenter;
  const { picturePath, hasConsent: confirmed } = wish.presenter;
  const upload = { path: picturePath, what: 'portrait', maxBytes: maxPictureBytes };
  const picture = await uploadedFile(upload, 'application/octet-stream');
  const asked = { owner: person.owner, pictureSha256: picture.sha256, textVersion: consentTextVersion };
  if (confirmed) await recordConsent(parts.database.db, asked);
  else if (!(await hasConsent(parts.database.db, asked))) {
    throw new AppError(
      'consent-missing',
      `A picture of a person is used only with consent. Add --i-have-consent to confirm: ${consentText}`,
    );
  }
  return { kind: 'own', picture: await keepUpload(parts, person, picture) };
}
