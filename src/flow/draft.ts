import type { AdFormat } from '../domain/ad/ad.ts';
import type { OrderedBackground, OrderedPresenter } from '../domain/ad/ad-order.ts';
import type { PortraitWarningKind } from '../domain/face/judge-portrait.ts';
import type { PresenterCard } from '../domain/presenter/presenter-card.ts';
import type { AgeGroup, Gender } from '../domain/presenter/presenter.ts';
import type { ProductionStatus } from '../domain/production/production-status.ts';

export interface PresenterRef {
  readonly kind: 'cast' | 'own';
  readonly id: string;
}

/** A presenter that was picked: how it is ordered, and what voices are chosen by. */
export interface PickedPresenter {
  readonly ordered: OrderedPresenter;
  /** Missing where only the picture is known: an ad made again from one of the history. */
  readonly ref?: PresenterRef;
  readonly gender?: Gender;
  readonly ageGroup?: AgeGroup;
}

/** Slow work that the draft waits for. */
export interface DraftTask {
  readonly id: string;
  readonly kind: 'fetch-background' | 'check-photo' | 'edit-picture' | 'make-presenter';
  /** Of an edit: what it began with. */
  readonly original?: PresenterRef;
  /** Of an edit that a service does: what it was asked for, in case it fails. */
  readonly prompt?: string;
}

/** An ad in the making, until its video is ordered. Every part is chosen once and may be changed. */
export interface Draft {
  readonly id: string;
  readonly format?: AdFormat;
  readonly background?: OrderedBackground;
  /** The background is longer than may be used, and nobody has agreed yet to its first seconds. */
  readonly asksToCut?: boolean;
  readonly gender?: Gender;
  readonly presenter?: PickedPresenter;
  readonly task?: DraftTask;
  /** A photo that was found good and waits for consent. */
  readonly photo?: { readonly presenterId: string; readonly warnings: readonly PortraitWarningKind[] };
  /** An edited picture that waits to be used or edited further. */
  readonly edited?: {
    readonly presenterId: string;
    readonly original: PresenterRef;
    readonly applied: readonly string[];
  };
  /** An own presenter that was made of words, and waits to be taken or made anew. */
  readonly made?: string;
  readonly edits: number;
  readonly voice?: { readonly id: string; readonly language: string };
  /** What is spoken, ISO 639-1: the interface's language until something else is chosen or written. */
  readonly language: string;
  readonly script?: string;
  /** 0 for the first take of this text in this voice. */
  readonly take: number;
  /** The speech that was made of it last. */
  readonly production?: { readonly id: string; readonly isSpoken: boolean };
  /** A speech of this draft that no longer says what is wanted: the next one takes its place. */
  readonly outdatedProduction?: string;
}

export function newDraft(id: string, language: string): Draft {
  return { id, language, edits: 0, take: 0 };
}

/** The same choices once more, for another text; `withScript` keeps the text too. */
export function draftLike(status: ProductionStatus, id: string, withScript: boolean): Draft {
  const { format, presenter, background } = status;
  return {
    ...newDraft(id, status.language),
    format,
    presenter: {
      ordered: presenter,
      ...(presenter.kind === 'cast' && { ref: { kind: 'cast', id: presenter.id } }),
    },
    voice: { id: status.voiceId, language: status.language },
    ...(background && { background }),
    ...(withScript && { script: status.script }),
  };
}

/** The draft that a speech belongs to: the one at hand, or one made anew from what is known of the speech. */
export function draftOfSpeech(draft: Draft | undefined, status: ProductionStatus, newId: string): Draft {
  if (draft?.production?.id === status.productionId) return draft;
  return {
    ...draftLike(status, status.draftId ?? newId, true),
    take: status.take,
    production: { id: status.productionId, isSpoken: status.state === 'awaiting_confirmation' },
  };
}

export function pickedFrom(card: PresenterCard): PickedPresenter {
  const ref: PresenterRef = { kind: card.kind, id: card.id };
  if (card.kind === 'cast') {
    return { ordered: { kind: 'cast', id: card.id }, ref, gender: card.gender, ageGroup: card.ageGroup };
  }
  const picture = { key: card.pictureKey, sha256: card.pictureSha256 };
  return { ordered: { kind: 'own', picture }, ref, ...(card.gender && { gender: card.gender }) };
}

/** Without its slow work and what that left to be decided. */
export function settled(draft: Draft): Draft {
  const { task, photo, edited, made, ...rest } = draft;
  return rest;
}

/** With another text, voice, face or background what was spoken is of no use: the next speech takes its place. */
export function changed(draft: Draft, change: Partial<Draft>): Draft {
  const { production, ...rest } = draft;
  return { ...rest, ...change, take: 0, ...(production && { outdatedProduction: production.id }) };
}
