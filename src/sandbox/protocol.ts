/**
 * What the chat page and tests speak with the sandbox, as JSON over HTTP beside the Bot API: `GET /sandbox/state`,
 * `GET /sandbox/events` (server-sent events, each `data:` one `SandboxEvent`, its `id:` the sequence to go on from),
 * `POST /sandbox/act` (a `HumanAct`, answered by a `HumanActAnswer`), `POST /sandbox/upload` (the raw bytes of a file,
 * its name and type in the query, answered by `{ uploadId }`), `GET /sandbox/file/<fileId>` (ranges allowed).
 * Telegram's own objects travel as Telegram sends them, in snake case.
 */

/** Telegram's `Message`, checked against the schema where it is made. */
export type BotApiMessage = {
  readonly message_id: number;
  readonly chat: { readonly id: number };
} & Readonly<Record<string, unknown>>;

export interface SandboxUser {
  readonly id: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface SandboxChat {
  /** A private chat has its user's id; the operators' group a negative one. */
  readonly id: number;
  readonly type: 'private' | 'group';
  readonly title: string;
  readonly userIds: readonly number[];
  /** The bot was blocked (private) or removed (group). */
  readonly isBlocked: boolean;
  /** Newest last; older ones by `GET /sandbox/state?chat=<id>&before=<message id>`. */
  readonly messages: readonly BotApiMessage[];
  readonly hasOlder: boolean;
  readonly pinnedMessageId?: number;
  /** What the bot does there now, such as `upload_video`; Telegram shows it for 5 seconds. */
  readonly action?: { readonly name: string; readonly until: number };
  /** A message that the bot is writing. */
  readonly draft?: { readonly text: string; readonly until: number };
  /** In the order of the menu, for the chat's users' language. */
  readonly commands: readonly { readonly command: string; readonly description: string }[];
  readonly menuButton: {
    readonly type: string;
    readonly text?: string;
    readonly web_app?: { readonly url: string };
  };
  readonly replyKeyboard?: Readonly<Record<string, unknown>>;
}

export interface SandboxBot {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly description: string;
  readonly shortDescription: string;
  /** What differs for people of a language, by its ISO 639-1 code. */
  readonly inLanguage?: Readonly<Record<string, { readonly name?: string; readonly description?: string }>>;
}

export interface SandboxState {
  readonly bot: SandboxBot;
  readonly users: readonly SandboxUser[];
  readonly chats: readonly SandboxChat[];
  readonly violations: readonly Violation[];
  /** Of the last event that is part of this state. */
  readonly sequence: number;
}

/** A call, or an object of our own, that breaks the Bot API's schema. */
export interface Violation {
  readonly at: string;
  readonly method: string;
  readonly problems: readonly string[];
}

export type SandboxEvent =
  | { readonly event: 'message'; readonly chatId: number; readonly message: BotApiMessage }
  | { readonly event: 'edit'; readonly chatId: number; readonly message: BotApiMessage }
  | { readonly event: 'delete'; readonly chatId: number; readonly messageIds: readonly number[] }
  /** Everything of a chat but its messages: action, draft, commands, keyboard, blocked, pinned. */
  | { readonly event: 'chat'; readonly chat: Omit<SandboxChat, 'messages' | 'hasOlder'> }
  | { readonly event: 'user'; readonly user: SandboxUser }
  | { readonly event: 'bot'; readonly bot: SandboxBot }
  /** The answer to a press, for the user who pressed. */
  | {
      readonly event: 'callback-answer';
      readonly userId: number;
      readonly callbackId: string;
      readonly text?: string;
      readonly showAlert: boolean;
      readonly url?: string;
    }
  | { readonly event: 'violation'; readonly violation: Violation }
  /** A call of the bot's, for the drawer of the curious: without files and tokens. */
  | {
      readonly event: 'call';
      readonly method: string;
      readonly ok: boolean;
      readonly error?: string;
      readonly at: string;
    };

/** What a person, or whoever plays with the sandbox, does. */
export type HumanAct =
  | {
      readonly act: 'say';
      readonly userId: number;
      readonly chatId: number;
      readonly text: string;
      readonly replyTo?: number;
    }
  | {
      readonly act: 'press';
      readonly userId: number;
      readonly chatId: number;
      readonly messageId: number;
      readonly row: number;
      readonly column: number;
    }
  | {
      readonly act: 'send';
      readonly userId: number;
      readonly chatId: number;
      readonly kind:
        | 'photo'
        | 'video'
        | 'document'
        | 'audio'
        | 'voice'
        | 'video_note'
        | 'sticker'
        | 'animation';
      readonly uploadId: string;
      readonly caption?: string;
      readonly replyTo?: number;
    }
  /** Several at once, as an album. */
  | {
      readonly act: 'send-album';
      readonly userId: number;
      readonly chatId: number;
      readonly items: readonly {
        readonly kind: 'photo' | 'video' | 'document' | 'audio';
        readonly uploadId: string;
        readonly caption?: string;
      }[];
    }
  | {
      readonly act: 'edit';
      readonly userId: number;
      readonly chatId: number;
      readonly messageId: number;
      readonly text: string;
    }
  | {
      readonly act: 'forward';
      readonly userId: number;
      readonly chatId: number;
      readonly fromChatId: number;
      readonly messageId: number;
    }
  /** Opens `t.me/<bot>?start=<payload>`. */
  | { readonly act: 'start'; readonly userId: number; readonly payload?: string }
  | { readonly act: 'pay'; readonly userId: number; readonly chatId: number; readonly messageId: number }
  | { readonly act: 'block'; readonly userId: number }
  | { readonly act: 'unblock'; readonly userId: number }
  | { readonly act: 'add-user'; readonly user: Omit<SandboxUser, 'id'> & { readonly id?: number } }
  | { readonly act: 'change-user'; readonly user: SandboxUser }
  /** A group with the bot in it, for the operators. */
  | {
      readonly act: 'add-group';
      readonly id?: number;
      readonly title: string;
      readonly userIds: readonly number[];
    }
  | { readonly act: 'fault'; readonly fault: Fault }
  | { readonly act: 'clear-faults' }
  /** Delivers the update that was sent last once more, or one by its id. */
  | { readonly act: 'repeat-update'; readonly updateId?: number }
  /** Forgets chats, files and updates. */
  | { readonly act: 'reset' };

/** What goes wrong with the next calls: of one method, or of all. Counted down with each call it meets. */
export interface Fault {
  readonly method?: string;
  /** Calls that pass before it begins. */
  readonly after?: number;
  readonly times: number;
  readonly effect:
    | {
        readonly kind: 'answer';
        readonly code: number;
        readonly description: string;
        readonly retryAfter?: number;
      }
    /** The work is done and the connection closed before the answer: what a lost answer looks like. */
    | { readonly kind: 'lose-answer' }
    | { readonly kind: 'refuse-connection' }
    | { readonly kind: 'delay'; readonly ms: number };
}

export type HumanActAnswer =
  | {
      readonly ok: true;
      readonly message?: BotApiMessage;
      readonly callbackId?: string;
      readonly userId?: number;
      readonly chatId?: number;
    }
  | { readonly ok: false; readonly error: string };
