/** PostgreSQL's text knows no character NUL, its jsonb no half of a surrogate pair either. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
