/**
 * @import { SandboxBot, SandboxChat, SandboxEvent, SandboxState, SandboxUser, Violation } from '../../protocol.ts'
 * @import { Message } from './bot-api.js'
 *
 * @typedef {Omit<SandboxChat, 'messages' | 'hasOlder'>} ChatFacts
 * @typedef {object} Chat
 * @property {ChatFacts} facts
 * @property {readonly Message[]} messages by id, oldest first
 * @property {boolean} hasOlder
 * @property {number} factsAt when the facts came, by this machine's clock, in ms
 * @typedef {Extract<SandboxEvent, { event: 'callback-answer' }>} CallbackAnswer
 * @typedef {Extract<SandboxEvent, { event: 'call' }>} Call
 * @typedef {{ what: 'state' | 'people' | 'bot' | 'connection' | 'violations' | 'calls' }
 *   | { what: 'messages' | 'chat', chatId: number }
 *   | { what: 'callback-answer', answer: CallbackAnswer }} Change
 */

const keptCalls = 200;

/** What the page knows of the sandbox; whoever shows it listens. */
export class Store {
  /** @type {SandboxBot} */
  bot = { id: 0, username: '', name: '', description: '', shortDescription: '' };
  /** @type {readonly SandboxUser[]} */
  users = [];
  /** @type {Map<number, Chat>} */
  chats = new Map();
  /** @type {readonly Violation[]} */
  violations = [];
  /** @type {readonly Call[]} newest first */
  calls = [];
  isConnected = false;
  isLoaded = false;
  /** @type {Set<(change: Change) => void>} */
  #listeners = new Set();

  /**
   * @param {(change: Change) => void} listener
   * @returns {() => void} stops listening
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {Change} change */
  #tell(change) {
    for (const listener of [...this.#listeners]) listener(change);
  }

  /** @param {boolean} isConnected */
  setConnected(isConnected) {
    if (this.isConnected === isConnected) return;
    this.isConnected = isConnected;
    this.#tell({ what: 'connection' });
  }

  /** @param {SandboxState} state */
  load(state) {
    this.bot = state.bot;
    this.users = state.users;
    this.violations = state.violations;
    const chats = new Map(state.chats.map((chat) => [chat.id, mergeChat(this.chats.get(chat.id), chat)]));
    for (const user of state.users) if (!chats.has(user.id)) chats.set(user.id, emptyChat(user));
    this.chats = chats;
    this.isLoaded = true;
    this.#tell({ what: 'state' });
  }

  /** @param {SandboxEvent} event */
  apply(event) {
    if (event.event === 'message' || event.event === 'edit') {
      if (event.event === 'message') this.#endActivity(event.chatId);
      this.#put(event.chatId, /** @type {any} */ (event.message));
    } else if (event.event === 'delete') {
      const gone = new Set(event.messageIds);
      this.#setMessages(event.chatId, (messages) => messages.filter(({ message_id: id }) => !gone.has(id)));
    } else if (event.event === 'chat') {
      const known = this.chats.get(event.chat.id);
      const facts = { facts: event.chat, factsAt: Date.now() };
      this.chats.set(event.chat.id, { messages: [], hasOlder: false, ...known, ...facts });
      this.#tell(known ? { what: 'chat', chatId: event.chat.id } : { what: 'people' });
    } else if (event.event === 'callback-answer') {
      this.#tell({ what: 'callback-answer', answer: event });
    } else this.#applyRest(event);
  }

  /** @param {Exclude<SandboxEvent, { event: 'message' | 'edit' | 'delete' | 'chat' | 'callback-answer' }>} event */
  #applyRest(event) {
    if (event.event === 'user') {
      this.users = [...this.users.filter(({ id }) => id !== event.user.id), event.user];
      if (!this.chats.has(event.user.id)) this.chats.set(event.user.id, emptyChat(event.user));
      this.#tell({ what: 'people' });
    } else if (event.event === 'bot') {
      this.bot = event.bot;
      this.#tell({ what: 'bot' });
    } else if (event.event === 'violation') {
      this.violations = [...this.violations, event.violation];
      this.#tell({ what: 'violations' });
    } else if (event.event === 'call') {
      this.calls = [event, ...this.calls].slice(0, keptCalls);
      this.#tell({ what: 'calls' });
    }
  }

