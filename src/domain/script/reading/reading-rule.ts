/** A part of what a rule matched and how it is said; the lengths add up to the match. */
export interface ReadingPart {
  readonly length: number;
  readonly spoken: string;
}

interface ReadingContext {
  /** The script before and after the match. */
  readonly before: string;
  readonly after: string;
}

/**
 * How one kind of text is read aloud. The pattern is sticky and Unicode-aware; `read` may decline, and the next rule
 * is asked. An empty reading drops the text.
 */
export interface ReadingRule {
  readonly pattern: RegExp;
  read(match: RegExpExecArray, context: ReadingContext): string | readonly ReadingPart[] | undefined;
}
