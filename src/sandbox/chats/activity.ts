import type { SandboxClock } from '../sandbox-clock.ts';

interface Action {
  readonly name: string;
  readonly until: number;
}

interface Draft {
  readonly id: number;
  readonly text: string;
  readonly until: number;
}

/** What the bot is seen doing in a chat: forgotten by a restart, and soon anyway. */
export interface ActivityLog {
  act(chatId: number, name: string): void;
  write(chatId: number, draft: { readonly id: number; readonly text: string }): void;
  /** A message ends both; tells whether there was one. */
  end(chatId: number): boolean;
  actionOf(chatId: number): Action | undefined;
  draftOf(chatId: number): Draft | undefined;
}

const actionMs = 5000;
const draftMs = 30_000;

export function createActivityLog(clock: SandboxClock): ActivityLog {
  const actions = new Map<number, Action>();
  const drafts = new Map<number, Draft>();
  const current = <T extends { readonly until: number }>(activity: T | undefined) =>
    activity !== undefined && activity.until > clock.nowMs() ? activity : undefined;
  return {
    act: (chatId, name) => void actions.set(chatId, { name, until: clock.nowMs() + actionMs }),
    write: (chatId, draft) => void drafts.set(chatId, { ...draft, until: clock.nowMs() + draftMs }),
    end(chatId) {
      const hadAction = actions.delete(chatId);
      return drafts.delete(chatId) || hadAction;
    },
    actionOf: (chatId) => current(actions.get(chatId)),
    draftOf: (chatId) => current(drafts.get(chatId)),
  };
}