  /**
   * @param {number} chatId
   * @param {readonly Message[]} messages
   * @param {boolean} hasOlder
   */
  addOlder(chatId, messages, hasOlder) {
    const chat = this.chats.get(chatId);
    if (!chat) return;
    const known = new Set(chat.messages.map(({ message_id: id }) => id));
    const older = messages.filter(({ message_id: id }) => !known.has(id));
    this.chats.set(chatId, { ...chat, hasOlder, messages: inOrder([...older, ...chat.messages]) });
    this.#tell({ what: 'messages', chatId });
  }

  /**
   * @param {number} chatId
   * @param {number} messageId
   */
  findMessage(chatId, messageId) {
    return this.chats.get(chatId)?.messages.find(({ message_id: id }) => id === messageId);
  }

  /** A message ends what the bot was seen doing. @param {number} chatId */
  #endActivity(chatId) {
    const chat = this.chats.get(chatId);
    if (!chat?.facts.action && !chat?.facts.draft) return;
    const { action: _action, draft: _draft, ...facts } = chat.facts;
    this.chats.set(chatId, { ...chat, facts });
    this.#tell({ what: 'chat', chatId });
  }

  /**
   * @param {number} chatId
   * @param {Message} message
   */
  #put(chatId, message) {
    this.#setMessages(chatId, (messages) => {
      const at = messages.findIndex(({ message_id: id }) => id === message.message_id);
      if (at >= 0) return messages.with(at, message);
      const newest = messages.at(-1);
      const all = [...messages, message];
      return newest && newest.message_id > message.message_id ? inOrder(all) : all;
    });
  }

  /**
   * @param {number} chatId
   * @param {(messages: readonly Message[]) => readonly Message[]} change
   */
  #setMessages(chatId, change) {
    const chat = this.chats.get(chatId);
    if (!chat) return;
    this.chats.set(chatId, { ...chat, messages: change(chat.messages) });
    this.#tell({ what: 'messages', chatId });
  }
}

/** @param {readonly Message[]} messages */
function inOrder(messages) {
  return messages.toSorted((one, other) => one.message_id - other.message_id);
}

/**
 * Keeps what was loaded of older messages as long as they join on to the new ones without a gap, and the very objects
 * of messages that did not change, so that they are not drawn again.
 *
 * @param {Chat | undefined} known
 * @param {SandboxChat} chat
 * @returns {Chat}
 */
function mergeChat(known, chat) {
  const { messages: sent, hasOlder, ...facts } = chat;
  /** @type {readonly any[]} */
  const window = sent;
  const byId = new Map(known?.messages.map((message) => [message.message_id, message]));
  const newest = window.map((message) => {
    const old = byId.get(message.message_id);
    return old && JSON.stringify(old) === JSON.stringify(message) ? old : message;
  });
  const first = newest[0];
  const joins = first !== undefined && hasOlder && byId.has(first.message_id);
  const older = joins ? (known?.messages.filter(({ message_id: id }) => id < first.message_id) ?? []) : [];
  const keepsOlder = older.length > 0 && known !== undefined;
  return {
    facts,
    factsAt: Date.now(),
    messages: [...older, ...newest],
    hasOlder: keepsOlder ? known.hasOlder : hasOlder,
  };
}

/**
 * @param {SandboxUser} user who has not met the bot yet
 * @returns {Chat}
 */
function emptyChat(user) {
  /** @type {ChatFacts} */
  const facts = {
    id: user.id,
    type: 'private',
    title: user.first_name,
    userIds: [user.id],
    isBlocked: false,
    commands: [],
    menuButton: { type: 'default' },
  };
  return { facts, factsAt: Date.now(), messages: [], hasOlder: false };
}
