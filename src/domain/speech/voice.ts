import type { AgeGroup, Gender, LocalText } from '../presenter/presenter.ts';

export interface Voice {
  readonly id: string;
  /** ISO 639-1 code, or 'multi' for a voice that speaks the language it is given. */
  readonly language: string;
  readonly gender: Gender;
  readonly ageGroup: AgeGroup;
  readonly name: LocalText;
  /** A line that tells a user what to expect, its honest limits included. */
  readonly description: LocalText;
  /** Whose engine it is: `flite`, `espeak`, `rhvoice`, `sherpa`, `elevenlabs`. */
  readonly engine: string;
}
