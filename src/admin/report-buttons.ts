import type { Report } from '../actions/operators/reports.ts';
import type { ButtonRows } from './operator-button.ts';
import type { OperatorTexts } from './texts/en.ts';

/** Under a report; `packedId` is the report's. */
export function reportButtons(
  texts: OperatorTexts,
  packedId: string,
  report: Pick<Report, 'subject' | 'reportedId'>,
  ban: 'ban' | 'ban-sure' | undefined,
): ButtonRows {
  const label = ban === 'ban-sure' ? texts.banSure : texts.banButton;
  return [
    report.subject ? [{ text: texts.see, press: 'see', value: packedId }] : [],
    ban && report.reportedId !== undefined
      ? [{ text: label, press: ban, value: packedId, style: 'danger' }]
      : [],
  ];
}
