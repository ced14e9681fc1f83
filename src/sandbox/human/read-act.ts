import { z } from 'zod';
import type { HumanAct } from '../protocol.ts';
import { ApiError } from '../wire/api-error.ts';

const id = z.int();
const inChat = { userId: id, chatId: id };
const names = {
  first_name: z.string().trim().min(1).max(64),
  last_name: z.string().max(64).optional(),
  username: z
    .string()
    .regex(/^\w{3,32}$/)
    .optional(),
  language_code: z
    .string()
    .regex(/^[a-z]{2,3}(-\w+)?$/)
    .optional(),
};
const albumKind = z.enum(['photo', 'video', 'document', 'audio']);
const fault = z.strictObject({
  method: z.string().optional(),
  after: z.int().min(0).optional(),
  times: z.int().min(1),
  effect: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('answer'),
      code: z.int().min(400).max(599),
      description: z.string(),
      retryAfter: z.int().min(0).optional(),
    }),
    z.strictObject({ kind: z.literal('lose-answer') }),
    z.strictObject({ kind: z.literal('refuse-connection') }),
    z.strictObject({ kind: z.literal('delay'), ms: z.number().min(0).max(600_000) }),
  ]),
});

const humanAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('say'), ...inChat, text: z.string(), replyTo: id.optional() }),
  z.strictObject({
    act: z.literal('press'),
    ...inChat,
    messageId: id,
    row: z.int().min(0),
    column: z.int().min(0),
  }),
  z.strictObject({
    act: z.literal('send'),
    ...inChat,
    kind: z.enum([...albumKind.options, 'voice', 'video_note', 'sticker', 'animation']),
    uploadId: z.string(),
    caption: z.string().optional(),
    replyTo: id.optional(),
  }),
  z.strictObject({
    act: z.literal('send-album'),
    ...inChat,
    items: z.array(z.strictObject({ kind: albumKind, uploadId: z.string(), caption: z.string().optional() })),
  }),
  z.strictObject({ act: z.literal('edit'), ...inChat, messageId: id, text: z.string() }),
  z.strictObject({ act: z.literal('forward'), ...inChat, fromChatId: id, messageId: id }),
  z.strictObject({
    act: z.literal('start'),
    userId: id,
    payload: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional(),
  }),
  z.strictObject({ act: z.literal('pay'), ...inChat, messageId: id }),
  z.strictObject({ act: z.literal('block'), userId: id }),
  z.strictObject({ act: z.literal('unblock'), userId: id }),
  z.strictObject({ act: z.literal('add-user'), user: z.strictObject({ ...names, id: id.optional() }) }),
  z.strictObject({ act: z.literal('change-user'), user: z.strictObject({ ...names, id }) }),
  z.strictObject({
    act: z.literal('add-group'),
    id: id.optional(),
    title: z.string().min(1).max(128),
    userIds: z.array(id),
  }),
  z.strictObject({ act: z.literal('fault'), fault }),
  z.strictObject({ act: z.literal('clear-faults') }),
  z.strictObject({ act: z.literal('repeat-update'), updateId: id.optional() }),
  z.strictObject({ act: z.literal('reset') }),
]);

export function readAct(body: string): HumanAct {
  const parsed = humanAct.safeParse(readJson(body));
  if (!parsed.success) throw new ApiError(400, z.prettifyError(parsed.error).replace(/\s+/g, ' '));
  return withoutUndefined(parsed.data) as HumanAct;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(400, 'The body is no JSON.');
  }
}

function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
