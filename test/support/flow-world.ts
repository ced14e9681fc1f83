import type { CreditOperation } from '../../src/domain/credits/credit-operation.ts';
import type { InterfaceLanguage } from '../../src/domain/person/profile.ts';
import type { PresenterCard } from '../../src/domain/presenter/presenter-card.ts';
import type { ProductionStatus, Refusal } from '../../src/domain/production/production-status.ts';
import type { Voice } from '../../src/domain/speech/voice.ts';
import type { ChatTask } from '../../src/domain/task/task.ts';
import { decide, needsFor, needsOf, view } from '../../src/flow/conversation.ts';
import type { Decision } from '../../src/flow/decision.ts';
import type { Effect } from '../../src/flow/effect.ts';
import type { FlowEvent } from '../../src/flow/event.ts';
import type { Facts, Needs, PublicLimits } from '../../src/flow/facts.ts';
import { readState } from '../../src/flow/read-state.ts';
import { type FlowState, initialState } from '../../src/flow/state.ts';
import type { Button, View } from '../../src/flow/view.ts';
import { MontageWorld, montageOutcome } from './flow-montage.ts';
import {
  background,
  cast,
  historyItem,
  limits,
  ownCard,
  pageOf,
  person,
  pictureOutcome,
  runningStatus,
  videoOf,
  voices,
} from './flow-stock.ts';

const unfinishedStates: readonly ProductionStatus['state'][] = [
  'running',
  'awaiting_confirmation',
  'awaiting_engine',
];

/** A person with their conversation and a world that does what it asks for, in memory and at once. */
export class FlowWorld {
  state: FlowState = initialState();
  language: InterfaceLanguage;
  limits: PublicLimits = limits;
  balance = 3;
  isBackgroundLong = false;
  readonly productions = new Map<string, ProductionStatus>();
  readonly montage = new MontageWorld(this.productions);
  readonly own = new Map<string, Extract<PresenterCard, { kind: 'own' }>>();
  readonly tasks = new Map<string, ChatTask>();
  readonly operations: CreditOperation[] = [];
  readonly effects: Effect[] = [];
  remembered: Record<string, string> = {};
  videosMade = 0;
  private ids = 0;

  constructor(language: InterfaceLanguage) {
    this.language = language;
  }

  facts(needs: Needs): Facts {
    const byAge = [...this.productions.values()].reverse();
    const own = [...this.own.values()].reverse();
    const consented = own.filter((card) => card.hasConsent);
    const { presenters, presenter, production } = needs;
    const shown = presenters && [...consented, ...cast].filter((card) => card.gender === presenters.gender);
    const card =
      presenter && [...own, ...cast].find(({ kind, id }) => kind === presenter.kind && id === presenter.id);
    const status = production === undefined ? undefined : this.productions.get(production);
    const spoken = byAge.filter(({ speech }) => speech !== undefined);
    return {
      profile: {
        ...person,
        language: this.language,
        balanceCredits: this.balance,
        videosMade: this.videosMade,
        ownPresenters: consented.length,
        rememberedVoices: this.remembered,
      },
      limits: this.limits,
      language: this.language,
      now: new Date('2026-11-22T12:00:00Z'),
      ...(presenters && shown && { presenters: pageOf(shown, presenters.page) }),
      ...(needs.ownPresenters && { ownPresenters: pageOf(consented, needs.ownPresenters.page) }),
      ...(card && { presenter: card }),
      ...(needs.voices && { voices: this.voicesOf(needs.voices.language) }),
      ...(needs.history && { history: pageOf(spoken.map(historyItem), needs.history.page) }),
      ...(needs.operations && { operations: pageOf([...this.operations].reverse(), needs.operations.page) }),
      ...(status && { production: status }),
      ...(needs.quote && {
        quote: { priceCredits: this.limits.videoPriceCredits, balanceCredits: this.balance },
      }),
      ...(needs.unfinished && {
        unfinished: byAge.filter(({ state }) => unfinishedStates.includes(state)),
      }),
      ...this.montage.facts(needs),
    };
  }

