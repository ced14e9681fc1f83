import {
  listWork,
  retryProduction,
  stopWork,
  type WorkItem,
  type WorkView,
} from '../../actions/operators/jobs.ts';
import type { ServiceHealth } from '../../platform/service/service-client.ts';
import { AppError, isAppError } from '../../kernel/errors.ts';
import { escapeHtml } from '../../domain/html.ts';
import { type OperatorButton, packId, unpackId } from '../operator-button.ts';
import type { OperatorCommand, OperatorContext, OperatorPress, Screen } from '../operator-command.ts';
import type { OperatorTexts } from '../texts/en.ts';
import { serviceName } from '../texts/service-name.ts';
import { operatorTexts } from '../texts/texts.ts';

export const jobs: OperatorCommand = async (context, given) => {
  given.end();
  return { ...(await workScreen(context, 'work', 0)), outcome: 'shown' };
};

export const turnJobs: OperatorPress = async (context, value) => {
  const [, view, page] = /^(work|failed)\.(\d{1,3})$/.exec(value) ?? [];
  if (view === undefined) throw new AppError('not-found', 'The button names no page.');
  return { screen: await workScreen(context, view as WorkView, Number(page)) };
};

async function workScreen(context: OperatorContext, view: WorkView, page: number): Promise<Screen> {
  const { parts, texts, now } = context;
  const found = await listWork(parts, view, page, now);
  const { running, waiting, stuck, failed } = found.counts;
  const lines = found.items.map((item, index) => `${index + 1}. ${workLines(texts, item, now)}`);
  const tab = (name: WorkView): OperatorButton => ({
    text: name === view ? `• ${texts.jobsViews[name]}` : texts.jobsViews[name],
    press: 'jobs',
    value: `${name}.0`,
  });
  const turn = (to: number, text: string): OperatorButton => ({
    text,
    press: 'jobs',
    value: `${view}.${to}`,
  });
  return {
    html: [
      texts.jobsTitle(running, waiting, stuck, failed),
      ...parts.services().flatMap((health) => serviceLines(texts, health)),
      ...(lines.length > 0 ? lines : [texts.jobsEmpty]),
    ].join('\n\n'),
    rows: [
      found.items.map((item, index) => ({
        text: texts.retry(index + 1),
        press: 'retry',
        value: packId(item.productionId),
      })),
      view === 'failed'
        ? []
        : found.items.map((item, index) => ({
            text: texts.cancel(index + 1),
            press: 'cancel',
            value: packId(item.productionId),
          })),
      [tab('work'), tab('failed')],
      [
        ...(found.page > 0 ? [turn(found.page - 1, texts.back)] : []),
        ...(found.hasNext ? [turn(found.page + 1, texts.next)] : []),
      ],
    ],
  };
}

/** Nothing of a service that answers. */
function serviceLines(texts: OperatorTexts, { service, breaker, failuresInARow }: ServiceHealth): string[] {
  return breaker === 'closed' ? [] : [texts.serviceDown(serviceName(texts, service), failuresInARow)];
}

function workLines(texts: OperatorTexts, item: WorkItem, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - item.since.getTime()) / 60_000));
  const percent = item.state === 'running' ? ` ${Math.round(item.fraction * 100)} %` : '';
  const stage = item.stage === undefined ? '' : ` · ${texts.jobStages[item.stage]}${percent}`;
  const tries = item.failures > 0 ? `\n${texts.jobTries(item.failures)}` : '';
  const why =
    item.errorReason === undefined
      ? ''
      : `\n<i>${escapeHtml(`${item.errorReason}: ${item.errorMessage ?? ''}`.slice(0, 200))}</i>`;
  const owner = escapeHtml(item.owner.replace(/^telegram:/, ''));
  return `${texts.jobStates[item.state]}${stage} · ${texts.jobAge(minutes)}\n<code>${owner}</code> · <code>${item.productionId}</code>${tries}${why}`;
}

export const retryJob: OperatorPress = async (context, value) => {
  const productionId = idOf(value);
  try {
    await retryProduction(context.parts, productionId);
  } catch (error) {
    if (isAppError(error, 'conflict')) return { toast: context.texts.outdated, outcome: error.message };
    throw error;
  }
  return {
    toast: context.texts.retried,
    screen: await workScreen(context, 'work', 0),
    outcome: `${productionId} is in the queue again`,
  };
};

export const cancelJob: OperatorPress = async (context, value) => {
  const productionId = idOf(value);
  const { ended, releasedCredits } = await stopWork(context.parts, productionId, (language, released) =>
    operatorTexts(language).stopped(released),
  );
  return {
    toast: ended ? context.texts.cancelled(releasedCredits) : context.texts.outdated,
    screen: await workScreen(context, 'work', 0),
    outcome: ended ? `${productionId} is cancelled` : `${productionId} had ended`,
  };
};

function idOf(packed: string): string {
  const id = unpackId(packed);
  if (id === undefined) throw new AppError('not-found', 'The button names no production.');
  return id;
}
