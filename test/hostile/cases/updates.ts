import { hostileTexts } from './texts.ts';

/** Who sends it, and where. */
export interface Sender {
  readonly userId: number;
  /** Of no message before. */
  readonly messageId: number;
  readonly updateId: number;
}

export interface HostileUpdate {
  readonly name: string;
  readonly update: (sender: Sender) => unknown;
}

const userOf = ({ userId }: Sender) => ({
  id: userId,
  is_bot: false,
  first_name: 'Mallory',
  language_code: 'en',
});
const chatOf = ({ userId }: Sender) => ({ id: userId, type: 'private', first_name: 'Mallory' });

function message(name: string, fields: (sender: Sender) => Record<string, unknown>): HostileUpdate {
  return {
    name,
    update: (sender) => ({
      update_id: sender.updateId,
      message: {
        message_id: sender.messageId,
        date: 1,
        from: userOf(sender),
        chat: chatOf(sender),
        ...fields(sender),
      },
    }),
  };
}

const whole = (name: string, update: HostileUpdate['update']): HostileUpdate => ({ name, update });

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let at = 0; at < depth; at += 1) value = wrap(value);
  return value;
}

const photo = [{ file_id: 'p', file_unique_id: 'q', width: 10, height: 10 }];

/** Of the wrong shape, far too large, or nested without end. */
export const misshapenUpdates: readonly HostileUpdate[] = [
  whole('null', () => null),
  whole('a list', () => [1, 2]),
  whole('nothing', () => ({})),
  whole('an id that is a text', () => ({ update_id: '7', message: {} })),
  whole('an id below zero', () => ({ update_id: -7, message: {} })),
  whole('an id that is no whole number', () => ({ update_id: 1.5, message: {} })),
  whole('an id beyond what a number holds', () => ({ update_id: 2 ** 60, message: {} })),
  whole('no content', ({ updateId }) => ({ update_id: updateId })),
  whole('a message that is a text', ({ updateId }) => ({ update_id: updateId, message: 'hi' })),
  whole('a message that is null', ({ updateId }) => ({ update_id: updateId, message: null })),
  whole('a kind that nobody asked for', (sender) => ({
    update_id: sender.updateId,
    edited_channel_post: { from: userOf(sender), text: 'x' },
  })),
  whole('a kind of a prototype', ({ updateId }) => ({ update_id: updateId, constructor: {}, toString: 1 })),
  message('a sender without an id', () => ({ from: { first_name: 'x' } })),
  message('a sender whose id is a text', () => ({ from: { id: '1', first_name: 'x' } })),
  message('a sender whose id is zero', () => ({ from: { id: 0, first_name: 'x' } })),
  message('a sender below zero', () => ({ from: { id: -5, first_name: 'x' } })),
  message('a sender who is a bot', (sender) => ({
    from: { ...userOf(sender), is_bot: true },
    text: '/start',
  })),
  message('no sender at all', () => ({ from: undefined, text: '/start' })),
  message('a sender without a name', ({ userId }) => ({ from: { id: userId }, text: '/start' })),
  message('a sender with a name of 100 kB', (sender) => ({
    from: { ...userOf(sender), first_name: 'n'.repeat(100_000) },
    text: '/start',
  })),
  message('a sender with a tag as user name', (sender) => ({
    from: { ...userOf(sender), username: '<b>x</b>' },
    text: '/start',
  })),
  message('a sender whose language is a tag', (sender) => ({
    from: { ...userOf(sender), language_code: '<en>' },
    text: '/start',
  })),
  message('a chat that is a text', () => ({ chat: 'x', text: '/start' })),
  message('a chat of an unknown type', ({ userId }) => ({
    chat: { id: userId, type: 'tunnel' },
    text: '/start',
  })),
  message('a number as text', () => ({ text: 7 })),
  message('an object as text', () => ({ text: { length: 4 } })),
  message('an empty text', () => ({ text: '' })),
  message('a message number that is a text', () => ({ message_id: 'x', text: '/start' })),
  message('a text of 400 kB', () => ({ text: 'x'.repeat(400_000) })),
  message('10 MB of JSON', () => ({ text: 'x', padding: 'y'.repeat(10_000_000) })),
  message('a million small values', () => ({
    text: 'x',
    padding: Array.from({ length: 1_000_000 }, () => 0),
  })),
  message('lists in lists in lists', () => ({ text: 'x', entities: nested(50_000, (inner) => [inner]) })),
  message('objects in objects', () => ({ contact: nested(50_000, (inner) => ({ a: inner })) })),
  message('a reply within a reply', (sender) => ({
    text: 'x',
    reply_to_message: nested(300, (inner) => ({
      message_id: 1,
      chat: chatOf(sender),
      reply_to_message: inner,
    })),
  })),
  message('a key with the character NUL', () => ({ text: 'x', 'k\u0000ey': 1 })),
  message('a key that is half a surrogate pair', () => ({ text: 'x', '\ud800': 1 })),
  message('a prototype as a key', () => JSON.parse('{"text":"x","__proto__":{"isBanned":false}}')),
  message('no photo in a photo', () => ({ photo: [] })),
  message('a photo without a file', () => ({ photo: [{ width: 1, height: 1 }] })),
  message('a photo of a negative size', () => ({ photo: [{ ...photo[0], file_size: -1 }] })),
  message('a photo that is a text', () => ({ photo: 'x' })),
  message('a video without a file', () => ({ video: {} })),
  message('a document whose name is a path', () => ({
    document: { file_id: 'd', file_name: '../../../etc/cron.d/x', mime_type: 'video/mp4' },
  })),
  message('a document that claims to be huge', () => ({
    document: { file_id: 'd', file_size: Number.MAX_SAFE_INTEGER, mime_type: 'video/mp4' },
  })),
  message('a file number that is a link', () => ({
    photo: [{ ...photo[0], file_id: 'http://169.254.169.254/' }],
  })),
  message('a file number of 50 kB', () => ({ photo: [{ ...photo[0], file_id: 'f'.repeat(50_000) }] })),
  message('a payment that nobody asked for', () => ({
    successful_payment: { currency: 'XTR', total_amount: 100_000, invoice_payload: 'credits:1000000' },
  })),
  message('a text and a file at once', () => ({ text: 'x', photo, video: {} })),
  message('a sticker that is null', () => ({ sticker: null })),
  whole('a membership of nobody', ({ updateId }) => ({ update_id: updateId, my_chat_member: {} })),
  whole('a membership of an unknown state', (sender) => ({
    update_id: sender.updateId,
    my_chat_member: { from: userOf(sender), chat: chatOf(sender), new_chat_member: { status: 'emperor' } },
  })),
  whole('a checkout without anything', ({ updateId }) => ({ update_id: updateId, pre_checkout_query: {} })),
  whole('a checkout that is a number', ({ updateId }) => ({ update_id: updateId, pre_checkout_query: 5 })),
  whole('a press without data or message', (sender) => ({
    update_id: sender.updateId,
    callback_query: { id: '1', from: userOf(sender) },
  })),
  whole('a press without a number', (sender) => ({
    update_id: sender.updateId,
    callback_query: { from: userOf(sender), data: '1.new' },
  })),
  whole('a press in an inline message', (sender) => ({
    update_id: sender.updateId,
    callback_query: { id: '1', from: userOf(sender), inline_message_id: 'x', data: '!menu' },
  })),
];

