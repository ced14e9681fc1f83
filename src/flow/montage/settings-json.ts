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
  const whole = Object.fromEntries(settingsOf(format).map((name) => [name, typed[name]]));
  const text = JSON.stringify(whole, undefined, 2);
  if (text.length <= mostCharacters) return { text, leavesOutCues: false };
  const { subtitles: _, ...rest } = whole;
  return { text: JSON.stringify(rest, undefined, 2), leavesOutCues: true };
}

function typedBookend(bookend: OrderedBookend | null) {
  return bookend && { ownSound: bookend.ownSound };
}
