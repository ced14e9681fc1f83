import type { CreditOperation, Quote } from '../domain/credits/credit-operation.ts';
import type { MontageStatus, RenderRequest } from '../domain/montage/montage-status.ts';
import type { Page } from '../domain/page.ts';
import type { InterfaceLanguage, Profile } from '../domain/person/profile.ts';
import type { PresenterCard } from '../domain/presenter/presenter-card.ts';
import type { Gender, LocalText } from '../domain/presenter/presenter.ts';
import type { HistoryItem } from '../domain/production/history-item.ts';
import type { ProductionStatus } from '../domain/production/production-status.ts';
import type { Voice } from '../domain/speech/voice.ts';
import type { Disclosure } from '../domain/ad/ad.ts';

/** The operator's limits and prices, as far as a person meets them. */
export interface PublicLimits {
  readonly signupBonusCredits: number;
  readonly videoPriceCredits: number;
  readonly maxEdits: number;
  readonly maxTakes: number;
  readonly maxVideosPerDay: number;
  readonly maxSpeechSeconds: number;
  readonly backgroundMaxSeconds: number;
  readonly uploadMaxMegabytes: number;
  readonly linkMaxMegabytes: number;
  /** What a user may choose; the first is the weakest that the operator allows. */
  readonly disclosures: readonly Disclosure[];
  /** ISO 639-1 codes that some voice speaks; Russian and English where it is left out. */
  readonly scriptLanguages?: readonly string[];
  /** By the presenter's id. */
  readonly castNames: Readonly<Record<string, LocalText>>;
  /** Names of the services that pictures and scripts are sent to; empty where all is made here. */
  readonly services: readonly string[];
  /** Those of them that get to see who is shown. */
  readonly portraitServices: readonly string[];
  /** Where the JSON schema of render settings can be read from outside; left out where nobody would reach it. */
  readonly settingsSchemaUrl?: string;
  /** Whether a service speaks, and not the built-in voices. */
  readonly hasSpeechService: boolean;
  /** Whether a service edits pictures, and not the built-in editor. */
  readonly hasPictureService: boolean;
  /** Whether a presenter can be made of words alone. */
  readonly canMakePresenters: boolean;
}

/** What a screen must know; loaded before it decides and before it is shown. */
export interface Needs {
  readonly presenters?: { readonly gender: Gender; readonly page: number };
  readonly ownPresenters?: { readonly page: number };
  readonly presenter?: { readonly kind: 'cast' | 'own'; readonly id: string };
  readonly voices?: { readonly language: string };
  readonly history?: { readonly page: number };
  readonly operations?: { readonly page: number };
  readonly production?: string;
  /** A quote for going on with that production, or for a new one. */
  readonly quote?: { readonly productionId?: string };
  /** Whatever is in work or waits for the person, newest first. */
  readonly unfinished?: true;
  /** The video to render anew: that one, or the newest finished one. */
  readonly montage?: { readonly productionId?: string };
  readonly render?: { readonly requestId: string };
}

export interface Facts {
  readonly profile: Profile;
  readonly limits: PublicLimits;
  readonly language: InterfaceLanguage;
  readonly now: Date;
  readonly presenters?: Page<PresenterCard>;
  readonly ownPresenters?: Page<PresenterCard>;
  /** Undefined too where it was deleted meanwhile. */
  readonly presenter?: PresenterCard;
  /** All voices of the language, best first. */
  readonly voices?: readonly Voice[];
  readonly history?: Page<HistoryItem>;
  readonly operations?: Page<CreditOperation>;
  readonly production?: ProductionStatus;
  readonly quote?: Quote;
  readonly unfinished?: readonly ProductionStatus[];
  /** Undefined too where there is none, or what it needs is no longer kept. */
  readonly montage?: MontageStatus;
  readonly render?: RenderRequest;
}