/** Commands that somebody did not type here and now. */
export const borrowedCommands: readonly HostileUpdate[] = [
  ...['/credit_add 1 +1000000', '/ban 1', '/broadcast win', '/stats', '/cleanup_temp', '/webhook_reset'].map(
    (text) => message(`an operator's ${text.split(' ')[0]} of somebody who is none`, () => ({ text })),
  ),
  message('a forwarded /forget_me', () => ({
    text: '/forget_me',
    forward_origin: { type: 'hidden_user', sender_user_name: 'x', date: 1 },
  })),
  message('a forwarded /start', () => ({ text: '/start', forward_origin: { type: 'user', date: 1 } })),
  message('a command for another bot', () => ({ text: '/create@another_bot' })),
  message('a payload with a tag', () => ({ text: '/start <b>' })),
  message('a payload of 200 letters', () => ({ text: `/start ${'a'.repeat(200)}` })),
  message('a payload that is a path', () => ({ text: '/start ../../x' })),
];

/** Whatever somebody can write, wherever it can stand. */
export const writtenUpdates: readonly HostileUpdate[] = [
  ...hostileTexts.map(({ name, text }) => message(`${name} as a text`, () => ({ text }))),
  ...hostileTexts.slice(0, 20).map(({ name, text }) =>
    message(`${name} as a name`, (sender) => ({
      from: { ...userOf(sender), first_name: text, last_name: text },
      text: '/profile',
    })),
  ),
  ...hostileTexts.slice(0, 20).map(({ name, text }) =>
    message(`${name} as a file's name and caption`, () => ({
      document: { file_id: 'd', file_name: text, mime_type: text },
      caption: text,
    })),
  ),
];
