import type { DeliveryKind } from '../../actions/outgoing/deliveries.ts';
import type { ActionParts } from '../../actions/parts.ts';
import type { ProductionNews } from '../../actions/productions/work-off-news.ts';
import type { RenderRequest } from '../../domain/montage/montage-status.ts';
import type { InterfaceLanguage } from '../../domain/person/profile.ts';
import type { ProductionStatus } from '../../domain/production/production-status.ts';
import type { Button } from '../../flow/view.ts';
import type { InputFile } from '../../ports/work.ts';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Chat } from '../chat.ts';
import type { Telegram } from '../client.ts';
import type { AudioTrack } from '../screen-media.ts';

/** A message that stays in the chat: HTML and buttons that always work. */
export interface LastingMessage {
  readonly html: string;
  readonly rows?: readonly (readonly Button[])[];
}

/** What is said of a production beyond the screens. */
export interface OutgoingWords {
  speechCaption(status: ProductionStatus, language: InterfaceLanguage): LastingMessage;
  /** What the player shows of it. */
  speechTrack(status: ProductionStatus, language: InterfaceLanguage): AudioTrack;
  videoCaption(status: ProductionStatus, language: InterfaceLanguage): LastingMessage;
  failure(status: ProductionStatus, language: InterfaceLanguage): LastingMessage;
  /** Under the first of several clips: which is which, in their order. */
  albumCaption(clips: RenderRequest['clips'], language: InterfaceLanguage): string;
  /** Under the only clip. */
  renderCaption(
    clip: RenderRequest['clips'][number],
    request: RenderRequest,
    language: InterfaceLanguage,
  ): LastingMessage;
  /** Below an album, which has no buttons: what came of it, why some did not come, and what can be done next. */
  rendersTold(request: RenderRequest, language: InterfaceLanguage): LastingMessage;
  link(url: URL, language: InterfaceLanguage): LastingMessage;
  /** A video that Telegram takes from no bot: it is fetched by its link. */
  tooBig(url: URL, language: InterfaceLanguage): LastingMessage;
}

/** Around each thing that is sent, and each news that is told, where a kill may fall. */
export type OutgoingStopPoint =
  | `${ProductionNews['news']}:${'taken' | 'told'}`
  | `${DeliveryKind}:${'sending' | 'sent' | 'noted'}`;

/** What it needs of the people's conversations. */
type ConversationDoors = Pick<
  Chat,
  'dispatch' | 'progressScreen' | 'speechScreen' | 'screenMessage' | 'inTurn'
>;

/** The doors that outgoing messages go through; put together where the program starts. */
export interface OutgoingBot extends ConversationDoors {
  readonly parts: Pick<ActionParts, 'database' | 'log' | 'files' | 'ffmpeg' | 'scratchFolder'>;
  readonly telegram: Telegram;
  /** One that waits for no flood: progress that comes late is of no use. */
  readonly hastyTelegram: Telegram;
  readonly botId: number;
  readonly words: OutgoingWords;
  keyboard(rows: readonly (readonly Button[])[]): InlineKeyboardMarkup;
  language(personId: string): Promise<InterfaceLanguage>;
  status(personId: string, productionId: string): Promise<ProductionStatus | undefined>;
  /** Undefined for what is no request of theirs. */
  renders(personId: string, requestId: string): Promise<RenderRequest | undefined>;
  /** The speech as a file that plays in a chat, and the key under which Telegram's id of it is kept. */
  listenableSpeech(
    personId: string,
    productionId: string,
  ): Promise<{ readonly file: InputFile; readonly contentKey: string }>;
  videoLink(personId: string, productionId: string): Promise<URL>;
  markUnreachable(personId: string): Promise<unknown>;
  /** Ends the process at once where a test asked for it. */
  stopAt?(point: OutgoingStopPoint): void;
}
