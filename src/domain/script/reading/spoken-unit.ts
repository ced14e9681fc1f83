/** What an engine hears after a unit; '' means that the voice goes on without a pause. */
export type PauseMark = '' | ',' | '.' | '!' | '?';

/**
 * A stretch of the script and how it is said: `from`–`to` are UTF-16 positions in the script as typed. Units are in
 * order and don't overlap; what no unit covers (emoji, punctuation) is not spoken.
 */
export interface SpokenUnit {
  readonly from: number;
  readonly to: number;
  /** Words that an engine can read letter by letter: no digits, no symbols. Empty units don't exist. */
  readonly spoken: string;
  readonly mark: PauseMark;
}
