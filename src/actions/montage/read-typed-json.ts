/**
 * The value of JSON that a person typed or pasted: around it a code fence, blanks of any kind and invisible marks are
 * overlooked, and so are the curly quotes that phones put in place of straight ones. Throws the `SyntaxError` of the
 * text as it was typed.
 */
export function readTypedJson(text: string): unknown {
  const plain = withoutFence(text.replace(invisible, '').replace(/\s/gu, ' '));
  try {
    return JSON.parse(text);
  } catch (asTyped) {
    // Straight first: between straight quotes curly ones are a text's own.
    for (const attempt of [plain, plain.replace(curlyQuotes, '"')]) {
      try {
        return JSON.parse(attempt);
      } catch {
        // What is told is what is wrong with the text as it was typed.
      }
    }
    throw asTyped;
  }
}

const invisible = /[\u200B\u200E\u200F\u2060\uFEFF]/gu;
const curlyQuotes = /[“”„‟«»″＂]/gu;

/** Three backticks with a language's name, or one. */
function withoutFence(text: string): string {
  const fenced = /^\s*(?:```[a-z]*|`)(.*?)`{1,3}\s*$/isu.exec(text);
  return fenced?.[1] ?? text;
}
