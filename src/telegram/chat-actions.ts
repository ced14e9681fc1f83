import type { SeenPerson } from '../domain/person/seen-person.ts';
import type { CreditOperation, Quote } from '../domain/credits/credit-operation.ts';
import type { MontageStatus, RenderRequest } from '../domain/montage/montage-status.ts';
import type { Page } from '../domain/page.ts';
import type { Profile } from '../domain/person/profile.ts';
import type { PresenterCard } from '../domain/presenter/presenter-card.ts';
import type { Gender } from '../domain/presenter/presenter.ts';
import type { HistoryItem } from '../domain/production/history-item.ts';
import type { ProductionStatus } from '../domain/production/production-status.ts';
import type { Voice } from '../domain/speech/voice.ts';
import type { Effect } from '../flow/effect.ts';

/** What screens are made of. Each is one question to the database, or none. */
export interface FactSource {
  profile(personId: string): Promise<Profile>;
  presenters(personId: string, gender: Gender, page: number): Promise<Page<PresenterCard>>;
  ownPresenters(personId: string, page: number): Promise<Page<PresenterCard>>;
  presenter(
    personId: string,
    ref: { readonly kind: 'cast' | 'own'; readonly id: string },
  ): Promise<PresenterCard | undefined>;
  voices(language: string): Promise<readonly Voice[]>;
  history(personId: string, page: number): Promise<Page<HistoryItem>>;
  operations(personId: string, page: number): Promise<Page<CreditOperation>>;
  production(personId: string, productionId: string): Promise<ProductionStatus | undefined>;
  quote(personId: string, productionId?: string): Promise<Quote>;
  /** Of that video, or of the newest. */
  montage(personId: string, productionId?: string): Promise<MontageStatus | undefined>;
  render(personId: string, requestId: string): Promise<RenderRequest | undefined>;
  unfinished(personId: string): Promise<readonly ProductionStatus[]>;
}

/** Effects that are shown by the chat itself. */
type ShownEffect = 'toast' | 'say';
type EffectOf<Name extends Effect['do']> = Extract<Effect, { readonly do: Name }>;
export type WorkEffect = Exclude<Effect, { readonly do: ShownEffect }>;

/**
 * What a decision asks for beyond the chat, by the effect's name. Each may be asked for twice with the same effect.
 * An AppError is told to the conversation as its refusal.
 */
export type EffectActions = {
  readonly [Name in WorkEffect['do']]: (profile: Profile, effect: EffectOf<Name>) => Promise<unknown>;
};

/** The doors of the product that a chat goes through. */
export interface ChatActions {
  readonly facts: FactSource;
  readonly effects: EffectActions;
  knowPerson(seen: SeenPerson, payload?: string): Promise<unknown>;
  /** They blocked the bot: nothing can be sent until they write again. */
  markUnreachable(personId: string): Promise<unknown>;
  /** The message shows the progress of that production, request or task from now on. */
  showProgress(productionId: string, chatId: number, messageId: number): Promise<unknown>;
  /** That message shows it no more. */
  hideProgress(productionId: string, messageId: number): Promise<unknown>;
}
