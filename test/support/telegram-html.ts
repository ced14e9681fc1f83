const tags = new Set(['b', 'i', 'u', 's', 'code', 'pre', 'blockquote', 'a']);

/** What Telegram would refuse in a message's HTML; undefined where it is sound. */
export function faultOfHtml(html: string): string | undefined {
  const open: string[] = [];
  for (const [whole, closing, name = '', rest = ''] of html.matchAll(/<(\/?)([a-z]*)([^<>]*)>?/g)) {
    if (!whole.endsWith('>')) return `a loose < in ${whole}`;
    if (!tags.has(name)) return `the tag ${whole}`;
    if (closing) {
      if (open.pop() !== name) return `${whole} closes what is not open`;
    } else {
      if (rest !== '' && !(name === 'a' && /^ href="[^"<>]*"$/.test(rest))) return `attributes in ${whole}`;
      open.push(name);
    }
  }
  if (open.length > 0) return `${open.join(', ')} is never closed`;
  const text = html.replace(/<[^>]*>/g, '');
  if (/[<>]/.test(text)) return 'a loose < or >';
  const entity = /&(?!(?:amp|lt|gt|quot);)/.exec(text);
  return entity ? `a loose & at ${text.slice(entity.index, entity.index + 12)}` : undefined;
}
