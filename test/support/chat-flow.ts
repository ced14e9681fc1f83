import type { Effect } from '../../src/flow/effect.ts';
import type { FlowEvent } from '../../src/flow/event.ts';
import { packButton, unpackButton } from '../../src/flow/codec.ts';
import type { Decision } from '../../src/flow/decision.ts';
import type { Button, View } from '../../src/flow/view.ts';
import { escapeHtml } from '../../src/domain/html.ts';
import type { FlowMachine } from '../../src/telegram/chat-bot.ts';

/** A conversation of a few screens that has each kind of change there is. */
export interface SmallState {
  readonly at: 'home' | 'gallery' | 'voices' | 'write' | 'read' | 'broken' | 'busy' | 'speech';
  readonly page: number;
  readonly text: string;
  /** Everything that happened, in its order. */
  readonly past: readonly string[];
}

const home: SmallState = { at: 'home', page: 0, text: '', past: [] };
const pages = 4;

export const smallFlow: FlowMachine<SmallState> = {
  initialState: () => home,
  readState: (json) => ({ ...home, ...(json as SmallState | undefined) }),
  needsOf: (state) => (state.at === 'read' ? { unfinished: true } : {}),
  needsFor: () => ({}),
  decide,
  view,
  packButton,
  unpackButton,
};

function decide(
  before: SmallState,
  event: FlowEvent,
  _facts: unknown,
  { newId }: { readonly newId: string },
): Decision<SmallState> {
  const state = { ...before, past: [...before.past, wordFor(event)] };
  const to = (change: Partial<SmallState>, effects: readonly Effect[] = []) => ({
    state: { ...state, ...change },
    effects,
  });
  if (event.on === 'press') return { ...press(state, event.button, newId, to), show: 'edit' };
  if (event.on === 'command') return { ...to({ at: 'home' }), show: 'anew' };
  if (event.on === 'text') return { ...to({ at: 'read', text: event.text }), show: 'anew' };
  if (event.on === 'file') return { ...to({ at: 'read', text: event.file.kind }), show: 'anew' };
  if (event.on === 'spoken') return { ...to({ at: 'read', text: 'spoken' }), show: 'anew' };
  if (event.on === 'refused') {
    return {
      ...to({ text: event.refusal.reason }, [{ do: 'toast', text: `No: ${event.refusal.reason}` }]),
      show: 'edit',
    };
  }
  return { state, effects: [{ do: 'say', html: 'Not <b>here</b>.' }], show: 'keep' };
}

function press(
  state: SmallState,
  { name, value }: { readonly name: string; readonly value?: string },
  newId: string,
  to: (change: Partial<SmallState>, effects?: readonly Effect[]) => Omit<Decision<SmallState>, 'show'>,
): Omit<Decision<SmallState>, 'show'> {
  if (name === 'page') return to({ page: (state.page + Number(value) + pages) % pages });
  if (name === 'toast') return to({}, [{ do: 'toast', text: 'Hello!', alert: true }]);
  if (name === 'tell')
    return to({}, [{ do: 'tell-operators', messageId: newId, kind: 'feedback', text: 'x' }]);
  if (name === 'cancel') return to({}, [{ do: 'cancel-production', productionId: newId }]);
  return to({ at: name as SmallState['at'] });
}

function wordFor(event: FlowEvent): string {
  if (event.on === 'press') return `press ${event.button.name}${event.button.value ?? ''}`;
  if (event.on === 'text') return `text ${event.text}`;
  return event.on;
}

function view(state: SmallState): View {
  const back: Button = { text: 'Back', press: { name: 'home' } };
  const turn = [
    { text: '‹', press: { name: 'page', value: '-1' } },
    { text: '›', press: { name: 'page', value: '1' } },
  ];
  const views: Record<SmallState['at'], View> = {
    home: {
      html: `<b>Home</b> ${state.past.length} ${state.text}`,
      rows: [
        ...(
          ['gallery', 'voices', 'write', 'broken', 'toast', 'tell', 'cancel', 'busy', 'speech'] as const
        ).map((name) => [{ text: name, press: { name } }]),
        [{ text: 'menu', anytime: { name: 'menu' } }],
      ],
    },
    gallery: {
      html: 'Who speaks?',
      media: { kind: 'photo', from: 'presenter', presenter: { kind: 'cast', id: String(state.page) } },
      rows: [turn, [back]],
    },
    voices: {
      html: 'Whose voice?',
      media: {
        kind: 'audio',
        from: 'voice',
        voiceId: String(state.page),
        language: 'en',
        performer: 'Vera',
        title: 'Ann',
      },
      rows: [turn, [back]],
    },
    speech: {
      html: 'Listen',
      media: { kind: 'audio', from: 'speech', productionId: '1', title: 'Take', performer: 'Vera' },
      rows: [[{ text: 'gallery', press: { name: 'gallery' } }]],
      keptAs: 'A <b>take</b>',
    },
    write: { html: 'Write something.', rows: [[back]] },
    read: { html: `You wrote: <i>${escapeHtml(state.text)}</i>`, rows: [[back]] },
    broken: { html: '<b>Half &amp; half', rows: [[back]] },
    busy: {
      html: 'Working',
      rows: [[back]],
      progressOf: '00000000-0000-4000-8000-000000000001',
      activity: 'typing',
    },
  };
  return views[state.at];
}
