import type { HumanAct, HumanActAnswer } from '../protocol.ts';
import { ApiError } from '../wire/api-error.ts';
import type { ActParts, Performer } from './act.ts';
import { pay } from './pay.ts';
import { addGroup, addUser, block, changeUser, unblock } from './people-acts.ts';
import { press } from './press.ts';
import { reset } from './reset.ts';
import { say } from './say.ts';
import { editOwn, forward, sendAlbum, sendOne } from './send-acts.ts';

const performers: { readonly [Name in HumanAct['act']]: Performer<Name> } = {
  say,
  /** Lets a blocked bot in again, as Telegram's own button does. */
  start(parts, { userId, payload }) {
    unblock(parts, { act: 'unblock', userId });
    return say(parts, {
      act: 'say',
      userId,
      chatId: userId,
      text: payload === undefined ? '/start' : `/start ${payload}`,
    });
  },
  press,
  send: sendOne,
  'send-album': sendAlbum,
  edit: editOwn,
  forward,
  pay,
  block,
  unblock,
  'add-user': addUser,
  'change-user': changeUser,
  'add-group': addGroup,
  fault(parts, { fault }) {
    parts.faults.add(fault);
    return {};
  },
  'clear-faults'(parts) {
    parts.faults.clear();
    return {};
  },
  'repeat-update'(parts, { updateId }) {
    if (parts.updates.repeat(updateId)) return {};
    throw new ApiError(400, 'There is no such update any more.');
  },
  reset,
};

/** What went wrong is answered, not thrown. */
export async function performAct(parts: ActParts, act: HumanAct): Promise<HumanActAnswer> {
  try {
    const perform = performers[act.act] as Performer<HumanAct['act']>;
    return { ok: true, ...(await perform(parts, act)) };
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, error: error.message.replace(/^Bad Request: /, '') };
    throw error;
  } finally {
    parts.journal.commit();
  }
}
