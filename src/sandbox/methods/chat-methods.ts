import { chatForBot, changeChat, chatObject } from '../chats/chats.ts';
import { postFromBot } from '../chats/post.ts';
import { badRequest } from '../wire/api-error.ts';
import type { ResultOf } from '../telegram-types.ts';
import type { Methods } from './method.ts';
import type { BotApiMessage } from '../protocol.ts';
import { memberObject } from '../chats/members.ts';

export const chatMethods = {
  getChat(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    const { pinnedMessageId: pinnedId } = chat;
    const pinned = pinnedId === undefined ? undefined : parts.messages.get(chat.id, pinnedId)?.message;
    const full: ResultOf<'getChat'> = {
      ...chatObject(parts, chat),
      type: chat.type,
      accent_color_id: 0,
      max_reaction_count: 11,
      accepted_gift_types: {
        unlimited_gifts: false,
        limited_gifts: false,
        unique_gifts: false,
        premium_subscription: false,
        gifts_from_channels: false,
      },
      ...(pinned && { pinned_message: pinned }),
    };
    return full;
  },

  getChatMember(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    const member = memberObject(parts, chat, parameters.user_id);
    if (member === undefined) throw badRequest('member not found');
    return member;
  },

  getChatMemberCount: (parts, { parameters }) => chatForBot(parts, parameters.chat_id).userIds.length + 1,

  getChatAdministrators(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    if (chat.type === 'private') throw badRequest('there are no administrators in the private chat');
    const owner = memberObject(parts, chat, chat.userIds[0] ?? 0);
    return owner === undefined ? [] : [owner];
  },

  /** The chat says so with a message of its own. */
  pinChatMessage(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    const message = parts.messages.get(chat.id, parameters.message_id)?.message;
    if (message === undefined) throw badRequest('message to pin not found');
    const changed = { ...chat, pinnedMessageId: message.message_id };
    changeChat(parts, changed);
    postFromBot(parts, changed, { pinned_message: message }, {});
    return true;
  },

  unpinChatMessage(parts, { parameters }) {
    const { pinnedMessageId: pinned, ...chat } = chatForBot(parts, parameters.chat_id);
    const { message_id: wanted = pinned } = parameters;
    if (pinned === undefined || pinned !== wanted) throw badRequest('message to unpin not found');
    changeChat(parts, chat);
    return true;
  },

  unpinAllChatMessages(parts, { parameters }) {
    const { pinnedMessageId: _pinned, ...chat } = chatForBot(parts, parameters.chat_id);
    changeChat(parts, chat);
    return true;
  },

  /** Watchers see it, as a field that Telegram's own messages don't have, until they load the chat anew. */
  setMessageReaction(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    const message = parts.messages.get(chat.id, parameters.message_id)?.message;
    if (message === undefined) throw badRequest('message to react not found');
    const { reaction = [] } = parameters;
    if (reaction.length > 1) throw badRequest('REACTIONS_TOO_MANY');
    const shown: BotApiMessage = { ...message, reactions: reaction };
    parts.events.add({ event: 'edit', chatId: chat.id, message: shown });
    return true;
  },
} satisfies Methods;
