const wordless = /^[^\p{L}\p{N}]+$/u;
const opening = /^[«“„"'([¿¡#@№§~≈+−<>≤≥]+$/u;

/** Whether a token is no word but a dash, an emoji or such: it belongs to the word before it, on its line and its cue. */
export function isAttached(token: string): boolean {
  return wordless.test(token) && !opening.test(token);
}
