/** The parts of Telegram's objects that the page shows, as they travel. */

export interface User {
  readonly id: number;
  readonly is_bot?: boolean;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
}

export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly user?: User;
  readonly language?: string;
}

export interface PhotoSize {
  readonly file_id: string;
  readonly width: number;
  readonly height: number;
  readonly file_size?: number;
}

export interface SentFile {
  readonly file_id: string;
  readonly file_name?: string;
  readonly mime_type?: string;
  readonly file_size?: number;
  readonly duration?: number;
  readonly width?: number;
  readonly height?: number;
  readonly length?: number;
  readonly title?: string;
  readonly performer?: string;
  readonly emoji?: string;
  readonly is_animated?: boolean;
  readonly is_video?: boolean;
  readonly thumbnail?: PhotoSize;
  readonly cover?: readonly PhotoSize[];
}

export interface Invoice {
  readonly title: string;
  readonly description: string;
  readonly currency: string;
  readonly total_amount: number;
}

export interface InlineButton {
  readonly text: string;
  readonly style?: string;
  readonly callback_data?: string;
  readonly url?: string;
  readonly copy_text?: { readonly text: string };
  readonly web_app?: { readonly url: string };
  readonly pay?: boolean;
  readonly disabled?: unknown;
}

export interface ReplyKeyboard {
  readonly keyboard?: readonly (readonly ReplyButton[])[];
  readonly resize_keyboard?: boolean;
  readonly one_time_keyboard?: boolean;
  readonly is_persistent?: boolean;
  readonly input_field_placeholder?: string;
  readonly force_reply?: boolean;
}

export type ReplyButton = string | { readonly text: string; readonly style?: string };

export interface ForwardOrigin {
  readonly type: string;
  readonly sender_user?: User;
  readonly sender_user_name?: string;
  readonly sender_chat?: { readonly title?: string };
  readonly chat?: { readonly title?: string };
}

export interface Message {
  readonly message_id: number;
  readonly date: number;
  readonly edit_date?: number;
  readonly chat: { readonly id: number; readonly title?: string };
  readonly from?: User;
  readonly text?: string;
  readonly entities?: readonly Entity[];
  readonly caption?: string;
  readonly caption_entities?: readonly Entity[];
  readonly show_caption_above_media?: boolean;
  readonly has_media_spoiler?: boolean;
  readonly media_group_id?: string;
  readonly reply_to_message?: Message;
  readonly quote?: { readonly text: string };
  readonly forward_origin?: ForwardOrigin;
  readonly photo?: readonly PhotoSize[];
  readonly video?: SentFile;
  readonly animation?: SentFile;
  readonly audio?: SentFile;
  readonly voice?: SentFile;
  readonly video_note?: SentFile;
  readonly document?: SentFile;
  readonly sticker?: SentFile;
  readonly invoice?: Invoice;
  readonly contact?: {
    readonly phone_number: string;
    readonly first_name: string;
    readonly last_name?: string;
  };
  readonly location?: { readonly latitude: number; readonly longitude: number };
  readonly venue?: { readonly title: string; readonly address: string };
  readonly dice?: { readonly emoji: string; readonly value: number };
  readonly poll?: { readonly question: string; readonly options: readonly { readonly text: string }[] };
  readonly reply_markup?: { readonly inline_keyboard?: readonly (readonly InlineButton[])[] };
  readonly pinned_message?: Message;
  readonly new_chat_members?: readonly User[];
  readonly left_chat_member?: User;
  readonly group_chat_created?: boolean;
  readonly successful_payment?: { readonly currency: string; readonly total_amount: number };
  readonly refunded_payment?: { readonly currency: string; readonly total_amount: number };
}
