import { cancelOrdered, cancelRender } from '../actions/montage/cancel-render.ts';
import { orderRender, renewOverlay } from '../actions/montage/order-render.ts';
import { setRenderSettings, typeRenderSettings } from '../actions/montage/set-render-settings.ts';
import { forgetMe } from '../actions/operators/forget-me.ts';
import { withMyData } from '../actions/operators/my-data.ts';
import { tellOperators } from '../actions/operators/operator-mail.ts';
import type { ActionParts } from '../actions/parts.ts';
import { personOf } from '../actions/people/read-profile.ts';
import { rememberVoice } from '../actions/people/remember-voice.ts';
import { setDisclosure } from '../actions/people/set-disclosure.ts';
import { setLanguage } from '../actions/people/set-language.ts';
import { deletePresenter } from '../actions/presenters/delete-presenter.ts';
import { giveConsent } from '../actions/presenters/give-consent.ts';
import { chooseEngine } from '../actions/productions/choose-engine.ts';
import { confirmProduction } from '../actions/productions/confirm-production.ts';
import { deleteProduction } from '../actions/productions/delete-production.ts';
import { orderSpeech } from '../actions/productions/order-speech.ts';
import { cancelTask } from '../actions/tasks/cancel-task.ts';
import { startTask } from '../actions/tasks/start-task.ts';
import type { EffectActions } from '../telegram/chat-actions.ts';
import type { Outgoing } from '../telegram/outgoing/start-outgoing.ts';

export interface EffectDoors {
  /** Known once the chat has been opened, which is before anybody can ask for it. */
  outgoing(): Pick<Outgoing, 'sendAgain' | 'sendLink' | 'sendMyData'>;
}

/** What a decision of the conversation asks for, by the verbs of the product. */
export function effectActions(parts: ActionParts, { outgoing }: EffectDoors): EffectActions {
  return {
    'set-language': async ({ personId }, { language }) => await setLanguage(parts, personId, language),
    'set-disclosure': async ({ personId }, { disclosure }) =>
      await setDisclosure(parts, personId, disclosure),
    'remember-voice': async ({ personId }, { language, voiceId }) =>
      await rememberVoice(parts, personId, language, voiceId),
    'start-task': async ({ personId }, { taskId, task }) => await startTask(parts, personId, taskId, task),
    'cancel-task': async ({ personId }, { taskId }) => await cancelTask(parts, personId, taskId),
    speak: async (profile, { do: _, ...wanted }) =>
      await orderSpeech(parts, personOf(profile), { ...wanted, channel: 'telegram' }),
    confirm: async (profile, { productionId }) =>
      await confirmProduction(parts, personOf(profile), productionId),
    'cancel-production': async (profile, { productionId }) =>
      await cancelOrdered(parts, personOf(profile), productionId),
    'choose-engine': async (profile, { productionId, choice }) =>
      await chooseEngine(parts, personOf(profile), productionId, choice),
    'set-render-settings': async (profile, { productionId, settings }) =>
      await setRenderSettings(parts, personOf(profile), productionId, settings),
    'type-render-settings': async (profile, { productionId, json }) =>
      await typeRenderSettings(parts, personOf(profile), productionId, json),
    render: async (profile, { do: _, ...wanted }) =>
      await orderRender(parts, personOf(profile), { ...wanted, channel: 'telegram' }),
    'renew-overlay': async (profile, { requestId, productionId }) =>
      await renewOverlay(parts, personOf(profile), { requestId, productionId, channel: 'telegram' }),
    'cancel-render': async (profile, { requestId }) =>
      await cancelRender(parts, personOf(profile), requestId),
    'give-consent': async (profile, { presenterId }) =>
      await giveConsent(parts, personOf(profile), presenterId),
    'delete-presenter': async (profile, { presenterId }) =>
      await deletePresenter(parts, personOf(profile), presenterId),
    'delete-production': async (profile, { productionId }) =>
      await deleteProduction(parts, personOf(profile), productionId),
    'send-again': async ({ personId }, { productionId }) =>
      await outgoing().sendAgain(personId, productionId),
    'send-link': async ({ personId }, { productionId }) => await outgoing().sendLink(personId, productionId),
    'tell-operators': async ({ personId }, { do: _, messageId: id, ...told }) =>
      await tellOperators(parts, { ...told, id, personId }),
    'send-my-data': async ({ personId }) =>
      await withMyData(
        parts,
        personId,
        async ({ path, name }) => await outgoing().sendMyData(personId, path, name),
      ),
    'forget-me': async ({ personId }) => await forgetMe(parts, personId),
  };
}
