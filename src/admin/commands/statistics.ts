import {
  lastPage,
  listPersonStatistics,
  type PersonReport,
  type StatisticsFileOrder,
  orderStatisticsFile,
  withStatisticsFiles,
} from '../../actions/operators/detailed-statistics.ts';
import { readStatistics, type Statistics } from '../../actions/operators/statistics.ts';
import { escapeHtml } from '../../domain/html.ts';
import { AppError } from '../../kernel/errors.ts';
import { uploadOf } from '../../telegram/client.ts';
import { personLine } from '../named-person.ts';
import type { OperatorButton } from '../operator-button.ts';
import type {
  OperatorCommand,
  OperatorContext,
  OperatorParts,
  OperatorPress,
  Screen,
} from '../operator-command.ts';
import type { OperatorTexts } from '../texts/en.ts';
import { serviceName } from '../texts/service-name.ts';
import { operatorTexts } from '../texts/texts.ts';

export const stats: OperatorCommand = async ({ parts, texts, now }, given) => {
  given.end();
  return { html: statisticsText(texts, await readStatistics(parts, now)), outcome: 'shown' };
};

/** Also what is told every day. */
export function statisticsText(texts: OperatorTexts, statistics: Statistics): string {
  const { day, today, total, budget, accounts } = statistics;
  const [year = '', month = '', date = ''] = day.split('-');
  return [
    texts.statsTitle(`${date}.${month}.${year}`),
    '',
    texts.today,
    texts.newPeople(today.newPeople),
    texts.activePeople(today.activePeople),
    ...figures(texts, today),
    ...(budget ? [texts.budget(budget.spentUsd, budget.limitUsd)] : []),
    ...accounts.map((account) => accountLine(texts, account)),
    '',
    texts.total,
    texts.allPeople(total.newPeople),
    texts.activeMonth(total.activePeople),
    ...figures(texts, total),
  ].join('\n');
}

function figures(texts: OperatorTexts, figures: Statistics['today']): string[] {
  return [
    texts.videos(figures.videos),
    texts.failures(figures.failures),
    texts.creditsGiven(figures.creditsGiven),
    texts.creditsSpent(figures.creditsSpent),
    texts.providers(figures.providers.reduce((sum, { usd }) => sum + usd, 0)),
    ...figures.providers.map(({ provider, usd, calls }) =>
      texts.provider(serviceName(texts, provider), usd, calls),
    ),
  ];
}

function accountLine(texts: OperatorTexts, { service, credits }: Statistics['accounts'][number]): string {
  const name = serviceName(texts, service);
  if (!credits) return texts.creditsUnknown(name);
  const { usedCredits, limitCredits, plan, resetsAt } = credits;
  return texts.creditsLeft(name, usedCredits, limitCredits, escapeHtml(plan), resetsAt);
}

export const detailedStats: OperatorCommand = async (context, given) => {
  const page = given.page();
  given.end();
  return { ...(await peopleScreen(context, page)), outcome: `page ${page + 1}` };
};

export const turnPeople: OperatorPress = async (context, value) => {
  if (!/^\d{1,3}$/.test(value)) throw new AppError('not-found', 'The button names no page.');
  return { screen: await peopleScreen(context, Number(value)) };
};

async function peopleScreen({ parts, texts }: OperatorContext, page: number): Promise<Screen> {
  const found = await listPersonStatistics(parts, Math.min(page, lastPage));
  const turn = (to: number, text: string): OperatorButton => ({ text, press: 'people', value: String(to) });
  const lines = found.items.map((report) => reportLines(texts, report));
  return {
    html: [texts.peopleTitle(found.page + 1), ...(lines.length > 0 ? lines : [texts.peopleEmpty])].join(
      '\n\n',
    ),
    rows: [
      [
        ...(found.page > 1 ? [turn(0, texts.first)] : []),
        ...(found.page > 0 ? [turn(found.page - 1, texts.back)] : []),
        ...(found.hasNext ? [turn(found.page + 1, texts.next)] : []),
      ],
      [{ text: texts.csv, press: 'csv' }],
    ],
  };
}

function reportLines(texts: OperatorTexts, report: PersonReport): string {
  const { wording } = texts;
  const { balanceCredits, videos, failures, creditsSpent, createdAt, lastSeenAt } = report;
  return [
    personLine(texts, report),
    texts.personFigures(balanceCredits, videos, failures, creditsSpent),
    ...(report.providersUsd > 0 ? [texts.personProviders(report.providersUsd)] : []),
    texts.cameAt(wording.dateTime(createdAt), wording.dateTime(lastSeenAt)),
    ...(report.isBanned ? [texts.banned] : []),
  ].join('\n');
}

/** The file of everybody may take minutes: a job writes it. */
export const orderCsv: OperatorPress = async ({ parts, texts, language, press }) => {
  await orderStatisticsFile(parts, { chatId: press.chatId, language });
  return { toast: texts.csvOnItsWay, outcome: 'ordered' };
};

export async function sendCsv(
  { parts, telegram }: Pick<OperatorParts, 'parts' | 'telegram'>,
  { chatId, language }: StatisticsFileOrder,
): Promise<void> {
  const texts = operatorTexts(language);
  await withStatisticsFiles(parts, async (file) => {
    const document = uploadOf(file.path, `users-${file.number}.csv`);
    await telegram.sendDocument(chatId, document, { caption: texts.csvCaption(file.rows) });
  });
}
