import {
  backgroundWord,
  colourWords,
  darkColour,
  lightColour,
  noBackground,
  plateWords,
} from './background-words.ts';
import { fillers, lightWords, personWord, shapeWords, strongly, weakly } from './edit-vocabulary.ts';
import type { PictureEdit } from './picture-edits.ts';

export interface ParsedPrompt {
  /** In the order they are best done. */
  readonly edits: readonly PictureEdit[];
  /** Words that no edit explains, as the user typed them in lower case: the prompt asks for more than is understood. */
  readonly unknown: readonly string[];
}

const whiteBackground = { kind: 'plain-background', colour: '#fafafa', name: 'white' } as const;

/** Reads simple wishes in Russian and English; a prompt is understood when nothing is left unknown. */
export function parseEditPrompt(prompt: string): ParsedPrompt {
  const clauses = clausesOf(prompt).map(parseClause);
  const edits = clauses.flatMap((clause) => clause.edits);
  return { edits: inOrder(withoutRepeats(edits)), unknown: clauses.flatMap((clause) => clause.unknown) };
}

/** Spaces round every word let patterns match whole words without knowing an alphabet's borders. */
function clausesOf(prompt: string): string[] {
  const text = prompt
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/black\s*(?:and|&|-)\s*white/g, 'grayscale');
  return text
    .split(/[,.;!?\n]+|\s(?:and|but|then|plus|и|но|а также|потом|затем|плюс)\s/)
    .map((clause) => `  ${clause.replaceAll(/[^\p{L}\p{N}]+/gu, '  ')}  `)
    .filter((clause) => clause.trim() !== '');
}

interface Clause {
  readonly edits: readonly PictureEdit[];
  readonly unknown: readonly string[];
}

function parseClause(clause: string): Clause {
  const reader = new ClauseReader(clause);
  if (reader.take(noBackground)) return { edits: [whiteBackground], unknown: reader.rest() };
  const strength = reader.take(weakly) ? 0.5 : reader.take(strongly) ? 1.6 : 1;
  const edits: PictureEdit[] = [];
  const plate = plateWords.find(([, pattern]) => reader.take(pattern));
  const inBackground = reader.take(backgroundWord);
  if (plate) edits.push({ kind: 'plate', plate: plate[0] });
  else if (inBackground) edits.push(...plainBackground(reader));
  for (const [kind, pattern] of shapeWords) {
    if (reader.take(pattern)) edits.push(kind === 'mirror' ? { kind } : { kind, strength });
  }
  const background = inBackground && edits.length === 0;
  const onPerson = reader.take(personWord);
  const scope = background ? 'background' : onPerson && edits.length === 0 ? 'person' : 'picture';
  for (const [kind, pattern] of lightWords) {
    if (reader.take(pattern)) edits.push({ kind, strength, scope });
  }
  const unknown = reader.rest();
  // "A background" without saying what of it is no wish that can be met.
  if (background && edits.length === 0 && unknown.length === 0) return { edits, unknown: ['background'] };
  return { edits, unknown };
}

function plainBackground(reader: ClauseReader): PictureEdit[] {
  const colour = colourWords.find(({ pattern }) => reader.take(pattern));
  if (!colour) return [];
  const shade = reader.take(lightColour) ? 'light' : reader.take(darkColour) ? 'dark' : undefined;
  const target = shade === 'light' ? 255 : 0;
  const channels = colour.rgb.map((value) => (shade ? Math.round(value * 0.55 + target * 0.45) : value));
  const hex = channels.map((value) => value.toString(16).padStart(2, '0')).join('');
  const name = shade ? `${shade}-${colour.name}` : colour.name;
  return [{ kind: 'plain-background', colour: `#${hex}`, name }];
}

class ClauseReader {
  private text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Removes every match; says whether there was one. */
  take(pattern: RegExp): boolean {
    const singleSpaced = this.text.replaceAll(/ +/g, ' ');
    const rest = singleSpaced.replaceAll(pattern, '');
    this.text = rest;
    return rest !== singleSpaced;
  }

  rest(): string[] {
    this.take(fillers);
    return this.text.split(' ').filter((word) => word !== '');
  }
}

const order: readonly PictureEdit['kind'][] = ['plate', 'plain-background', 'blur-background'];

/** Backgrounds first, so that light falls on the new one; the shape last, so that edges are cut once. */
function inOrder(edits: readonly PictureEdit[]): PictureEdit[] {
  const rank = ({ kind }: PictureEdit): number => {
    if (order.includes(kind)) return order.indexOf(kind);
    return kind === 'mirror' ? 11 : kind === 'closer' || kind === 'wider' ? 12 : 10;
  };
  return edits.toSorted((a, b) => rank(a) - rank(b));
}

/** Of several backgrounds the last one said counts; the same wish said twice counts once. */
function withoutRepeats(edits: readonly PictureEdit[]): PictureEdit[] {
  const isBackground = ({ kind }: PictureEdit) => kind === 'plate' || kind === 'plain-background';
  const lastBackground = edits.findLast(isBackground);
  const seen = new Set<string>();
  return edits.filter((edit) => {
    if (isBackground(edit)) return edit === lastBackground;
    const key = JSON.stringify([edit.kind, 'scope' in edit ? edit.scope : '']);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