  view(): View {
    return view(this.state, this.facts(needsOf(this.state)));
  }

  /** What happened, decided, done and stored as JSON. */
  send(event: FlowEvent): Decision<FlowState> {
    const decision = this.decide(event);
    const refusal = decision.effects.map((effect) => this.perform(effect)).find((each) => each !== undefined);
    const taken = refusal ? this.decide({ on: 'refused', refusal }) : decision;
    this.state = readState(JSON.parse(JSON.stringify(taken.state)));
    return taken;
  }

  press(name: string, value?: string): Decision<FlowState> {
    return this.send({ on: 'press', button: value === undefined ? { name } : { name, value } });
  }

  /** Presses what is seen: a button by a part of its text. */
  tap(text: string): Decision<FlowState> {
    const found = this.buttons().find((each) => each.text.includes(text));
    if (!found || 'url' in found) throw new Error(`No button ${text} on ${this.state.screen.name}.`);
    return this.send({ on: 'press', button: 'press' in found ? found.press : found.anytime });
  }

  say(text: string): Decision<FlowState> {
    return this.send({ on: 'text', text, messageId: 1 });
  }

  buttons(): readonly Button[] {
    return this.view().rows.flat();
  }

  /** Ends the oldest slow work well. */
  finishTask(): Decision<FlowState> | undefined {
    const [first] = this.tasks;
    if (!first) return undefined;
    const [taskId, task] = first;
    this.tasks.delete(taskId);
    if (task.kind === 'fetch-background') {
      const isTooLong = this.isBackgroundLong;
      const outcome = { kind: task.kind, background, isTooLong };
      return this.send({ on: 'task-done', taskId, outcome });
    }
    const ofMontage = montageOutcome(task);
    if (ofMontage) return this.send({ on: 'task-done', taskId, outcome: ofMontage });
    const presenterId = this.newId();
    this.own.set(presenterId, ownCard(presenterId, task));
    return this.send({ on: 'task-done', taskId, outcome: pictureOutcome(task, presenterId) });
  }

  failTask(refusal: Refusal): Decision<FlowState> | undefined {
    const [taskId] = this.tasks.keys();
    if (taskId === undefined) return undefined;
    this.tasks.delete(taskId);
    return this.send({ on: 'task-failed', taskId, refusal });
  }

  /** Takes the oldest running production on: to its speech, or to its video. */
  finishProduction(): Decision<FlowState> | undefined {
    const running = [...this.productions.values()].find(({ state }) => state === 'running');
    if (!running) return undefined;
    const { productionId } = running;
    if (running.confirmedAt === undefined && !running.request) {
      const speech = { audioKey: `speech/${productionId}.wav`, durationSeconds: 11.4 };
      this.update(productionId, { state: 'awaiting_confirmation', speech, fraction: 1, stage: undefined });
      return this.send({ on: 'spoken', productionId });
    }
    this.update(productionId, {
      state: 'delivered',
      video: videoOf(productionId),
      fraction: 1,
      stage: undefined,
    });
    if (running.request) return this.rendered(running.request.requestId);
    this.videosMade += 1;
    return this.send({ on: 'delivered', productionId });
  }

  private rendered(requestId: string): Decision<FlowState> | undefined {
    const clips = this.montage.request(requestId)?.clips ?? [];
    return clips.some(({ state }) => state === 'running')
      ? undefined
      : this.send({ on: 'rendered', requestId });
  }

  failProduction(refusal: Refusal): Decision<FlowState> | undefined {
    const running = [...this.productions.values()].find(({ state }) => state === 'running');
    if (!running) return undefined;
    const { productionId } = running;
    if (running.confirmedAt) this.move('released', running.priceCredits, productionId);
    this.update(productionId, { state: 'failed', failure: refusal, stage: undefined });
    if (running.request) return this.rendered(running.request.requestId);
    return this.send({ on: 'failed', productionId, refusal });
  }

