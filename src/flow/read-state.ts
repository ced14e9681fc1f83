import { interfaceLanguages } from '../domain/person/profile.ts';
import { fieldsOf } from './fields.ts';
import { readMontageTask } from './montage/pending-task.ts';
import { readDraft } from './read-draft.ts';
import { readRefusal } from './read-refusal.ts';
import { allScreens } from './screens/all-screens.ts';
import {
  type FlowState,
  initialState,
  type Notice,
  noticeLines,
  type Screen,
  type ScreenName,
} from './state.ts';

/** A stored conversation. Whatever is not understood, or older than the program, leads home; a sound draft is kept. */
export function readState(json: unknown): FlowState {
  const fields = fieldsOf(json);
  if (fields?.raw('version') !== 1) return initialState();
  const draft = readDraft(fields.fields('draft'));
  const screen = readScreen(fields.raw('screen'));
  const isSound = screen && (draft || !allScreens[screen.name].isOfDraft);
  const notice = readNotice(fields.raw('notice'));
  const montageTask = readMontageTask(fields.fields('montageTask'));
  const language = fields.oneOf('language', interfaceLanguages);
  return {
    version: 1,
    screen: isSound ? screen : { name: 'home' },
    ...(language && { language }),
    ...(draft && { draft }),
    ...(montageTask && { montageTask }),
    ...(notice && { notice }),
  };
}

function readScreen(json: unknown): Screen | undefined {
  const fields = fieldsOf(json);
  const name = fields?.text('name') ?? '';
  if (!fields || !isScreenName(name)) return undefined;
  const parameters = allScreens[name].read(fields);
  // `read` gives the parameters of exactly this name: the table is typed by it.
  return parameters && ({ name, ...parameters } as Screen);
}

function isScreenName(name: string): name is ScreenName {
  return Object.hasOwn(allScreens, name);
}

function readNotice(json: unknown): Notice | undefined {
  const fields = fieldsOf(json);
  switch (fields?.text('is')) {
    case 'line': {
      const line = fields.oneOf('line', noticeLines);
      return line && { is: 'line', line };
    }
    case 'refusal':
      return { is: 'refusal', refusal: readRefusal(fields.raw('refusal')) };
    case 'wrong-kind':
      return { is: 'wrong-kind' };
    case 'cue-too-long':
      return {
        is: 'cue-too-long',
        characters: fields.count('characters') ?? 0,
        maxCharacters: fields.count('maxCharacters') ?? 0,
      };
    case 'subtitles-ready':
      return { is: 'subtitles-ready', cues: fields.count('cues') ?? 0, warnings: fields.texts('warnings') };
    case 'cancelled':
      return {
        is: 'cancelled',
        draft: fields.flag('draft'),
        productions: fields.count('productions') ?? 0,
        releasedCredits: fields.count('releasedCredits') ?? 0,
      };
    default:
      return undefined;
  }
}
