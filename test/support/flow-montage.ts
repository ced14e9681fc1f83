import type { EditedCue, OrderedBookend } from '../../src/domain/ad/ad-order.ts';
import type { MontageStatus, RenderRequest } from '../../src/domain/montage/montage-status.ts';
import { defaultSettings, type RenderSettings } from '../../src/domain/montage/render-settings.ts';
import type { ProductionStatus, Refusal } from '../../src/domain/production/production-status.ts';
import type { ChatTask, ChatTaskOutcome } from '../../src/domain/task/task.ts';
import type { Effect } from '../../src/flow/effect.ts';
import type { Facts, Needs } from '../../src/flow/facts.ts';
import { background } from './flow-stock.ts';

/** A speech of 11.4 s in subtitles. */
const spoken = [
  'Этот крем впитывается',
  'за *минуту*',
  'и не оставляет следов',
  'Сегодня скидка',
  'тридцать процентов',
  'на <весь> каталог',
  'Закажите & получите',
  'подарок',
];
const speechCues: readonly EditedCue[] = spoken.map((text, at) => ({
  startSeconds: at * 1.4,
  endSeconds: at * 1.4 + 1.3,
  text,
}));

const bookend: OrderedBookend = {
  key: 'users/telegram:42/intros/a.mp4',
  sha256: 'd'.repeat(64),
  probe: { ...background.probe, durationSeconds: 3.2 },
  ownSound: true,
};

/** Finished videos that can be rendered anew, and the requests for that. */
export class MontageWorld {
  /** False where the speech and the head have been swept. */
  isKept = true;
  /** By the video's production. */
  readonly drafts = new Map<string, RenderSettings>();
  private readonly requests = new Map<
    string,
    Omit<RenderRequest, 'clips'> & { readonly templates: readonly string[] }
  >();
  private readonly productions: Map<string, ProductionStatus>;

  constructor(productions: Map<string, ProductionStatus>) {
    this.productions = productions;
  }

  facts(needs: Needs): Pick<Facts, 'montage' | 'render'> {
    const montage = needs.montage && this.status(needs.montage.productionId);
    const render = needs.render && this.request(needs.render.requestId);
    return { ...(montage && { montage }), ...(render && { render }) };
  }

  perform(effect: Effect, newId: () => string): Refusal | undefined {
    switch (effect.do) {
      case 'set-render-settings':
        this.drafts.set(effect.productionId, effect.settings);
        return undefined;
      case 'type-render-settings':
        return this.typed(effect.productionId, effect.json);
      case 'render':
        return this.render(effect.requestId, effect.productionId, newId, effect.templates);
      case 'renew-overlay':
        return this.render(effect.requestId, effect.productionId, newId);
      case 'cancel-render':
        this.cancel(effect.requestId);
        return undefined;
      default:
        return undefined;
    }
  }

  private cancel(requestId: string): void {
    for (const { productionId } of this.request(requestId)?.clips ?? []) {
      const status = this.productions.get(productionId);
      if (status?.state === 'running') this.productions.set(productionId, { ...status, state: 'cancelled' });
    }
  }

  status(productionId: string | undefined): MontageStatus | undefined {
    const finished = [...this.productions.values()].filter(({ state }) => state === 'delivered');
    const source = finished
      .filter(({ request }) => !request)
      .findLast((each) => productionId === undefined || each.productionId === this.sourceOf(productionId));
    if (!source || !this.isKept) return undefined;
    const rendered = defaultSettings(source.format);
    const settings = this.drafts.get(source.productionId) ?? rendered;
    const { subtitles } = settings;
    return {
      productionId: source.productionId,
      format: source.format,
      aspect: rendered.aspect,
      durationSeconds: 11.6,
      speechSeconds: 11.4,
      rendered,
      settings,
      look: JSON.stringify(settings),
      cues: subtitles.kind === 'none' ? [] : subtitles.kind === 'edited' ? subtitles.cues : speechCues,
    };
  }

  request(requestId: string): RenderRequest | undefined {
    const known = this.requests.get(requestId);
    const clips = [...this.productions.values()]
      .filter(({ request }) => request?.requestId === requestId)
      .map((status, at) => ({ ...status, template: known?.templates[at] as never }));
    return known && clips.length > 0 ? { requestId, sourceId: known.sourceId, clips } : undefined;
  }

  private render(
    requestId: string,
    productionId: string,
    newId: () => string,
    wanted?: readonly string[],
  ): Refusal | undefined {
    const montage = this.status(productionId);
    const source = this.productions.get(productionId);
    if (!montage || !source) return { reason: 'not-found', details: {} };
    const templates = wanted ?? montage.settings.templates;
    const count = Math.max(1, templates.length);
    this.requests.set(requestId, { requestId, sourceId: productionId, templates });
    for (let clip = 0; clip < count; clip += 1) {
      const id = newId();
      const { video: _, ...rest } = source;
      const running = {
        state: 'running',
        stage: 'montage',
        fraction: 0.3,
        ahead: clip === 0 ? 0 : clip,
      } as const;
      const request = { requestId, sourceId: productionId };
      this.productions.set(id, {
        ...rest,
        ...running,
        video: undefined,
        confirmedAt: undefined,
        priceCredits: 0,
        productionId: id,
        request,
      });
    }
    return undefined;
  }

  private typed(productionId: string, json: string): Refusal | undefined {
    const montage = this.status(productionId);
    if (!montage) return { reason: 'not-found', details: {} };
    try {
      const typed: { readonly theme?: string } = JSON.parse(json);
      if (typed.theme === 'no-such') {
        const details = { path: 'theme', found: '"no-such"', allowed: 'one of light, pop; did you mean pop' };
        return { reason: 'invalid-arguments', details };
      }
      this.drafts.set(productionId, { ...montage.settings, theme: typed.theme ?? montage.settings.theme });
      return undefined;
    } catch {
      const details = { path: '', found: 'Unexpected token', allowed: '{"theme": "pop"}' };
      return { reason: 'invalid-arguments', details };
    }
  }

  private sourceOf(productionId: string): string {
    return this.productions.get(productionId)?.request?.sourceId ?? productionId;
  }
}

/** What becomes of slow work for a montage that goes well. */
export function montageOutcome(task: ChatTask): ChatTaskOutcome | undefined {
  switch (task.kind) {
    case 'check-bookend':
      return { kind: task.kind, productionId: task.productionId, part: task.part, bookend };
    case 'check-subtitles': {
      const file = { key: 'users/telegram:42/subtitles/a.srt', sha256: 'e'.repeat(64) };
      return {
        kind: task.kind,
        productionId: task.productionId,
        file,
        cues: 8,
        warnings: ['overlap', 'haste'],
      };
    }
    case 'preview-clip':
      return { kind: task.kind, productionId: task.productionId, videoKey: 'previews/a.mp4' };
    default:
      return undefined;
  }
}