  /** The service of the running production fails for good. */
  stickProduction(refusal: Refusal): Decision<FlowState> | undefined {
    const running = [...this.productions.values()].find(
      ({ state, request }) => state === 'running' && !request,
    );
    if (!running) return undefined;
    const { productionId } = running;
    this.update(productionId, { state: 'awaiting_engine', failure: refusal, stage: undefined });
    return this.send({ on: 'stuck', productionId, refusal });
  }

  newId(): string {
    this.ids += 1;
    return `00000000-0000-4000-8000-${this.ids.toString(16).padStart(12, '0')}`;
  }

  private decide(event: FlowEvent): Decision<FlowState> {
    const needs = { ...needsOf(this.state), ...needsFor(this.state, event) };
    return decide(this.state, event, this.facts(needs), { newId: this.newId() });
  }

  private voicesOf(language: string): readonly Voice[] {
    return voices.filter((voice) => voice.language === language || voice.language === 'multi');
  }

  private update(productionId: string, change: Partial<ProductionStatus>): void {
    const before = this.productions.get(productionId);
    if (before) this.productions.set(productionId, { ...before, ...change });
  }

  private move(kind: CreditOperation['kind'], amount: number, productionId: string): void {
    this.balance += amount;
    const at = new Date('2026-11-21T08:00:00Z');
    const id = this.operations.length + 1;
    this.operations.push({ id, kind, amount, balanceAfter: this.balance, productionId, note: undefined, at });
  }

  private perform(effect: Effect): Refusal | undefined {
    this.effects.push(effect);
    if (this.effects.length > 500) this.effects.shift();
    switch (effect.do) {
      case 'set-language':
        this.language = effect.language;
        return undefined;
      case 'remember-voice':
        this.remembered = { ...this.remembered, [effect.language]: effect.voiceId };
        return undefined;
      case 'start-task':
        this.tasks.set(effect.taskId, effect.task);
        return undefined;
      case 'cancel-task':
        this.tasks.delete(effect.taskId);
        return undefined;
      case 'speak':
        return this.speak(effect);
      case 'confirm':
        return this.confirm(effect.productionId);
      case 'cancel-production':
        this.update(effect.productionId, { state: 'cancelled' });
        return undefined;
      case 'choose-engine':
        this.update(effect.productionId, { state: 'running', failure: undefined });
        return undefined;
      case 'give-consent': {
        const card = this.own.get(effect.presenterId);
        if (card) this.own.set(card.id, { ...card, hasConsent: true });
        return undefined;
      }
      case 'delete-presenter':
        this.own.delete(effect.presenterId);
        return undefined;
      case 'delete-production':
        this.productions.delete(effect.productionId);
        return undefined;
      case 'forget-me':
        this.productions.clear();
        this.own.clear();
        return undefined;
      default:
        return this.montage.perform(effect, () => this.newId());
    }
  }

  private speak({
    productionId,
    draftId,
    order,
    supersedes,
  }: Extract<Effect, { do: 'speak' }>): Refusal | undefined {
    if (order.script.includes('запрещено'))
      return { reason: 'script-blocked', details: { term: 'запрещено' } };
    if (supersedes !== undefined) this.productions.delete(supersedes);
    const status = runningStatus({ productionId, draftId, order }, this.limits.videoPriceCredits);
    this.productions.set(productionId, status);
    return undefined;
  }

  private confirm(productionId: string): Refusal | undefined {
    const status = this.productions.get(productionId);
    if (status?.state !== 'awaiting_confirmation') return { reason: 'conflict', details: {} };
    if (this.balance < status.priceCredits) {
      return { reason: 'credits-missing', details: { needed: status.priceCredits, balance: this.balance } };
    }
    this.move('held', -status.priceCredits, productionId);
    const confirmedAt = new Date('2026-11-22T11:01:00Z');
    this.update(productionId, { state: 'running', confirmedAt, stage: 'head', fraction: 0.42, ahead: 0 });
    return undefined;
  }
}
