import {
  type Conversation,
  type ConversationStep,
  findConversation,
  listUnshown,
  saveScreen,
  saveStep,
  type ShownScreen,
} from '../../store/conversations.ts';
import type { ActionParts } from '../parts.ts';

export type { Conversation, ConversationStep, ShownScreen };

type ConversationParts = Pick<ActionParts, 'database'>;

export async function loadConversation(
  { database }: ConversationParts,
  personId: string,
): Promise<Conversation> {
  return await findConversation(database.db, personId);
}

/** False where somebody else went on from the same revision: then nothing was saved, the update neither. */
export async function saveConversation(
  { database }: ConversationParts,
  step: ConversationStep,
): Promise<boolean> {
  return await saveStep(database.db, step);
}

export async function rememberScreen(
  { database }: ConversationParts,
  personId: string,
  screen: ShownScreen,
): Promise<void> {
  await saveScreen(database.db, personId, screen);
}

/** Whose screen was not shown because the process ended between saving and showing. */
export async function unshownConversations(
  { database }: ConversationParts,
  botId: number,
): Promise<string[]> {
  return await listUnshown(database.db, { botId, withinMinutes: 60, limit: 1000 });
}
