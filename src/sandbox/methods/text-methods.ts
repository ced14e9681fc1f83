import { chatForBot, tellOfChat } from '../chats/chats.ts';
import { postFromBot } from '../chats/post.ts';
import { formatText, textFields } from '../text/format-text.ts';
import type { Methods } from './method.ts';

export const textMethods = {
  sendMessage(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    const { text, parse_mode: parseMode, entities, link_preview_options: preview } = parameters;
    const formatted = formatText({ text: String(text), parseMode, entities });
    return postFromBot(
      parts,
      chat,
      { ...textFields(formatted), ...(preview && { link_preview_options: preview }) },
      parameters,
    );
  },

  sendChatAction(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    parts.activity.act(chat.id, parameters.action);
    tellOfChat(parts, chat);
    return true;
  },

  sendMessageDraft(parts, { parameters }) {
    const chat = chatForBot(parts, parameters.chat_id);
    const { text = '', parse_mode: parseMode, entities, draft_id: id } = parameters;
    const shown = text === '' ? '' : formatText({ text: String(text), parseMode, entities }).text;
    parts.activity.write(chat.id, { id, text: shown });
    tellOfChat(parts, chat);
    return true;
  },
} satisfies Methods;
