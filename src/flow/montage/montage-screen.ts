import type { Template } from '../../domain/ad/ad.ts';
import type { MontageStatus } from '../../domain/montage/montage-status.ts';
import type { RenderSettings } from '../../domain/montage/render-settings.ts';
import type { StillSubject } from '../../domain/montage/still-card.ts';
import { button } from '../buttons.ts';
import type { Needs } from '../facts.ts';
import type { Fields } from '../fields.ts';
import {
  goTo,
  type Outcome,
  type ScreenDefinition,
  type ScreenEvent,
  type Sight,
  stay,
  toast,
  type Turn,
} from '../screen.ts';
import type { Screen, ScreenName, ScreenOf } from '../state.ts';
import { readProductionId } from '../screens/speaking.ts';
import { isChecking, stillChecking } from './montage-task.ts';
import type { View, ViewMedia } from '../view.ts';

/** Screens that name the video, and so need to know how it was and is to be rendered. */
export type MontageScreenName = {
  [Name in ScreenName]: ScreenOf<Name> extends { readonly productionId: string } ? Name : never;
}[ScreenName];

export interface MontageTurn<Name extends ScreenName> extends Turn<Name> {
  readonly montage: MontageStatus;
}

export interface MontageSight<Name extends ScreenName> extends Sight<Name> {
  readonly montage: MontageStatus;
}

interface MontageScreen<Name extends MontageScreenName> {
  /** What the screen remembers beside the video. */
  read?(fields: Fields): Omit<ScreenOf<Name>, 'name' | 'productionId'> | undefined;
  decide(event: ScreenEvent, turn: MontageTurn<Name>): Outcome | undefined;
  view(sight: MontageSight<Name>): View;
  back?(screen: ScreenOf<Name>): Screen;
}

/** A screen of a video that is rendered anew; where that can't be any more it says so. */
export function montageScreen<Name extends MontageScreenName>(
  definition: MontageScreen<Name>,
): ScreenDefinition<Name> {
  return {
    read(fields) {
      const known = readProductionId(fields);
      const rest = definition.read ? definition.read(fields) : {};
      // Both halves were read: together they are the parameters of exactly this screen.
      return (
        known && rest && ({ ...rest, ...known } as unknown as ReturnType<ScreenDefinition<Name>['read']>)
      );
    },
    needs: ({ productionId }): Needs => ({ montage: { productionId } }),
    decide(event, turn) {
      const { montage } = turn.facts;
      return montage ? definition.decide(event, { ...turn, montage }) : pressWithout(event, turn);
    },
    view(sight) {
      const { montage } = sight.facts;
      return montage ? definition.view({ ...sight, montage }) : viewWithout(sight);
    },
    back(screen, _state, facts) {
      if (facts && !facts.montage) return { name: 'home' };
      return definition.back
        ? definition.back(screen)
        : { name: 'montage', productionId: screen.productionId };
    },
  };
}

function viewWithout<Name extends ScreenName>({ texts: { montage: words } }: Sight<Name>): View {
  return { html: words.gone, rows: [[button(words.videos, 'videos')]] };
}

function pressWithout<Name extends ScreenName>(
  event: ScreenEvent,
  { state }: Turn<Name>,
): Outcome | undefined {
  if (event.on !== 'press') return undefined;
  const isVideos = event.button.name === 'videos';
  return goTo(state, isVideos ? { name: 'videos', page: 0 } : { name: 'no-montage' });
}

/** Applied at once; `screen` where the change leads on. */
export function change<Name extends ScreenName>(
  { state, montage }: MontageTurn<Name>,
  changed: Partial<RenderSettings>,
  screen?: Screen,
): Outcome {
  const settings = { ...montage.settings, ...changed };
  const effects = [{ do: 'set-render-settings' as const, productionId: montage.productionId, settings }];
  return screen ? goTo(state, screen, effects) : stay(state, effects);
}

/** For a choice that is taken already. */
export function already<Name extends ScreenName>({ state, texts }: Turn<Name>): Outcome {
  return toast(state, texts.montage.already);
}

interface WantedStill {
  /** The first chosen one by default. */
  readonly template?: Template | undefined;
  readonly shows?: StillSubject;
}

/** What the settings give: the whole ad, or one thing of it from near by. */
export function stillOf(
  { productionId, look }: MontageStatus,
  { template, shows = 'ad' }: WantedStill = {},
): ViewMedia {
  return { kind: 'photo', from: 'still', productionId, look, shows, ...(template && { template }) };
}

/** Orders the clips and shows how they come along, unless a file for them is still looked at. */
export function renderNow<Name extends ScreenName>({ state, montage, newId }: MontageTurn<Name>): Outcome {
  if (isChecking(state)) return stillChecking(state);
  const effects = [{ do: 'render' as const, requestId: newId, productionId: montage.productionId }];
  return goTo(state, { name: 'rendering', requestId: newId, asksToCancel: false }, effects);
}
