import { listOperations } from '../actions/credits/list-operations.ts';
import { quote } from '../actions/credits/quote.ts';
import { renderSettingsSchemaPath } from '../actions/montage/render-settings-json.ts';
import { readMontage } from '../actions/montage/read-montage.ts';
import { readRenderRequest } from '../actions/montage/read-render-request.ts';
import type { ActionParts } from '../actions/parts.ts';
import { readProfile } from '../actions/people/read-profile.ts';
import { findPresenter } from '../actions/presenters/find-presenter.ts';
import { listOwnPresenters, listPresenters } from '../actions/presenters/list-presenters.ts';
import { listHistory } from '../actions/productions/list-history.ts';
import { listUnfinishedOf } from '../actions/productions/list-unfinished.ts';
import { readStatus } from '../actions/productions/read-status.ts';
import { disclosures } from '../domain/ad/ad.ts';
import { isWeaker } from '../domain/ad/disclosure.ts';
import { maxLinkBytes, maxUploadBytes } from '../domain/media/upload-limits.ts';
import { speechLimits } from '../domain/script/speech-limits.ts';
import type { PublicLimits } from '../flow/facts.ts';
import type { Config } from '../platform/config/config.ts';
import type { FactSource } from '../telegram/chat-actions.ts';
import { namedServices } from './chosen-engines.ts';
import { isReachedFromOutside } from './lend-file.ts';

export function factSource(parts: ActionParts): FactSource {
  return {
    profile: async (personId) => await readProfile(parts, personId),
    presenters: async (personId, gender, page) => await listPresenters(parts, personId, gender, page),
    ownPresenters: async (personId, page) => await listOwnPresenters(parts, personId, page),
    presenter: async (personId, ref) => await findPresenter(parts, personId, ref),
    voices: async (language) => await parts.speech.voices(language),
    history: async (personId, page) => await listHistory(parts, personId, page),
    operations: async (personId, page) => await listOperations(parts, personId, page),
    production: async (personId, productionId) => await readStatus(parts, personId, productionId),
    quote: async (personId, productionId) => await quote(parts, personId, productionId),
    montage: async (personId, productionId) =>
      await readMontage(parts, { owner: personId, isOperator: false }, productionId),
    render: async (personId, requestId) => await readRenderRequest(parts, personId, requestId),
    unfinished: async (personId) => await listUnfinishedOf(parts, personId),
  };
}

/** The operator's, and what the engines in use make of them. */
export async function publicLimits(
  { limits, speech, cast, pictureEdit, pictureMaking }: ActionParts,
  config: Config,
): Promise<PublicLimits> {
  return {
    signupBonusCredits: limits.signupBonusCredits,
    videoPriceCredits: limits.videoPriceCredits,
    maxEdits: limits.maxEdits,
    maxTakes: limits.maxTakes,
    maxVideosPerDay: limits.maxVideosPerDay,
    maxSpeechSeconds: speechLimits.maxSeconds,
    backgroundMaxSeconds: limits.backgroundMaxSeconds,
    uploadMaxMegabytes: Math.floor(maxUploadBytes / 1_048_576),
    linkMaxMegabytes: Math.floor(maxLinkBytes / 1_000_000),
    disclosures: disclosures.filter((disclosure) => !isWeaker(disclosure, limits.weakestDisclosure)),
    scriptLanguages: await speech.languages(),
    castNames: Object.fromEntries(cast.presenters.map(({ id, name }) => [id, name])),
    ...namedServices(config),
    ...settingsSchemaUrl(config),
    hasSpeechService: speech.adapter.kind === 'cloud',
    hasPictureService: pictureEdit.adapter.kind === 'cloud',
    canMakePresenters: pictureMaking !== undefined,
  };
}

/** Who chats with a Telegram of this machine, the sandbox, reads links to this machine too. */
function settingsSchemaUrl({
  http: { publicUrl },
  telegram,
}: Config): Pick<PublicLimits, 'settingsSchemaUrl'> {
  const isChatHere = telegram.kind === 'sandbox' || new URL(telegram.apiRoot).hostname === '127.0.0.1';
  if (!isReachedFromOutside(publicUrl, isChatHere)) return {};
  return { settingsSchemaUrl: `${publicUrl.replace(/\/$/, '')}${renderSettingsSchemaPath}` };
}
