import type { ReportSubject } from '../../domain/report-subject.ts';
import type { Effect } from '../effect.ts';
import { button } from '../buttons.ts';
import { goTo, type Outcome, type ScreenDefinition, type Turn, withNotice } from '../screen.ts';
import type { Screen } from '../state.ts';

type Message = Pick<Extract<Effect, { do: 'tell-operators' }>, 'text' | 'attachment'>;

/** What Telegram sends in one message at most. */
const maxLength = 4096;

export const feedback: ScreenDefinition<'feedback'> = {
  read: () => ({}),
  needs: () => ({}),
  decide(event, { state, newId }) {
    const message = messageOf(event);
    if (!message) return undefined;
    const effects = [
      { do: 'tell-operators' as const, messageId: newId, kind: 'feedback' as const, ...message },
    ];
    return withNotice(goTo(state, { name: 'home' }, effects), 'feedback-sent');
  },
  view: ({ texts }) => ({ html: texts.people.feedback, rows: [] }),
  back: () => ({ name: 'home' }),
};

function messageOf(event: Parameters<ScreenDefinition<'feedback'>['decide']>[0]): Message | undefined {
  if (event.on === 'text') return { text: event.text.slice(0, maxLength) };
  if (event.on !== 'file') return undefined;
  return { text: (event.caption ?? '').slice(0, maxLength), attachment: event.file };
}

const reasons = ['consent', 'deception', 'offence', 'claims'] as const;

export const report: ScreenDefinition<'report'> = {
  read(fields) {
    const subject = fields.fields('subject');
    const kind = subject?.oneOf('kind', ['production', 'presenter'] as const);
    const id = subject?.text('id', 40);
    if (!kind || id === undefined) return undefined;
    return { subject: { kind, id }, page: fields.count('page') ?? 0 };
  },
  needs: () => ({}),
  decide(event, turn) {
    const { texts } = turn;
    if (event.on !== 'press') {
      const message = messageOf(event);
      return message && send(message, turn);
    }
    const reason = reasons.find((known) => known === event.button.value);
    if (event.button.name !== 'reason' || !reason) return undefined;
    return send({ text: texts.people.reportReasons[reason] }, turn);
  },
  view: ({ texts }) => ({
    html: texts.people.reportTitle,
    rows: reasons.map((reason) => [button(texts.people.reportReasons[reason], 'reason', reason)]),
  }),
  back: ({ subject, page }, { draft }) => placeOf(subject, page, draft !== undefined),
};

function send(message: Message, { state, screen, newId }: Turn<'report'>): Outcome {
  const { subject, page } = screen;
  const effects = [
    { do: 'tell-operators' as const, messageId: newId, kind: 'report' as const, ...message, subject },
  ];
  return withNotice(goTo(state, placeOf(subject, page, state.draft !== undefined), effects), 'report-sent');
}

function placeOf(subject: ReportSubject, page: number, hasDraft: boolean): Screen {
  if (subject.kind === 'production') {
    return { name: 'video', productionId: subject.id, page, asksToDelete: false };
  }
  return hasDraft ? { name: 'gallery', page } : { name: 'home' };
}
