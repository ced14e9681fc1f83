import type { Mail, MailEnd } from '../actions/operators/operator-mail.ts';
import { findReport } from '../actions/operators/reports.ts';
import { markUnreachable } from '../actions/people/mark-unreachable.ts';
import { readProfile } from '../actions/people/read-profile.ts';
import type { Profile } from '../domain/person/profile.ts';
import { AppError, isAppError } from '../kernel/errors.ts';
import { logOf } from '../platform/log/log.ts';
import type { Telegram } from '../telegram/client.ts';
import { classifyTelegramError } from '../telegram/errors.ts';
import { escapeHtml, plainText } from '../domain/html.ts';
import { personLine } from './named-person.ts';
import { keyboardOf, packId } from './operator-button.ts';
import type { OperatorParts } from './operator-command.ts';
import { reportButtons } from './report-buttons.ts';
import { strangersWords } from './strangers-words.ts';
import type { OperatorTexts } from './texts/en.ts';
import { operatorTexts } from './texts/texts.ts';

/** One message of Telegram's. */
interface Letter {
  readonly chatId: number;
  readonly html: string;
  readonly attachment: Mail['attachment'];
  readonly keyboard?: ReturnType<typeof keyboardOf>;
}

/** Sends what waits between a person and the operators. Throws where it may succeed later. */
export async function sendMail(all: OperatorParts, mail: Mail, signal: AbortSignal): Promise<MailEnd> {
  return mail.direction === 'to_operators'
    ? await sendToOperators(all, mail, signal)
    : await sendToPerson(all, mail, signal);
}

/** Never given up: a chat that is gone may be mended, or another one set. */
async function sendToOperators(all: OperatorParts, mail: Mail, signal: AbortSignal): Promise<MailEnd> {
  const { telegram, config, parts } = all;
  const chatId = config.feedbackChatId;
  if (chatId === undefined) {
    const text = 'A message to the operators waits: neither ADMIN_FEEDBACK_CHAT_ID nor ADMIN_TG_IDS is set.';
    throw new AppError('provider-unavailable', text, { retryable: true });
  }
  const texts = operatorTexts(config.language);
  const letter: Letter = { chatId, html: await operatorsText(all, texts, mail), attachment: mail.attachment };
  const report = mail.kind === 'report' ? await findReport(parts, mail.id) : undefined;
  const packed = packId(mail.id);
  const keyboard = report && keyboardOf(reportButtons(texts, packed, report, 'ban'));
  return await post(telegram, { ...letter, ...(keyboard && { keyboard }) }, signal);
}

async function operatorsText(
  { parts }: OperatorParts,
  texts: OperatorTexts,
  { kind, personId, text = '', subject }: Mail,
): Promise<string> {
  if (kind === 'notice' || kind === 'reply') return text;
  const person = await profileOf(parts, personId);
  const heading = [
    `<b>${texts.mailKinds[kind]}</b>`,
    person ? personLine(texts, person) : `<code>${escapeHtml(personId)}</code>`,
    ...(person
      ? [
          `${texts.mailLanguage(person.language)} · ${texts.balance(person.balanceCredits, person.heldCredits)}`,
        ]
      : []),
    ...(subject ? [`${texts.mailSubjects[subject.kind]} <code>${escapeHtml(subject.id)}</code>`] : []),
  ].join('\n');
  const words = strangersWords(text);
  return words === '' ? heading : `${heading}\n\n${words}`;
}

async function profileOf(parts: OperatorParts['parts'], personId: string): Promise<Profile | undefined> {
  return await readProfile(parts, personId).catch((error: unknown) => {
    if (isAppError(error, 'not-found')) return undefined;
    throw error;
  });
}

async function sendToPerson(all: OperatorParts, mail: Mail, signal: AbortSignal): Promise<MailEnd> {
  const { parts, telegram, config } = all;
  const person = await profileOf(parts, mail.personId);
  if (!person) return { undeliverable: 'nobody has that id', told: undefined };
  const { text = '', attachment } = mail;
  const heading = operatorTexts(person.language).answerHeading;
  const html = mail.kind === 'notice' ? text : `${heading}\n\n${escapeHtml(text)}`.trim();
  const told = operatorTexts(config.language);
  try {
    return await post(telegram, { chatId: person.telegramId, html, attachment }, signal);
  } catch (error) {
    const failure = classifyTelegramError(error);
    const line = personLine(told, person);
    if (failure === 'gone') {
      await markUnreachable(parts, person.personId);
      const missed = mail.kind === 'reply' ? told.unreachable(line) : undefined;
      return { undeliverable: 'they can not be reached', told: missed };
    }
    if (isAppError(error) || failure === 'flood' || failure === 'unavailable' || failure === 'unauthorized') {
      throw error;
    }
    logOf(parts.log, 'admin').error({ err: error, messageId: mail.id }, 'Telegram refused a message.');
    return { undeliverable: failure, told: told.undeliverable(line) };
  }
}

async function post(telegram: Telegram, letter: Letter, signal: AbortSignal): Promise<MailEnd> {
  try {
    return await postAs(telegram, letter, signal);
  } catch (error) {
    const failure = classifyTelegramError(error);
    // Words without their picture are better than neither.
    if (failure === 'stale-file') return await postAs(telegram, { ...letter, attachment: undefined }, signal);
    if (failure !== 'bad-markup') throw error;
    return await postAs(telegram, { ...letter, html: escapeHtml(plainText(letter.html)) }, signal);
  }
}

async function postAs(
  telegram: Telegram,
  { chatId, html, attachment, keyboard }: Letter,
  signal: AbortSignal,
): Promise<MailEnd> {
  const shared = { parse_mode: 'HTML', ...(keyboard && { reply_markup: keyboard }) } as const;
  const below = { ...shared, caption: html };
  const at = signal as never;
  const { message_id: messageId } = !attachment
    ? await telegram.sendMessage(chatId, html, { ...shared, link_preview_options: { is_disabled: true } }, at)
    : attachment.kind === 'photo'
      ? await telegram.sendPhoto(chatId, attachment.fileId, below, at)
      : attachment.kind === 'video'
        ? await telegram.sendVideo(chatId, attachment.fileId, below, at)
        : await telegram.sendDocument(chatId, attachment.fileId, below, at);
  return { sent: { chatId, messageId } };
}
