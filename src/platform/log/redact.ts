const mark = '[redacted]';
/** Shorter values are words that turn up anywhere. */
const shortestSecret = 6;

/** In a field's name, whatever the field lies in. */
const secretName =
  '[\\w.-]*(?:api[_-]?key|access[_-]?key|token|secret|password|passwd|authorization|cookie|signature|credential|presigned)[\\w.-]*';

const patterns: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`((?<!\\\\)"${secretName}"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1"${mark}"`],
  // The same where JSON is quoted inside a string, however often: all its quotes have the same backslashes.
  [new RegExp(`((\\\\{1,16})"${secretName}\\2"\\s*:\\s*)\\2".*?(?<!\\\\)\\2"`, 'gi'), `$1$2"${mark}$2"`],
  // A link's query is what a presigned link is signed by; which parameters do so differs from service to service.
  [/(\bhttps?:\/\/[^\s"'?#<>\\]{1,4096})\?[^\s"'<>\\]+/gi, `$1?${mark}`],
  [/(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"]{1,256}:)[^\s/@"]{1,512}@/gi, `$1${mark}@`],
  [/\b(Bearer|Basic|Key|Credential=)(\s*)[\w.~+/=:-]{16,}/g, `$1$2${mark}`],
  [/\b(bot)?\d{6,}:[\w-]{30,}/g, mark],
  [/\bsk_[0-9a-z]{20,}|\b[wa][ks]-[0-9A-Za-z]{12,}/g, mark],
];

/** A function from a line of JSON to the same line without secrets; it stays JSON. */
export function createRedactor(secrets: readonly string[]): (line: string) => string {
  const values = [...new Set(secrets.flatMap(spellings))]
    .filter((value) => value.length >= shortestSecret)
    .sort((left, right) => right.length - left.length);
  return (line) => {
    let clean = line;
    for (const value of values) clean = clean.replaceAll(value, mark);
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    return clean;
  };
}

/** As it stands, in a link, and inside a string of JSON. */
function spellings(secret: string): string[] {
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
