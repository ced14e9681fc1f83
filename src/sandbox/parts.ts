import type { Log } from '../platform/log/log.ts';
import type { EventLog } from './human/event-log.ts';
import type { Journal } from './journal/journal.ts';
import type { Records } from './journal/records.ts';
import type { MessageIndex } from './chats/message-index.ts';
import type { ActivityLog } from './chats/activity.ts';
import type { FileStore } from './media/file-store.ts';
import type { UpdateQueue } from './updates/update-queue.ts';
import type { SandboxClock } from './sandbox-clock.ts';
import type { ViolationLog } from './schema/violation-log.ts';

/** What every part of the server works with. */
export interface SandboxParts {
  readonly folder: string;
  readonly log: Log;
  readonly clock: SandboxClock;
  readonly journal: Journal;
  readonly records: Records;
  readonly messages: MessageIndex;
  readonly activity: ActivityLog;
  readonly files: FileStore;
  readonly updates: UpdateQueue;
  readonly events: EventLog;
  readonly violations: ViolationLog;
}
