import { describe, expect, it } from 'vitest';
import { createFloodGuard } from './flood-guard.ts';
import { type Routed, routeUpdate } from './router.ts';

const from = { id: 7, is_bot: false, first_name: 'Ann', username: 'ann', language_code: 'en' };
const chat = { id: 7, type: 'private' };

function eventOf(content: object, username = 'studio_bot') {
  const routed = routeUpdate({ update_id: 1, message: { message_id: 5, from, chat, ...content } }, username);
  return routed.kind === 'message' ? routed.event : routed;
}

const small = { file_id: 'small', width: 90, height: 160 };
const large = { file_id: 'large', width: 720, height: 1280, file_size: 4000 };
const clip = { file_id: 'clip', mime_type: 'video/mp4', file_size: 9, duration: 3 };

describe('a message', () => {
  it.each([
    ['/start', { on: 'command', name: 'start' }],
    ['/start r_abc-9', { on: 'command', name: 'start', argument: 'r_abc-9' }],
    ['/start <b>', { on: 'command', name: 'start' }],
    [`/start ${'x'.repeat(65)}`, { on: 'command', name: 'start' }],
    ['/START', { on: 'command', name: 'start' }],
    ['/start@Studio_Bot', { on: 'command', name: 'start' }],
    ['/start@other_bot', { on: 'text', text: '/start@other_bot', messageId: 5 }],
    ['/feedback the sound\nis low', { on: 'command', name: 'feedback', argument: 'the sound\nis low' }],
    ['/stats', { on: 'unknown-command', name: 'stats' }],
    ['/', { on: 'text', text: '/', messageId: 5 }],
    ['half /start', { on: 'text', text: 'half /start', messageId: 5 }],
  ])('%j is understood', (text, event) => {
    expect(eventOf({ text })).toEqual(event);
  });

  it.each([
    [{ photo: [large, small] }, { fileId: 'large', kind: 'photo', bytes: 4000 }],
    [
      { video: { ...clip, file_name: 'my clip.mp4' } },
      { fileId: 'clip', kind: 'video', name: 'my clip.mp4', mime: 'video/mp4', bytes: 9, durationSeconds: 3 },
    ],
    [
      { animation: clip, document: { file_id: 'same' } },
      { fileId: 'clip', kind: 'video', mime: 'video/mp4', bytes: 9, durationSeconds: 3 },
    ],
    [
      { document: { file_id: 'doc', mime_type: 'video/quicktime' } },
      { fileId: 'doc', kind: 'document', mime: 'video/quicktime' },
    ],
  ])('%j is a file', (content, file) => {
    expect(eventOf({ ...content, caption: 'look' })).toEqual({
      on: 'file',
      file,
      caption: 'look',
      messageId: 5,
    });
  });

  it.each(['sticker', 'voice', 'video_note', 'contact', 'location', 'poll'])(
    'with a %s is told that it is no use',
    (kind) => {
      expect(eventOf({ [kind]: {} })).toEqual({ on: 'other', kind });
    },
  );

  it('that Telegram itself reports is nobody’s wish', () => {
    expect(eventOf({ pinned_message: {} })).toBeUndefined();
    expect(eventOf({ photo: [] })).toBeUndefined();
  });

  it('that was forwarded is no command', () => {
    const forwarded = { text: '/forget_me', forward_origin: { type: 'user' } };
    expect(eventOf(forwarded)).toEqual({ on: 'text', text: '/forget_me', messageId: 5 });
  });
});

describe('other updates', () => {
  const press = { id: '1', from, data: 'a.b', message: { message_id: 9, chat } };
  it.each<[object, Partial<Routed>]>([
    [{ callback_query: press }, { kind: 'press', data: 'a.b', messageId: 9, isPrivate: true }],
    [{ callback_query: { id: '1', from } }, { kind: 'press', data: '', messageId: undefined }],
    [
      { callback_query: { ...press, message: { message_id: 9, chat: { id: -1, type: 'group' } } } },
      { isPrivate: false },
    ],
    [
      { my_chat_member: { from, chat, new_chat_member: { status: 'kicked' } } },
      { kind: 'membership', isReachable: false },
    ],
    [{ my_chat_member: { from, chat, new_chat_member: { status: 'member' } } }, { isReachable: true }],
    [
      { my_chat_member: { from, chat: { id: -1, type: 'group' }, new_chat_member: { status: 'left' } } },
      { kind: 'ignored' },
    ],
    [{ edited_message: { message_id: 1, from, chat, text: 'x' } }, { kind: 'ignored' }],
    [{ message: { message_id: 1, from: { ...from, is_bot: true }, chat, text: 'x' } }, { kind: 'ignored' }],
    [{ message: { message_id: 1, chat, text: 'of a channel' } }, { kind: 'ignored' }],
  ])('%j', (update, expected) => {
    expect(routeUpdate({ update_id: 1, ...update }, 'studio_bot')).toMatchObject(expected);
  });
});

it('a flood is let through by its bucket, each person by their own', () => {
  let nowMs = 0;
  const admit = createFloodGuard({ burst: 3, perSecond: 1 }, () => nowMs);
  const of = (lane: number, times: number) => Array.from({ length: times }, () => admit(lane));
  expect(of(1, 5)).toEqual(['admitted', 'admitted', 'admitted', 'first-excess', 'excess']);
  expect(of(2, 1)).toEqual(['admitted']);
  nowMs = 1000;
  expect(of(1, 2)).toEqual(['admitted', 'excess']);
  nowMs = 10_000;
  expect(of(1, 4)).toEqual(['admitted', 'admitted', 'admitted', 'first-excess']);
});
