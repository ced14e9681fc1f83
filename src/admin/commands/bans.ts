import { banPerson, unbanPerson } from '../../actions/operators/bans.ts';
import { findReport, openReported, type Report } from '../../actions/operators/reports.ts';
import { readProfile } from '../../actions/people/read-profile.ts';
import type { Profile } from '../../domain/person/profile.ts';
import { AppError } from '../../kernel/errors.ts';
import { uploadOf } from '../../telegram/client.ts';
import { namedPerson, personLine } from '../named-person.ts';
import { unpackId } from '../operator-button.ts';
import { reportButtons } from '../report-buttons.ts';
import type { OperatorCommand, OperatorContext, OperatorPress } from '../operator-command.ts';

export const ban: OperatorCommand = async (context, given) => {
  const person = await namedPerson(context, given.person());
  // The reason is for the audit log, which has the whole command.
  given.note();
  const { text, outcome } = await shutOut(context, person);
  return { html: `${personLine(context.texts, person)}\n${text}`, outcome };
};

async function shutOut(
  { parts, texts }: OperatorContext,
  person: Profile,
): Promise<{ text: string; outcome: string }> {
  if (person.isOperator) return { text: texts.banOperator, outcome: 'refused: an operator' };
  const { changed, cancelled } = await banPerson(parts, person.personId);
  if (!changed && cancelled === 0) return { text: texts.bannedAlready, outcome: 'was banned already' };
  return { text: texts.bannedNow(cancelled), outcome: `banned, ${cancelled} productions cancelled` };
}

export const unban: OperatorCommand = async (context, given) => {
  const person = await namedPerson(context, given.person());
  given.end();
  const { texts } = context;
  const changed = await unbanPerson(context.parts, person.personId);
  const text = changed ? texts.unbanned : texts.notBanned;
  return { html: `${personLine(texts, person)}\n${text}`, outcome: changed ? 'unbanned' : 'was not banned' };
};

/** A ban takes a second press: the first one only asks. */
export const askToBan: OperatorPress = async (context, value) => {
  const report = await reportOf(context, value);
  return { rows: reportButtons(context.texts, value, report, 'ban-sure') };
};

/** Under a report: whose work it is about is banned, not who reports. */
export const banReported: OperatorPress = async (context, value) => {
  const report = await reportOf(context, value);
  const { reportedId } = report;
  if (reportedId === undefined) throw new AppError('not-found', 'What was reported is nobody’s.');
  const { text, outcome } = await shutOut(context, await readProfile(context.parts, reportedId));
  return {
    toast: text,
    rows: reportButtons(context.texts, value, report, undefined),
    outcome: `${reportedId}: ${outcome}`,
  };
};

export const lookAtReported: OperatorPress = async (context, value) => {
  const { parts, telegram, texts, press } = context;
  const { subject } = await reportOf(context, value);
  const file = subject && (await openReported(parts, subject));
  if (!file) return { toast: texts.seeGone };
  const upload = uploadOf(file.path, file.name);
  const below = { reply_parameters: { message_id: press.messageId, allow_sending_without_reply: true } };
  if (file.kind === 'video') {
    await telegram.sendVideo(press.chatId, upload, { ...below, supports_streaming: true });
  } else if (file.kind === 'audio') await telegram.sendAudio(press.chatId, upload, below);
  else await telegram.sendDocument(press.chatId, upload, below);
  return { outcome: `looked at ${subject.kind} ${subject.id}` };
};

async function reportOf({ parts }: OperatorContext, value: string): Promise<Report> {
  const id = unpackId(value);
  const report = id === undefined ? undefined : await findReport(parts, id);
  if (report) return report;
  throw new AppError('not-found', 'There is no such report.');
}
