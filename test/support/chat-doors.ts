import { join } from 'node:path';
import { knowPerson } from '../../src/actions/people/know-person.ts';
import { markUnreachable } from '../../src/actions/people/mark-unreachable.ts';
import { readProfile } from '../../src/actions/people/read-profile.ts';
import { AppError } from '../../src/kernel/errors.ts';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { resolveFfmpeg } from '../../src/platform/ffmpeg/resolve-ffmpeg.ts';
import { silentLog } from '../../src/platform/log/log.ts';
import type { ChatActions } from '../../src/telegram/chat-actions.ts';
import type { ChatStopPoint, ShowableFile } from '../../src/telegram/chat-bot.ts';
import type { ActionParts } from '../../src/actions/parts.ts';
import type { ChatOptions } from '../../src/telegram/chat.ts';
import { smallFlow, type SmallState } from './chat-flow.ts';

export const ann = 510_000_102;
export const admin = 510_000_103;
export const operatorsChat = -4_200_000;

/** What the doors note, and what a test sets. */
export interface Doors {
  readonly parts: ActionParts;
  /** What effects and doors were asked for, in their order. */
  readonly asked: string[];
  readonly fatal: AppError[];
  /** Where the next step ends as if the process were killed. */
  stopPoint: ChatStopPoint | undefined;
  /** Facts, media and effects ask this first: a test lets them fail or wait. */
  before(what: string): Promise<void>;
}

/** A bot of the small flow with real people; what else it is asked for is noted in the room. */
export function chatOptions(room: Doors, folder: string): Omit<ChatOptions<SmallState>, 'token' | 'apiRoot'> {
  return {
    parts: room.parts,
    flow: smallFlow,
    actions: actionsOf(room),
    limits: { signupBonusCredits: 3 } as never,
    media: async (_personId, media) => {
      await room.before('media');
      return media.kind === 'audio' ? await voiceFile(folder) : pictureFile(media);
    },
    door: {
      press: async (query, from) => {
        room.asked.push(`door ${from.telegramId} pressed ${query.data}`);
        return false;
      },
      handle: async (message, from) => {
        room.asked.push(
          `door ${from.telegramId} ${message.text}${message.forward_origin ? ' forwarded' : ''}`,
        );
        return message.text?.startsWith('/stats') ?? false;
      },
    },
    adminIds: [admin],
    operatorsChatId: operatorsChat,
    texts: () => ({
      outdated: 'outdated',
      tooFast: 'too fast',
      wentWrong: 'went wrong',
      banned: 'banned',
      firstOfAlbum: 'first of album',
      noPayments: 'no payments',
    }),
    updates: {
      kind: 'polling',
      timeoutSeconds: 5,
      conflictMs: [20, 40],
      failureMs: [20, 200],
      leaderEveryMs: 50,
    },
    setup: { introductions: { '': introduction, ru: introduction, en: introduction }, operatorCommands: [] },
    inbox: { searchEveryMs: 100, firstRetryMs: 20 },
    retryMs: 30,
    onFatal: (error) => void room.fatal.push(error),
    stopAt: (point) => {
      if (room.stopPoint !== point) return;
      room.stopPoint = undefined;
      room.asked.push(`stop ${point}`);
      throw new Error(`stopped at ${point}`);
    },
  };
}

const introduction = {
  name: 'UGC',
  description: 'Ads',
  shortDescription: 'Ads',
  commands: [{ command: 'start', description: 'Begin' }],
};

function actionsOf(room: Doors): ChatActions {
  const { parts } = room;
  const never = async () => {
    throw new AppError('internal', 'No screen of the small flow asks for this.');
  };
  const note = (what: string) => async (_profile: unknown, effect: { readonly [key: string]: unknown }) => {
    await room.before(what);
    room.asked.push(`${what} ${effect.messageId ?? effect.productionId ?? ''}`);
  };
  return {
    facts: {
      profile: async (personId) => {
        await room.before('profile');
        return await readProfile(parts, personId);
      },
      presenters: never,
      ownPresenters: never,
      presenter: never,
      voices: never,
      history: never,
      operations: never,
      production: never,
      quote: never,
      montage: async () => undefined,
      render: async () => undefined,
      unfinished: async () => [],
    },
    effects: {
      'set-language': never,
      'set-disclosure': never,
      'remember-voice': never,
      'start-task': never,
      'cancel-task': never,
      speak: never,
      confirm: never,
      'cancel-production': async () => {
        throw new AppError('limit-reached', 'No more today.', { details: { limit: 1 } });
      },
      'choose-engine': never,
      'set-render-settings': never,
      'type-render-settings': never,
      render: never,
      'renew-overlay': never,
      'cancel-render': never,
      'give-consent': never,
      'delete-presenter': never,
      'delete-production': never,
      'send-again': never,
      'send-link': never,
      'tell-operators': note('tell'),
      'send-my-data': never,
      'forget-me': never,
    },
    knowPerson: (seen, payload) => knowPerson(parts, seen, payload),
    markUnreachable: (personId) => markUnreachable(parts, personId),
    hideProgress: async (productionId, messageId) =>
      void room.asked.push(`no progress ${productionId} ${messageId}`),
    showProgress: async (productionId, chatId) => void room.asked.push(`progress ${productionId} ${chatId}`),
  };
}

/** The faces of a gallery: pictures that differ in their content. */
function pictureFile(media: { readonly from: string }): ShowableFile {
  const names = ['dark-skin', 'full-beard', 'glasses', 'open-smile'];
  const page = Number((media as { presenter?: { id: string } }).presenter?.id ?? 0);
  const path = join(import.meta.dirname, '..', 'portraits', `${names[page]}.jpg`);
  return { path, bytes: 100_000, contentKey: `face ${page}` };
}

async function voiceFile(folder: string): Promise<ShowableFile> {
  const ffmpeg = await resolveFfmpeg(readConfig(readEnvironment()).ffmpeg, silentLog);
  const sound = ['-f', 'lavfi', '-i', 'sine=frequency=330', '-t', '0.3', '-c:a', 'aac', '-y', 'voice.m4a'];
  await ffmpeg.run({ cwd: folder, timeoutMs: 60_000, args: sound });
  return { path: join(folder, 'voice.m4a'), bytes: 5000, contentKey: 'voice', durationSeconds: 0.3 };
}
