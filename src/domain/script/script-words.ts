/** A word as typed: everything between two blanks, in UTF-16 positions of the script. */
export interface ScriptWord {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The words of a script. Together they cover every character that is no blank. */
export function scriptWords(script: string): readonly ScriptWord[] {
  return Array.from(script.matchAll(/\S+/g), (match) => ({
    text: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }));
}
