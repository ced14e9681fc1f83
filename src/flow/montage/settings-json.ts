import type { AdFormat } from '../../domain/ad/ad.ts';
import type { OrderedBookend } from '../../domain/ad/ad-order.ts';
import { type RenderSettings, settingsOf } from '../../domain/montage/render-settings.ts';

export interface ShownJson {
  readonly text: string;
  /** The subtitles' own texts had no room. */
  readonly leavesOutCues: boolean;
}

/** Settings as they may be typed back; without the subtitles' own texts where all of it would be longer than that. */
export function settingsJson(settings: RenderSettings, format: AdFormat, mostCharacters: number): ShownJson {
  const { subtitles } = settings;
  const typed: Record<string, unknown> = {
    ...settings,
    subtitles: subtitles.kind === 'edited' ? subtitles : { kind: subtitles.kind },
    intro: typedBookend(settings.intro),
    outro: typedBookend(settings.outro),
  };
  const whole = settingsOf(format).map((name) => [name, typed[name]] as const);
  const text = onePerLine(whole);
  if (text.length <= mostCharacters) return { text, leavesOutCues: false };
  return { text: onePerLine(whole.filter(([name]) => name !== 'subtitles')), leavesOutCues: true };
}

/** A setting a line, and a subtitle a line: an object on a phone is read from top to bottom. */
function onePerLine(settings: readonly (readonly [string, unknown])[]): string {
  const rows = settings.map(([name, value]) => `  ${JSON.stringify(name)}: ${inline(value)}`);
  return `{\n${rows.join(',\n')}\n}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) {
    const isOfObjects = typeof value[0] === 'object';
    const items = value.map(inline);
    return isOfObjects ? `[\n    ${items.join(',\n    ')}\n  ]` : `[${items.join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${inline(part)}`);
  return `{${parts.join(', ')}}`;
}

function typedBookend(bookend: OrderedBookend | null) {
  return bookend && { ownSound: bookend.ownSound };
}
